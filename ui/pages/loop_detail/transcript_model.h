// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"
#include "ui/pages/loop_detail/plain_text_stream.h"
#include "ui/widgets/row_source.h"

#include <QHash>
#include <QList>

namespace tamma::ui {

/// One thing in a transcript.
struct TranscriptBlock {
    enum class Kind {
        Step, ///< Header of a step: title is its name, text its summary when it ended.
        Session, ///< Header of an agent session: title is provider and model, text its prompt.
        SessionEnd, ///< Text says how it ended.
        Text, ///< What the agent says, in Markdown.
        Thought,
        ToolCall, ///< Title is what the tool is asked for.
        ToolOutput,
        GateLog, ///< Title is the step's name. Grows while the gate runs.
        Verdict, ///< Of a gate.
        Notice, ///< Of Tamma or the provider.
    };
    enum class Outcome { Open, Good, NeedsPerson, Skipped, Bad };

    Kind kind = Kind::Notice;
    Outcome outcome = Outcome::Open; ///< Step, Verdict, SessionEnd; Bad for tools that failed.
    QString title = {};
    QString text = {};
    QString tool = {};
    QString path = {}; ///< File that a tool touched, relative to the repository.
    StepId stepId = {};
    GateId gateId = {};
    int attempt = 0; ///< Step, GateLog, Verdict.
    int lineCount = 0; ///< Of the text; kept for outputs and logs.
    bool recorded = false; ///< Session: a recording is played.
    bool expanded = false; ///< A person wants to see all of it.
    Timestamp at{};

    friend bool operator==(const TranscriptBlock&, const TranscriptBlock&) = default;
};

/// Everything that happened in one loop, in order, as blocks to read: what the agent said and did,
/// and what the gates printed.
///
/// Shape    Blocks are only ever added at the end; a step header gets its end, a log its next
/// lines.
///          The id of a row is its number. The same events in any batches give the same blocks.
/// Threads  GUI thread only.
class TranscriptModel final : public RowSource {
    Q_OBJECT

public:
    using RowSource::RowSource;

    /// Takes events of one loop in the order of their positions; those that it has seen are
    /// skipped.
    void apply(const QList<events::StoredEvent>& events);

    /// Forgets everything: for another loop.
    void clear();

    [[nodiscard]] const TranscriptBlock& block(qint64 row) const { return m_blocks[row]; }
    void setExpanded(qint64 row, bool expanded);

    /// Returns the row of the newest header of a step (of one attempt; 0: any); -1 for none.
    [[nodiscard]] qint64 rowOfStep(const StepId& step, int attempt = 0) const;

    [[nodiscard]] qint64 rowCount() const override { return m_blocks.size(); }
    [[nodiscard]] RowId idAt(qint64 row) const override { return RowId(quint64(row)); }
    [[nodiscard]] qint64 rowOf(RowId id) const override;

private:
    void take(const events::StepStarted& started);
    void take(const events::StepCompleted& completed);
    void take(const events::StepFailed& failed);
    void take(const events::AgentSessionStarted& started);
    void take(const events::TranscriptAppended& appended);
    void take(const events::AgentSessionEnded& ended);
    void take(const events::GateLogAppended& appended);
    void take(const events::GatePassed& passed);
    void take(const events::GateFailed& failed);
    void take(const events::ApprovalRequested& requested);
    void take(const events::ApprovalGranted& granted);
    void take(const events::ApprovalRejected& rejected);
    void take(const events::PullRequestOpened& opened);
    void take(const events::PullRequestMerged& merged);
    void take(const events::LoopCompleted& completed);
    void take(const events::LoopFailed& failed);
    void take(const events::LoopCancelled& cancelled);
    template <typename Other> void take(const Other&) { }

    TranscriptBlock& add(TranscriptBlock block);
    void notice(const QString& text, TranscriptBlock::Outcome outcome);
    void endStep(const StepId& step, int attempt, TranscriptBlock::Outcome outcome,
                 const QString& text);
    void endOpenStep(TranscriptBlock::Outcome outcome);
    void touch(qint64 row);

    /// A log that grows.
    struct OpenLog {
        qint64 row = 0;
        PlainTextStream stream;
    };

    QList<TranscriptBlock> m_blocks;
    QHash<QString, OpenLog> m_logs; // By step and attempt.
    StepId m_step; // The one that runs.
    Position m_seen;
    Timestamp m_now{}; // Of the event that is being taken.
    qint64 m_firstTouched = -1; // Known rows that the batch changed: [first, last].
    qint64 m_lastTouched = -1;
};

} // namespace tamma::ui
