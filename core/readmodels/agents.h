// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payload_fields.h"

#include <QHash>
#include <QList>
#include <QMap>

namespace tamma::readmodels {

/// One session of an agent.
struct AgentSession {
    SessionId id;
    LoopId loopId;
    IssueId issueId;
    StepId stepId;
    QString provider;
    QString model;
    bool recorded = false; ///< A recording was played; it cost nothing.
    QString outcome; ///< As AgentSessionEnded has it; empty while it runs.
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    double costUsd = 0;
    qint64 durationMs = 0;
    Timestamp startedAt{};

    friend bool operator==(const AgentSession&, const AgentSession&) = default;
    template <typename V> friend void fields(V& visit, AgentSession& p)
    {
        visit("id", p.id);
        visit("loopId", p.loopId);
        visit("issueId", p.issueId);
        visit("stepId", p.stepId);
        visit("provider", p.provider);
        visit("model", p.model);
        visit("recorded", p.recorded);
        visit("outcome", p.outcome);
        visit("inputTokens", p.inputTokens);
        visit("outputTokens", p.outputTokens);
        visit("costUsd", p.costUsd);
        visit("durationMs", p.durationMs);
        visit("startedAt", p.startedAt);
    }
};

/// What one model of one provider did over the whole record; recordings are not counted.
struct AgentTotals {
    int sessions = 0; ///< That ended.
    int failures = 0; ///< Those whose outcome is not "completed".
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    double costUsd = 0;
    qint64 durationMs = 0;

    friend bool operator==(const AgentTotals&, const AgentTotals&) = default;
    template <typename V> friend void fields(V& visit, AgentTotals& p)
    {
        visit("sessions", p.sessions);
        visit("failures", p.failures);
        visit("inputTokens", p.inputTokens);
        visit("outputTokens", p.outputTokens);
        visit("costUsd", p.costUsd);
        visit("durationMs", p.durationMs);
    }
};

/// What agents did, and what it cost: a pure fold.
///
/// Shape    totals() is by provider and model. newest() has the last SESSIONS_KEPT sessions that
///          ended, in that order.
class Agents {
public:
    static constexpr qsizetype SESSIONS_KEPT = 500;

    void apply(const events::StoredEvent& stored);

    [[nodiscard]] const QMap<std::pair<QString, QString>, AgentTotals>& totals() const
    {
        return m_totals;
    }
    [[nodiscard]] const QList<AgentSession>& newest() const { return m_newest; }
    [[nodiscard]] QList<AgentSession> running() const { return m_running.values(); }

    friend bool operator==(const Agents&, const Agents&) = default;

private:
    template <typename V> friend void fields(V& visit, Agents& p)
    {
        visit("running", p.m_running);
        visit("newest", p.m_newest);
        visit("totals", p.m_totals);
    }

    void begin(const events::AgentSessionStarted& start, const events::Event& event);
    void end(const events::AgentSessionEnded& ended);
    void loseSessionsOf(const LoopId& loop);

    QHash<SessionId, AgentSession> m_running;
    QList<AgentSession> m_newest;
    QMap<std::pair<QString, QString>, AgentTotals> m_totals;
};

} // namespace tamma::readmodels
