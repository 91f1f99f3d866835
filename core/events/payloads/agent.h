// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace tamma::events {

/// An agent began to work for a step.
struct AgentSessionStarted {
    LoopId loopId;
    StepId stepId;
    SessionId sessionId;
    QString provider;
    QString model;
    bool recorded = false; ///< True: a recording is played; every screen says so.
    QString prompt; ///< What the agent was asked.
    int turn = 1; ///< Which answer of an agent in this step it is to be; a crash does not count.

    friend bool operator==(const AgentSessionStarted&, const AgentSessionStarted&) = default;
};

/// One line of a transcript.
struct TranscriptEntry {
    QString kind; ///< "text", "thought", "toolCall", "toolResult", "notice".
    QString text; ///< Words, the tool's title or the tool's output.
    QString tool; ///< Tool name for the two tool kinds.
    QString path; ///< File that a tool touched, relative to the worktree.
    bool failed = false; ///< A tool that failed or was denied.
    qint64 sinceStartMs = 0; ///< When it happened, counted from the start of the session.

    friend bool operator==(const TranscriptEntry&, const TranscriptEntry&) = default;
};

/// A batch of transcript lines; at most ten batches a second for each loop.
struct TranscriptAppended {
    LoopId loopId;
    SessionId sessionId;
    QList<TranscriptEntry> entries;

    friend bool operator==(const TranscriptAppended&, const TranscriptAppended&) = default;
};

/// An agent stopped working; `outcome` was composed from several signals, not believed.
struct AgentSessionEnded {
    LoopId loopId;
    SessionId sessionId;
    QString outcome; ///< "completed", "failed", "interrupted", "limitReached", "refused".
    QString errorCode; ///< Empty when completed.
    QString detail;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    double costUsd = 0;
    qint64 durationMs = 0;

    friend bool operator==(const AgentSessionEnded&, const AgentSessionEnded&) = default;
};

/// The agent's edits were committed to the loop's branch.
struct CodeGenerated {
    LoopId loopId;
    int attempt = 1;
    QString commit;
    QString baseCommit; ///< The merge base with the base branch: the diff is base..commit.
    QStringList filesChanged;
    int linesAdded = 0;
    int linesRemoved = 0;
    QString summary; ///< The agent's own closing words.

    friend bool operator==(const CodeGenerated&, const CodeGenerated&) = default;
};

} // namespace tamma::events
