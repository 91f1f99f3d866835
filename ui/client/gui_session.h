// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/engine/engine_client.h"
#include "core/engine/read_model_feed.h"
#include "core/readmodels/row_table.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace tamma::ui {

class FrameScheduler;

/// Where a session gets everything from.
struct SessionParts {
    engine::EngineClient& engine;
    engine::ReadModelFeed& feed;
    FrameScheduler& frames;
    const Clock& clock;
};

/// What the screen knows: the newest row of every loop, approval and issue, kept up to date from
/// the feed, one batch a frame. Every page reads from here and asks the engine through engine().
///
/// Shape    Rows are in the order in which their ids first came. Pointers to rows are good until
///          the next changed().
/// Owns     Copies of rows; nothing of the core.
/// Threads  GUI thread only.
class GuiSession final : public QObject {
    Q_OBJECT

public:
    /// Loading until everything that was in the record at the start has come.
    enum class Phase { Loading, Ready, Failed };

    explicit GuiSession(SessionParts parts, QObject* parent = nullptr);
    ~GuiSession() override;

    [[nodiscard]] engine::EngineClient& engine() const { return m_parts.engine; }
    [[nodiscard]] Timestamp now() const { return m_parts.clock.now(); }

    [[nodiscard]] Phase phase() const { return m_phase; }
    /// Why the record could not be read; only while Failed. Offer retry().
    [[nodiscard]] const Error& error() const { return m_error; }
    void retry();

    [[nodiscard]] const QList<readmodels::LoopRow>& loops() const { return m_loops.rows; }
    [[nodiscard]] const QList<readmodels::Approval>& approvals() const { return m_approvals.rows; }
    [[nodiscard]] const QList<readmodels::IssueRow>& issues() const { return m_issues.rows; }

    /// Return nullptr for ids that are not known.
    [[nodiscard]] const readmodels::LoopRow* loop(const LoopId& id) const;
    [[nodiscard]] const readmodels::Approval* approval(const ApprovalId& id) const;
    [[nodiscard]] const readmodels::IssueRow* issue(const IssueId& id) const;

    [[nodiscard]] int openApprovalCount() const;
    [[nodiscard]] Position upTo() const { return m_upTo; }
    [[nodiscard]] std::optional<Timestamp> lastEventAt() const { return m_lastEventAt; }

signals:
    /// Once a frame, after the rows were updated.
    void changed(const tamma::engine::ReadModelChange& change);
    void phaseChanged();
    /// Every second while somebody looks: write the ages again.
    void secondPassed();

private:
    void takeBatch();
    void askForHead();
    void setPhase(Phase phase);

    SessionParts m_parts;
    readmodels::RowTable<readmodels::LoopRow, LoopId> m_loops;
    readmodels::RowTable<readmodels::Approval, ApprovalId> m_approvals;
    readmodels::RowTable<readmodels::IssueRow, IssueId> m_issues;
    Position m_upTo;
    std::optional<Position> m_headAtStart; // Unknown until the engine answered.
    std::optional<Timestamp> m_lastEventAt;
    Phase m_phase = Phase::Loading;
    Error m_error;
    QTimer m_second;
};

} // namespace tamma::ui
