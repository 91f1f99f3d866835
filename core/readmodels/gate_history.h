// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payload_fields.h"

#include <QList>
#include <QMap>

namespace tamma::readmodels {

/// One verdict of a gate.
struct GateRun {
    Position position; ///< Of its event, where the whole verdict is.
    LoopId loopId;
    IssueId issueId;
    GateId gateId;
    StepId stepId;
    int attempt = 1;
    QString commit;
    bool passed = false;
    bool timedOut = false;
    int findings = 0;
    qint64 durationMs = 0;
    QString summary;
    Timestamp at{};

    friend bool operator==(const GateRun&, const GateRun&) = default;
    template <typename V> friend void fields(V& visit, GateRun& p)
    {
        visit("position", p.position);
        visit("loopId", p.loopId);
        visit("issueId", p.issueId);
        visit("gateId", p.gateId);
        visit("stepId", p.stepId);
        visit("attempt", p.attempt);
        visit("commit", p.commit);
        visit("passed", p.passed);
        visit("timedOut", p.timedOut);
        visit("findings", p.findings);
        visit("durationMs", p.durationMs);
        visit("summary", p.summary);
        visit("at", p.at);
    }
};

/// What a gate did over the whole record.
struct GateTotals {
    int runs = 0;
    int failures = 0; ///< Those that ran out of time included.
    int timeouts = 0;
    qint64 durationMs = 0; ///< Of all runs together.

    friend bool operator==(const GateTotals&, const GateTotals&) = default;
    template <typename V> friend void fields(V& visit, GateTotals& p)
    {
        visit("runs", p.runs);
        visit("failures", p.failures);
        visit("timeouts", p.timeouts);
        visit("durationMs", p.durationMs);
    }
};

/// How the gates judged: a pure fold.
///
/// Shape    newest() has the last RUNS_KEPT verdicts, oldest first; a loop's older ones are in its
///          events.
class GateHistory {
public:
    static constexpr qsizetype RUNS_KEPT = 500;

    void apply(const events::StoredEvent& stored);

    [[nodiscard]] const QList<GateRun>& newest() const { return m_newest; }
    [[nodiscard]] const QMap<GateId, GateTotals>& totals() const { return m_totals; }

    friend bool operator==(const GateHistory&, const GateHistory&) = default;

private:
    template <typename V> friend void fields(V& visit, GateHistory& p)
    {
        visit("newest", p.m_newest);
        visit("totals", p.m_totals);
    }

    void judge(const events::StoredEvent& stored, const events::Verdict& verdict, bool passed);

    QList<GateRun> m_newest;
    QMap<GateId, GateTotals> m_totals;
};

} // namespace tamma::readmodels
