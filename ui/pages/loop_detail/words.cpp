// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/words.h"

#include <QCoreApplication>
#include <QHash>

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

} // namespace tamma::ui
