// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/record_source.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"

namespace tamma::ui {

using events::StoredEvent;

namespace {

constexpr qint64 FIRST_PAGE = 200;

} // namespace

RecordSource::RecordSource(GuiSession& session, QObject* parent)
    : RowSource(parent)
    , m_session(session)
{
    m_rows.start({}, session.upTo());
    connect(&session, &GuiSession::changed, this,
            [this](const engine::ReadModelChange& change) { takeLive(change.events); });
}

RowId RecordSource::idAt(qint64 row) const
{
    return RowId(static_cast<quint64>(m_rows.at(row).position.value));
}

qint64 RecordSource::rowOf(RowId id) const
{
    return id == NO_ROW ? -1 : m_rows.rowOf(Position{static_cast<qint64>(id)});
}

void RecordSource::setFilter(const RecordFilter& filter)
{
    ++m_generation;
    m_searching = false;
    m_wanted = 0;
    m_rows.start(filter, m_session.upTo());
    emit replaced();
    fetchOlder(FIRST_PAGE);
    emit progressed();
}

void RecordSource::fetchOlder(qint64 wanted)
{
    m_wanted = std::max(m_wanted, wanted);
    if (!m_searching && !m_rows.isComplete()) {
        askForPage();
    }
}

void RecordSource::askForPage()
{
    const auto query = m_rows.olderPage();
    if (!query) {
        return;
    }
    m_searching = true;
    whenDone(m_session.engine().events(*query), this,
             [this, generation = m_generation](const Result<QList<StoredEvent>>& page) {
                 if (generation != m_generation) {
                     return;
                 }
                 m_searching = false;
                 if (!page) {
                     m_wanted = 0;
                     emit failed(page.error());
                 } else {
                     takePage(*page);
                 }
                 emit progressed();
             });
}

void RecordSource::takePage(const QList<StoredEvent>& page)
{
    const qint64 added = m_rows.prepend(page);
    if (added > 0) {
        emit inserted(0, added);
    }
    m_wanted = std::max<qint64>(0, m_wanted - added);
    if (m_wanted > 0) {
        askForPage();
    }
}

void RecordSource::takeLive(const QList<StoredEvent>& live)
{
    const qint64 before = m_rows.count();
    const qint64 added = m_rows.append(live);
    if (added > 0) {
        emit inserted(before, added);
    }
    // A page on its way would leave a hole behind what is trimmed now.
    if (m_followed && !m_searching) {
        const qint64 gone = m_rows.trim();
        if (gone > 0) {
            emit removed(0, gone);
        }
    }
    emit progressed();
}

} // namespace tamma::ui
