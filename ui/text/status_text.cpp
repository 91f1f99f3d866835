// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/status_text.h"

#include "ui/text/time_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::LoopRow;
using workflow::LoopStatus;

namespace {

constexpr std::chrono::seconds SILENCE(60);

struct StatusText {
    Q_DECLARE_TR_FUNCTIONS(StatusText)
};

QString currentStepName(const LoopRow& loop)
{
    return loop.currentStep >= 0 && loop.currentStep < loop.steps.size()
        ? loop.steps.at(loop.currentStep).name
        : QString();
}

QString waitHeadline(const QString& kind)
{
    if (kind == "escalation"_L1) {
        return StatusText::tr("Your help");
    }
    if (kind == "clarification"_L1) {
        return StatusText::tr("Your answer");
    }
    if (kind == "budget"_L1) {
        return StatusText::tr("Your leave to spend more");
    }
    return StatusText::tr("Your approval");
}

QString restHeadline(const QString& waitsFor)
{
    if (waitsFor == "retry"_L1) {
        return StatusText::tr("Tries again soon");
    }
    if (waitsFor == "accountLimit"_L1) {
        return StatusText::tr("Waits for the account limit");
    }
    if (waitsFor == "ci"_L1) {
        return StatusText::tr("Waits for CI");
    }
    if (waitsFor == "land"_L1) {
        return StatusText::tr("Waits to land");
    }
    return StatusText::tr("Waits");
}

} // namespace

QString loopHeadline(const LoopRow& loop)
{
    switch (loop.status) {
    case LoopStatus::Unknown:
    case LoopStatus::Queued:
        return StatusText::tr("Queued");
    case LoopStatus::Running:
        return currentStepName(loop).isEmpty() ? StatusText::tr("Running") : currentStepName(loop);
    case LoopStatus::NeedsYou:
        return waitHeadline(loop.waitsFor);
    case LoopStatus::Completed:
        return loop.mergeCommit.isEmpty() ? StatusText::tr("Finished") : StatusText::tr("Merged");
    case LoopStatus::Failed:
        return currentStepName(loop).isEmpty()
            ? StatusText::tr("Failed")
            : StatusText::tr("Failed: %1").arg(currentStepName(loop));
    case LoopStatus::Cancelled:
        return StatusText::tr("Cancelled");
    case LoopStatus::Paused:
        return StatusText::tr("Paused");
    case LoopStatus::Waiting:
        return restHeadline(loop.waitsFor);
    }
    Q_UNREACHABLE_RETURN({});
}

QString loopFacts(const LoopRow& loop, Timestamp now)
{
    QStringList facts;
    const bool over = loop.finishedAt != Timestamp{};
    if (loop.status == LoopStatus::NeedsYou) {
        facts.append(StatusText::tr("waits for %1").arg(ageText(now - loop.lastSignAt)));
    } else if (loop.status == LoopStatus::Waiting && loop.waitsUntil > now) {
        facts.append(StatusText::tr("goes on in %1").arg(durationText(loop.waitsUntil - now)));
    } else {
        facts.append(over ? durationText(loop.finishedAt - loop.startedAt)
                          : ageText(now - loop.startedAt));
    }
    if (!loop.forkOf.isEmpty()) {
        facts.append(StatusText::tr("fork"));
    }
    if (loop.attempts > 1) {
        facts.append(attemptsText(loop.attempts));
    }
    if (over && loop.costUsd > 0) {
        facts.append(costText(loop.costUsd));
    } else if (loop.status == LoopStatus::Running && loop.tokens > 0) {
        facts.append(tokensText(loop.tokens));
    }
    return facts.join(u" · "_s);
}

QString signOfLife(const LoopRow& loop, Timestamp now)
{
    return loop.status == LoopStatus::Running
        ? StatusText::tr("last sign %1").arg(agoText(loop.lastSignAt, now))
        : QString();
}

bool isSilent(const LoopRow& loop, Timestamp now)
{
    return loop.status == LoopStatus::Running && now - loop.lastSignAt > SILENCE;
}

QString issueLabel(int number)
{
    return number > 0 ? u'#' + QString::number(number) : StatusText::tr("no issue");
}

QString repositoryLabel(const QString& repository)
{
    return repository.section(u'/', -1, -1, QString::SectionSkipEmpty);
}

QString providerLabel(const QString& provider)
{
    if (provider == "claude_code"_L1) {
        return StatusText::tr("Claude Code");
    }
    if (provider == "playback"_L1) {
        return StatusText::tr("Recording");
    }
    if (provider.startsWith("playback:"_L1)) {
        return StatusText::tr("Recording %1").arg(provider.sliced(9));
    }
    return provider;
}

QString gateLabel(const GateId& gate)
{
    const QString& id = gate.text();
    return id == "build"_L1   ? StatusText::tr("Build")
        : id == "test"_L1     ? StatusText::tr("Tests")
        : id == "quality"_L1  ? StatusText::tr("Formatting and lint")
        : id == "tamper"_L1   ? StatusText::tr("Tamper check")
        : id == "security"_L1 ? StatusText::tr("Security scan")
        : id == "review"_L1   ? StatusText::tr("Code review")
        : id == "ci"_L1       ? StatusText::tr("CI")
                              : id;
}

QString tokensText(qint64 tokens)
{
    const QLocale locale;
    return tokens < 1000 ? StatusText::tr("%1 tokens").arg(locale.toString(tokens))
        : tokens < 1'000'000
        ? StatusText::tr("%1 k tokens").arg(locale.toString((tokens + 500) / 1000))
        : StatusText::tr("%1 M tokens").arg(locale.toString(tokens / 1e6, 'f', 1));
}

QString costText(double usd)
{
    return u'$' + QLocale().toString(usd, 'f', 2);
}

QString attemptsText(int attempts)
{
    return attempts == 1 ? StatusText::tr("1 attempt")
                         : StatusText::tr("%1 attempts").arg(QLocale().toString(attempts));
}

QString filesText(int files)
{
    return files == 1 ? StatusText::tr("1 file")
                      : StatusText::tr("%1 files").arg(QLocale().toString(files));
}

QString linesText(int added, int removed)
{
    const QLocale locale;
    return u"+%1 −%2"_s.arg(locale.toString(added), locale.toString(removed));
}

} // namespace tamma::ui
