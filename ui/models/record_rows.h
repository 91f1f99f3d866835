// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/record_filter.h"

#include <deque>
#include <optional>

namespace tamma::ui {

/// The part of the record that is in memory: the newest events that match a filter, and as many
/// older ones as somebody scrolled to.
///
/// Shape    Rows ascend by position. What is loaded is one piece without holes: every event behind
///          searchedBackTo() that matches is there. At most KEPT_LIVE rows are kept while nobody
///          scrolls back; older ones are fetched again when they are wanted.
class RecordRows {
public:
    static constexpr qint64 PAGE = 500;
    static constexpr qint64 KEPT_LIVE = 20'000;

    /// Starts again with another filter: nothing is loaded; live events from `head` on are added by
    /// append(), older ones come with prepend().
    void start(RecordFilter filter, Position head);

    [[nodiscard]] const RecordFilter& filter() const { return m_filter; }
    [[nodiscard]] qint64 count() const { return static_cast<qint64>(m_rows.size()); }
    [[nodiscard]] const events::StoredEvent& at(qint64 row) const
    {
        return m_rows[static_cast<size_t>(row)];
    }
    /// The row of the event at `position`; -1 when it is not there.
    [[nodiscard]] qint64 rowOf(Position position) const;

    /// Adds live events at the end, and returns how many matched.
    qint64 append(const QList<events::StoredEvent>& live);

    /// Forgets the oldest rows beyond KEPT_LIVE, and returns how many went.
    qint64 trim();

    /// The next page of older events to ask the engine for; nothing when the beginning is reached.
    [[nodiscard]] std::optional<events::EventQuery> olderPage() const;

    /// Takes the answer to olderPage() (newest first), and returns how many rows it put in front.
    qint64 prepend(const QList<events::StoredEvent>& page);

    /// Every event behind this position was looked at; 0 when the beginning is reached.
    [[nodiscard]] Position searchedBackTo() const { return m_searchedBackTo; }
    [[nodiscard]] bool isComplete() const { return m_searchedBackTo == Position{}; }

private:
    RecordFilter m_filter;
    std::deque<events::StoredEvent> m_rows;
    Position m_searchedBackTo; // Exclusive: the event at it was not looked at yet.
    Position m_newest; // Live events up to here were seen.
};

} // namespace tamma::ui
