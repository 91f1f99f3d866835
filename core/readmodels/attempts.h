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
    int number = 1;
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

/// The attempts of one loop, oldest first: a pure fold.
///
/// Shape    apply() takes the events of one loop in the order of their positions; only those of
///          attemptEventTypes() matter.
class Attempts {
public:
    void apply(const events::StoredEvent& stored);

    [[nodiscard]] const QList<AttemptStory>& rows() const { return m_rows; }

private:
    void take(const events::AgentSessionStarted& session);
    void take(const events::AgentSessionEnded& session);
    void take(const events::CodeGenerated& code, Timestamp at);
    void judge(const events::Verdict& verdict, bool passed);

    QList<AttemptStory> m_rows;
    AttemptStory m_next; ///< Collects until the code is there.
    SessionId m_session;
    workflow::LoopState m_state;
};

/// The types of events that Attempts needs.
[[nodiscard]] QStringList attemptEventTypes();

} // namespace tamma::readmodels
