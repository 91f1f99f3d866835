// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/change_report.h"

#include "core/base/counted.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;
using workflow::LoopState;

namespace {

QString sizeOf(const events::CodeGenerated& code)
{
    return u"%1 changed, %2 added, %3 removed, in %4."_s.arg(
        counted(code.filesChanged.size(), u"file"), counted(code.linesAdded, u"line"),
        QString::number(code.linesRemoved), counted(code.attempt, u"attempt"));
}

} // namespace

QStringList checksOf(const LoopState& state)
{
    QStringList checks;
    for (const events::PlannedStep& planned : state.start.plan) {
        const workflow::StepProgress progress = state.progress(planned.id);
        if (progress.status == workflow::StepStatus::Skipped) {
            checks.append(u"%1: not done. %2"_s.arg(planned.name, progress.summary));
            continue;
        }
        QStringList summaries;
        for (const events::Verdict& verdict : state.verdicts) {
            if (verdict.stepId == planned.id) {
                summaries.append(verdict.summary);
            }
        }
        if (!summaries.isEmpty()) {
            checks.append(u"%1: %2"_s.arg(planned.name, summaries.join(u"; "_s)));
        }
    }
    return checks;
}

QString pullRequestText(const LoopState& state, int issueNumber)
{
    QString text;
    if (state.code) {
        text += u"%1\n\n%2\n"_s.arg(state.code->summary, sizeOf(*state.code));
    }
    text += u"\nFor issue #%1.\n"_s.arg(issueNumber);
    if (const QStringList checks = checksOf(state); !checks.isEmpty()) {
        text += u"\n## Checked by Tamma on %1\n\n- %2\n"_s.arg(
            state.code ? state.code->commit.left(12) : QString(), checks.join(u"\n- "_s));
    }
    return text.trimmed() + u'\n';
}

QString decisionText(const LoopState& state)
{
    QStringList parts;
    if (!state.research.summary.isEmpty()) {
        parts.append(state.research.summary);
    }
    if (state.code) {
        parts.append(u"What was done: "_s + state.code->summary);
        parts.append(sizeOf(*state.code));
    }
    // What was checked stands beside the words, as verdicts; what was not must be said here.
    if (const QStringList missing = checksOf(state).filter(u": not done. "_s); !missing.isEmpty()) {
        parts.append(missing.join(u'\n'));
    }
    for (const events::Verdict& verdict : state.verdicts) {
        if (!verdict.needsPerson.isEmpty()) {
            parts.append(u"Look at this yourself:\n- "_s + verdict.needsPerson.join(u"\n- "_s));
        }
    }
    return parts.join(u"\n\n"_s);
}

} // namespace tamma::steps
