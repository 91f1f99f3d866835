// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/finding_report.h"

namespace tamma::gates {

namespace {

constexpr qsizetype MOST_IN_VERDICT = 100;

events::Verdict verdictFor(const GateId& gate, const GateRequest& request)
{
    events::Verdict verdict;
    verdict.gateId = gate;
    verdict.stepId = request.stepId;
    verdict.attempt = request.attempt;
    verdict.commit = request.commit;
    return verdict;
}

} // namespace

GateOutcome outcomeOf(const FindingReport& report, const GateRequest& request, GateLog& log)
{
    GateOutcome outcome;
    outcome.kind = report.passed ? GateOutcome::Kind::Passed : GateOutcome::Kind::Failed;
    outcome.verdict = verdictFor(report.gate, request);
    events::Verdict& verdict = outcome.verdict;
    verdict.exitCode = report.passed ? 0 : 1;
    verdict.findings = report.findings.first(std::min(report.findings.size(), MOST_IN_VERDICT));
    verdict.summary = report.summary;
    verdict.durationMs = report.durationMs;
    verdict.sandbox = QStringLiteral("none: no command of the project runs");
    QString text;
    for (const events::Finding& finding : verdict.findings) {
        text += QStringLiteral("%1:%2: %3 [%4]\n")
                    .arg(finding.file)
                    .arg(finding.line)
                    .arg(finding.message, finding.rule);
    }
    log.append((text + report.summary + QLatin1Char('\n')).toUtf8());
    log.close();
    verdict.logHash = log.hash();
    verdict.logTail = log.tail();
    return outcome;
}

GateOutcome skippedOutcome(const GateId& gate, const GateRequest& request, const QString& reason)
{
    GateOutcome outcome;
    outcome.kind = GateOutcome::Kind::Skipped;
    outcome.verdict = verdictFor(gate, request);
    outcome.verdict.summary = reason;
    return outcome;
}

} // namespace tamma::gates
