// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/tamper/tamper_gate.h"

#include "core/gates/finding_report.h"
#include "core/gates/project_settings.h"
#include "core/gates/tamper/tamper_scan.h"

#include <QElapsedTimer>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

// In the order in which they matter to somebody who decides.
QList<std::pair<QString, QString>> kindsOfSigns()
{
    return {{u"tamper.gate-edited"_s, u"The rules that judge the change were edited"_s},
            {u"tamper.test-removed"_s, u"Tests were removed"_s},
            {u"tamper.test-skipped"_s, u"Tests are skipped"_s},
            {u"tamper.failure-hidden"_s, u"Failures are hidden"_s},
            {u"tamper.assertion-removed"_s, u"Tests check less than before"_s},
            {u"tamper.assertion-weakened"_s, u"Tests are less strict than before"_s},
            {u"tamper.expectation-changed"_s, u"Tests expect another result"_s},
            {u"tamper.threshold-lowered"_s, u"Limits were lowered"_s},
            {u"tamper.test-aware"_s, u"The product behaves differently under test"_s},
            {u"tamper.snapshot-churn"_s, u"Reference files of tests were rewritten"_s},
            {u"tamper.suppressed"_s, u"Warnings were silenced"_s}};
}

QString signPlace(const events::Finding& finding)
{
    return finding.line > 0 ? u"%1:%2"_s.arg(finding.file).arg(finding.line) : finding.file;
}

} // namespace

QStringList reasonsForPerson(const QList<events::Finding>& findings)
{
    QStringList reasons;
    for (const auto& [rule, words] : kindsOfSigns()) {
        QStringList places;
        for (const events::Finding& finding : findings) {
            if (finding.rule == rule && !places.contains(signPlace(finding))) {
                places.append(signPlace(finding));
            }
        }
        if (places.isEmpty()) {
            continue;
        }
        const qsizetype more = places.size() - 1;
        reasons.append(more == 0 ? u"%1: %2"_s.arg(words, places.first())
                                 : u"%1: %2 and %3 more"_s.arg(words, places.first()).arg(more));
    }
    return reasons;
}

TamperGate::TamperGate(const ChangeReader& changes)
    : m_changes(changes)
{
}

GateId TamperGate::id() const
{
    return GateId("tamper");
}

Result<GateOutcome> TamperGate::check(const GateRequest& request, GateListener& listener,
                                      std::stop_token stop)
{
    QElapsedTimer elapsed;
    elapsed.start();
    TRY(projectSettings(m_changes, request));
    TRY_ASSIGN(const auto change,
               m_changes.change(request.repository, request.baseCommit, request.commit));
    if (stop.stop_requested()) {
        return failure(errors::CANCELLED, u"The scan was to be stopped"_s);
    }
    if (change.isEmpty()) {
        return skippedOutcome(id(), request, u"The change changes no file"_s);
    }
    FindingReport report{id(), tamperingIn(change), {}, true, 0};
    report.summary = report.findings.isEmpty()
        ? u"No sign of weakened gates in %1 changed files"_s.arg(change.size())
        : u"%1 signs of weakened gates: a person has to look"_s.arg(report.findings.size());
    report.durationMs = elapsed.elapsed();
    GateLog log(listener);
    GateOutcome outcome = outcomeOf(report, request, log);
    outcome.verdict.needsPerson = reasonsForPerson(report.findings);
    return outcome;
}

} // namespace tamma::gates
