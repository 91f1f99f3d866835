// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/engine/engine_client.h"
#include "core/engine/read_model_feed.h"
#include "core/readmodels/row_table.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace tamma::ui {

class FrameScheduler;
class PastEngine;

/// Where a session gets everything from.
struct SessionParts {
    engine::EngineClient& engine;
    engine::ReadModelFeed& feed;
    FrameScheduler& frames;
    const Clock& clock;
    QString user = {}; ///< Who sits in front of it: by this name their decisions are recorded.
};

/// What the screen knows: the newest row of every loop, approval and issue, kept up to date from
/// the feed, one batch a frame. Every page reads from here and asks the engine through engine().
///
/// It can show an earlier moment instead: then everything that is read from here is as of that
/// moment, and nothing can be changed; what happens meanwhile is there when it returns to now.
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

    /// The engine, or one that only looks while an earlier moment is shown.
    [[nodiscard]] engine::EngineClient& engine() const;
    /// Now, or the moment that is shown.
    [[nodiscard]] Timestamp now() const;

    [[nodiscard]] Phase phase() const { return m_phase; }
    /// Why the record could not be read; only while Failed. What is retryable is tried again every
    /// few seconds; offer retry() all the same.
    [[nodiscard]] const Error& error() const { return m_error; }
    void retry();

    /// Why the record cannot be used just now, though it was read: loops wait, the engine tries
    /// again by itself.
    [[nodiscard]] const std::optional<Error>& trouble() const { return m_trouble; }

    /// Shows an earlier moment, as soon as the engine has it: momentChanged(), or travelFailed().
    /// A newer wish replaces one that waits.
    void travelTo(engine::Moment moment);
    /// Shows the moment of the next event that matches, or of the one before, from the shown one
    /// on; stays where it is when there is none.
    void travelToNext(const QList<events::QueryItem>& items);
    void travelToPrevious(const QList<events::QueryItem>& items);
    void returnToNow();
    /// The moment that is shown; nothing: now.
    [[nodiscard]] const std::optional<engine::Past>& past() const { return m_past; }
    [[nodiscard]] bool isPast() const { return m_past.has_value(); }

    [[nodiscard]] const QList<readmodels::LoopRow>& loops() const { return shown().loops.rows; }
    [[nodiscard]] const QList<readmodels::Approval>& approvals() const
    {
        return shown().approvals.rows;
    }
    [[nodiscard]] const QList<readmodels::IssueRow>& issues() const { return shown().issues.rows; }

    /// Return nullptr for ids that are not known.
    [[nodiscard]] const readmodels::LoopRow* loop(const LoopId& id) const;
    [[nodiscard]] const readmodels::Approval* approval(const ApprovalId& id) const;
    [[nodiscard]] const readmodels::IssueRow* issue(const IssueId& id) const;

    /// Who sits in front of it.
    [[nodiscard]] const QString& user() const { return m_parts.user; }

    /// How many approvals wait for the user now: not those put aside, nor those of others.
    [[nodiscard]] int openApprovalCount() const;
    /// The newest event that is shown.
    [[nodiscard]] Position upTo() const { return m_past ? m_past->position : m_upTo; }
    /// The newest event that there is.
    [[nodiscard]] Position head() const { return m_upTo; }
    [[nodiscard]] std::optional<Timestamp> lastEventAt() const { return m_lastEventAt; }

signals:
    /// Once a frame, after the rows were updated; and with all rows after momentChanged().
    void changed(const tamma::engine::ReadModelChange& change);
    /// Another moment will be shown: what is held back for the present one must go now.
    void aboutToTravel();
    /// Another moment is shown: what was read from the engine is of another time.
    void momentChanged();
    void travelFailed(const tamma::Error& error);
    void phaseChanged();
    void troubleChanged();
    /// Every second while somebody looks: write the ages again.
    void secondPassed();

private:
    struct Rows {
        readmodels::RowTable<readmodels::LoopRow, LoopId> loops;
        readmodels::RowTable<readmodels::Approval, ApprovalId> approvals;
        readmodels::RowTable<readmodels::IssueRow, IssueId> issues;

        void put(const engine::ReadModelChange& change);
    };

    [[nodiscard]] const Rows& shown() const { return m_past ? m_then : m_now; }
    void takeBatch();
    void takeTrouble();
    void askForHead();
    void askForMoment();
    void show(const engine::Past& past);
    void tellMoment();
    void travelToFirst(const events::EventQuery& query);
    void setPhase(Phase phase);

    SessionParts m_parts;
    Rows m_now;
    Rows m_then; // Of the moment that is shown.
    std::optional<engine::Past> m_past;
    std::unique_ptr<PastEngine> m_pastEngine;
    std::optional<engine::Moment> m_wanted; // Asked for while another question is under way.
    bool m_travels = false;
    quint64 m_journey = 0; // Grows with every return: answers to older questions are dropped.
    Position m_upTo;
    std::optional<Position> m_headAtStart; // Unknown until the engine answered.
    std::optional<Timestamp> m_lastEventAt;
    std::optional<Error> m_trouble;
    Phase m_phase = Phase::Loading;
    Error m_error;
    QTimer m_second;
    QTimer m_again; // While the record cannot be read.
};

} // namespace tamma::ui
