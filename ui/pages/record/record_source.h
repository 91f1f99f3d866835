// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/readmodels/record_answer.h"
#include "ui/widgets/row_source.h"

#include <QCache>
#include <QSet>

namespace tamma::ui {

class GuiSession;

/// The events behind the record page, all that match a filter: the engine says which, as far as it
/// has looked; the newest come with the session's batches; the events themselves are read when
/// they come into view.
///
/// Shape    A row's id is the position of its event. 8,192 events are kept, those that were looked
///          at last. One question for rows is on its way at a time, and the newest wish is asked
///          next: wishes in between are dropped.
/// Threads  GUI thread only; nothing waits.
class RecordSource final : public RowSource {
    Q_OBJECT

public:
    static constexpr qint64 PAGE = 128;
    static constexpr qsizetype KEPT = 64 * PAGE;

    RecordSource(GuiSession& session, QObject* parent);

    [[nodiscard]] qint64 rowCount() const override { return m_answer.matches.count(); }
    [[nodiscard]] RowId idAt(qint64 row) const override;
    [[nodiscard]] qint64 rowOf(RowId id) const override;
    [[nodiscard]] bool ready(qint64 row) const override { return at(row) != nullptr; }
    void request(qint64 first, qint64 last) override;

    /// Returns nullptr while it is not there.
    [[nodiscard]] const events::StoredEvent* at(qint64 row) const;
    [[nodiscard]] const events::StoredEvent* at(Position position) const;

    /// Shows what matches `filter` from now on; the rows stay until the first answer has come.
    void setFilter(const readmodels::RecordFilter& filter);
    [[nodiscard]] const readmodels::RecordFilter& filter() const { return m_filter; }

    /// How many events the record has, as far as it is known, matching or not.
    [[nodiscard]] qint64 knownEvents() const { return m_knownEvents; }

    /// What is known of the matches.
    [[nodiscard]] const readmodels::RecordAnswer& answer() const { return m_answer; }

    /// Reads the rows around [first, last), where somebody will scroll to next.
    void prefetch(qint64 first, qint64 last);

    /// Lets the search for older matches rest, and takes it up again.
    void setSearching(bool searching);
    [[nodiscard]] bool isSearching() const { return m_asking; }
    [[nodiscard]] bool isAnswered() const { return m_answered; } ///< Something, at least once.
    [[nodiscard]] bool isCurrent() const { return !m_first; } ///< The rows are those of filter().

signals:
    /// The search went on, ended, or found something.
    void progressed();
    void failed(const tamma::Error& error);

private:
    void ask();
    void takeAnswer(const Result<readmodels::RecordAnswer>& answer);
    void takeLive(const QList<events::StoredEvent>& live);
    void countKnown(Position position);
    void readRows();
    [[nodiscard]] QList<Position> missing(qint64 first, qint64 last) const;

    GuiSession& m_session;
    readmodels::RecordFilter m_filter;
    readmodels::RecordAnswer m_answer;
    QCache<qint64, events::StoredEvent> m_events; // By position.
    QSet<qint64> m_absent; // Positions at which no event could be read.
    QList<events::StoredEvent> m_early; // Came after the first question, before its answer.
    QList<Position> m_sinceAsked; // Came after the last question.
    qint64 m_knownEvents = 0; // Up to m_knownUpTo; each event counts once, whoever tells of it.
    Position m_knownUpTo;
    quint64 m_generation = 0; // Grows with every filter: answers to older ones are dropped.
    qint64 m_wantedFirst = 0; // The rows to read next.
    qint64 m_wantedLast = 0;
    bool m_reading = false;
    bool m_asking = false;
    bool m_searches = true;
    bool m_first = true; // The next answer is the first one to this filter.
    bool m_answered = false;
};

} // namespace tamma::ui
