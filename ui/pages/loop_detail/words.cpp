// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QHash>
#include <QLocale>

namespace tamma::ui {
namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("tamma::ui::LoopDetail", text);
}

QString readable(const QString& id)
{
    auto text = id.toLower().replace(u'_', u' ');
    if (!text.isEmpty()) {
        text[0] = text[0].toUpper();
    }
    return text;
}

} // namespace

QString gateTitle(const GateId& gate)
{
    static const QHash<QString, const char*> KNOWN{
        {QStringLiteral("build"), QT_TRANSLATE_NOOP("tamma::ui::LoopDetail", "Build")},
        {QStringLiteral("test"), QT_TRANSLATE_NOOP("tamma::ui::LoopDetail", "Tests")},
        {QStringLiteral("security"), QT_TRANSLATE_NOOP("tamma::ui::LoopDetail", "Security scan")},
        {QStringLiteral("review"), QT_TRANSLATE_NOOP("tamma::ui::LoopDetail", "Review")},
        {QStringLiteral("ci"), QT_TRANSLATE_NOOP("tamma::ui::LoopDetail", "CI")},
    };
    const auto known = KNOWN.constFind(gate.text());
    return known == KNOWN.constEnd() ? readable(gate.text()) : say(*known);
}

QString stepTitle(const StepId& step, const QString& name)
{
    return name.isEmpty() || name == step.text() ? readable(step.text()) : name;
}

QString sessionOutcome(const QString& outcome)
{
    static const QHash<QString, const char*> KNOWN{
        {QStringLiteral("completed"), QT_TRANSLATE_NOOP("tamma::ui::LoopDetail", "Completed")},
        {QStringLiteral("failed"), QT_TRANSLATE_NOOP("tamma::ui::LoopDetail", "Failed")},
        {QStringLiteral("interrupted"), QT_TRANSLATE_NOOP("tamma::ui::LoopDetail", "Interrupted")},
        {QStringLiteral("limitReached"),
         QT_TRANSLATE_NOOP("tamma::ui::LoopDetail", "Limit reached")},
        {QStringLiteral("refused"), QT_TRANSLATE_NOOP("tamma::ui::LoopDetail", "Refused")},
    };
    const auto known = KNOWN.constFind(outcome);
    return known == KNOWN.constEnd() ? outcome : say(*known);
}

QString duration(qint64 ms)
{
    const QLocale locale;
    if (ms < 1000) {
        return say("%1 ms").arg(ms);
    }
    if (ms < 60'000) {
        return say("%1 s").arg(locale.toString(double(ms) / 1000, 'f', ms < 10'000 ? 1 : 0));
    }
    const qint64 minutes = ms / 60'000;
    return minutes < 60 ? say("%1 min %2 s").arg(minutes).arg(ms / 1000 % 60)
                        : say("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString tokens(qint64 count)
{
    const QLocale locale;
    if (count < 1000) {
        return say("%1 tokens").arg(count);
    }
    return count < 1'000'000
        ? say("%1k tokens").arg(locale.toString(double(count) / 1000, 'f', 1))
        : say("%1M tokens").arg(locale.toString(double(count) / 1'000'000, 'f', 1));
}

QString cost(double usd)
{
    return u'$' + QLocale().toString(usd, 'f', usd < 0.1 ? 3 : 2);
}

QString timeOfDay(Timestamp moment)
{
    const auto local = QDateTime::fromMSecsSinceEpoch(moment.time_since_epoch().count());
    return local.toString(QStringLiteral("HH:mm:ss"));
}

} // namespace tamma::ui
