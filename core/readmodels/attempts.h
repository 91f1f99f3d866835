// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/loop_state.h"

#include <QList>

namespace tamma::readmodels {

/// What a gate said about one attempt.
struct JudgedGate {
    events::Verdict verdict;
    bool passed = false;

    friend bool operator==(const JudgedGate&, const JudgedGate&) = default;
};

/// One attempt of a loop: why it was made, what the agent was asked, what it did, and what the
/// gates said about it.
struct AttemptStory {
    LoopId loopId;
    int number = 1; ///< Within its loop.
    QList<workflow::Feedback> reasons; ///< Since the attempt before; none for the first one.
    QString prompt; ///< Empty when the work was done before an interruption.
    QString provider;
    QString model;
    bool recorded = false;
    QString commit;
    QString baseCommit;
    QString summary; ///< The agent's closing words.
    int files = 0;
    int linesAdded = 0;
    int linesRemoved = 0;
    QList<JudgedGate> gates; ///< In the order in which they first judged; the newest verdict.
    qint64 tokens = 0; ///< Of all sessions that it took, failed ones too.
    double costUsd = 0;
    qint64 durationMs = 0;
    Timestamp at{};

    friend bool operator==(const AttemptStory&, const AttemptStory&) = default;
};

/// The attempts of the loops of an issue, oldest first: a pure fold.
///
/// Shape    apply() takes the events of these loops in the order of their positions; only those of
///          attemptEventTypes() matter.
class Attempts {
public:
    void apply(const events::StoredEvent& stored);

    [[nodiscard]] const QList<AttemptStory>& rows() const { return m_rows; }

private:
    /// What is known of a loop until its next attempt is there.
    struct Making {
        AttemptStory next;
        SessionId session;
        workflow::LoopState state;
    };
    static void take(Making& making, const events::AgentSessionStarted& session);
    static void take(Making& making, const events::AgentSessionEnded& session);
    void take(Making& making, const events::CodeGenerated& code, Timestamp at);
    void judge(const LoopId& loop, const JudgedGate& gate);

    QList<AttemptStory> m_rows;
    QHash<LoopId, Making> m_making;
};

/// The types of events that Attempts needs.
[[nodiscard]] QStringList attemptEventTypes();

} // namespace tamma::readmodels
