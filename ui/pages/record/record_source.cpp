// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/record_source.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"

namespace tamma::ui {

using events::StoredEvent;
using readmodels::RecordAnswer;

RecordSource::RecordSource(GuiSession& session, QObject* parent)
    : RowSource(parent)
    , m_session(session)
    , m_events(KEPT)
{
    connect(&session, &GuiSession::changed, this,
            [this](const engine::ReadModelChange& change) { takeLive(change.events); });
}

RowId RecordSource::idAt(qint64 row) const
{
    return RowId(static_cast<quint64>(m_answer.matches.at(row).value));
}

qint64 RecordSource::rowOf(RowId id) const
{
    const Position position{static_cast<qint64>(id)};
    return id == NO_ROW || !m_answer.matches.contains(position) ? -1
                                                                : m_answer.matches.before(position);
}

const StoredEvent* RecordSource::at(qint64 row) const
{
    return at(m_answer.matches.at(row));
}

const StoredEvent* RecordSource::at(Position position) const
{
    return m_events.object(position.value);
}

void RecordSource::setFilter(const readmodels::RecordFilter& filter)
{
    ++m_generation;
    m_filter = filter;
    m_first = true;
    m_searches = true;
    m_early.clear();
    ask();
    emit progressed();
}

void RecordSource::setSearching(bool searching)
{
    m_searches = searching;
    if (searching && !m_asking && m_answered && !m_answer.isWhole()) {
        ask();
    }
    emit progressed();
}

void RecordSource::ask()
{
    m_asking = true;
    m_sinceAsked.clear();
    readmodels::RecordQuestion question{m_filter};
    if (!m_first) {
        question.upTo = m_answer.searchedBackTo;
    }
    whenDone(m_session.engine().recordMatches(question), this,
             [this, generation = m_generation](const Result<RecordAnswer>& answer) {
                 if (generation == m_generation) {
                     m_asking = false;
                     takeAnswer(answer);
                 }
             });
}

void RecordSource::takeAnswer(const Result<RecordAnswer>& answer)
{
    if (!answer) {
        emit failed(answer.error());
        emit progressed();
        return;
    }
    m_knownEvents = answer->knownEvents;
    m_knownUpTo = answer->knownUpTo;
    for (const Position position : std::exchange(m_sinceAsked, {})) {
        countKnown(position);
    }
    if (std::exchange(m_first, false)) {
        m_answered = true;
        m_answer = *answer;
        m_absent.clear();
        for (const StoredEvent& stored : std::exchange(m_early, {})) {
            m_answer.append(m_filter, stored);
        }
        emit replaced();
    } else {
        m_answer.addOlder(*answer);
        if (answer->matches.count() > 0) {
            emit inserted(0, answer->matches.count());
        }
    }
    if (!m_answer.isWhole() && m_searches) {
        ask();
    }
    emit progressed();
}

void RecordSource::countKnown(Position position)
{
    if (position > m_knownUpTo) {
        ++m_knownEvents;
        m_knownUpTo = position;
    }
}

void RecordSource::takeLive(const QList<StoredEvent>& live)
{
    for (const StoredEvent& stored : live) {
        countKnown(stored.position);
        if (m_asking) {
            m_sinceAsked.append(stored.position);
        }
    }
    if (m_first) {
        m_early += m_asking ? live : QList<StoredEvent>(); // Nobody has asked: the answer has them.
        return;
    }
    const qint64 before = rowCount();
    const Position known = m_answer.upTo;
    for (const StoredEvent& stored : live) {
        m_answer.append(m_filter, stored);
    }
    // Of a flood only the end will be seen.
    for (const StoredEvent& stored : live.last(std::min<qsizetype>(live.size(), PAGE))) {
        if (stored.position > known && m_answer.matches.contains(stored.position)) {
            m_events.insert(stored.position.value, new StoredEvent(stored));
        }
    }
    if (rowCount() > before) {
        emit inserted(before, rowCount() - before);
    }
    emit progressed();
}

QList<Position> RecordSource::missing(qint64 first, qint64 last) const
{
    QList<Position> positions;
    for (qint64 row = std::max<qint64>(0, first); row < std::min(last, rowCount()); ++row) {
        const Position position = m_answer.matches.at(row);
        if (!m_events.contains(position.value) && !m_absent.contains(position.value)) {
            positions.append(position);
        }
    }
    return positions;
}

void RecordSource::request(qint64 first, qint64 last)
{
    m_wantedFirst = first / PAGE * PAGE;
    m_wantedLast = (last + PAGE - 1) / PAGE * PAGE;
    readRows();
}

void RecordSource::prefetch(qint64 first, qint64 last)
{
    // One look at each edge tells whether the reader comes near something that is not there.
    const bool near = !missing(first - PAGE, first - PAGE + 1).isEmpty()
        || !missing(last + PAGE - 1, last + PAGE).isEmpty();
    if (near && !m_reading) {
        request(first - PAGE, last + PAGE);
    }
}

void RecordSource::readRows()
{
    if (m_reading) {
        return; // What is wanted by then is read when this one has come.
    }
    const QList<Position> positions = missing(m_wantedFirst, m_wantedLast);
    if (positions.isEmpty()) {
        return;
    }
    m_reading = true;
    whenDone(m_session.engine().recordRows(positions), this,
             [this, positions](const Result<QList<StoredEvent>>& rows) {
                 m_reading = false;
                 if (!rows) {
                     m_wantedLast = m_wantedFirst; // The list asks again when it is painted.
                     emit failed(rows.error());
                     return;
                 }
                 for (const Position position : positions) {
                     m_absent.insert(position.value);
                 }
                 for (const StoredEvent& stored : *rows) {
                     m_absent.remove(stored.position.value);
                     m_events.insert(stored.position.value, new StoredEvent(stored));
                 }
                 const qint64 first = m_answer.matches.before(positions.first());
                 emit changed(first, m_answer.matches.before(positions.last()) + 1 - first);
                 readRows();
             });
}

} // namespace tamma::ui
