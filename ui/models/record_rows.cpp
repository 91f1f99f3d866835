// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_rows.h"

namespace tamma::ui {

using events::StoredEvent;

void RecordRows::start(RecordFilter filter, Position head)
{
    m_filter = std::move(filter);
    m_rows.clear();
    m_searchedBackTo = head;
    m_newest = head;
}

qint64 RecordRows::rowOf(Position position) const
{
    const auto found = std::ranges::lower_bound(m_rows, position, {}, &StoredEvent::position);
    return found != m_rows.end() && found->position == position ? found - m_rows.begin() : -1;
}

qint64 RecordRows::append(const QList<StoredEvent>& live)
{
    qint64 added = 0;
    for (const StoredEvent& stored : live) {
        if (stored.position > m_newest && m_filter.matches(stored)) {
            m_rows.push_back(stored);
            ++added;
        }
    }
    if (!live.isEmpty()) {
        m_newest = std::max(m_newest, live.last().position);
    }
    return added;
}

qint64 RecordRows::trim()
{
    const qint64 excess = std::max<qint64>(0, count() - KEPT_LIVE);
    if (excess > 0) {
        m_searchedBackTo = m_rows[static_cast<size_t>(excess) - 1].position;
        m_rows.erase(m_rows.begin(), m_rows.begin() + excess);
    }
    return excess;
}

std::optional<events::EventQuery> RecordRows::olderPage() const
{
    if (isComplete()) {
        return std::nullopt;
    }
    events::EventQuery query = m_filter.query;
    query.upTo = m_searchedBackTo;
    query.limit = PAGE;
    query.backwards = true;
    return query;
}

qint64 RecordRows::prepend(const QList<StoredEvent>& page)
{
    qint64 added = 0;
    for (const StoredEvent& stored : page) {
        if (stored.position <= m_searchedBackTo && m_filter.matches(stored)) {
            m_rows.push_front(stored);
            ++added;
        }
    }
    m_searchedBackTo = page.size() < PAGE ? Position{} : Position{page.last().position.value - 1};
    return added;
}

} // namespace tamma::ui
