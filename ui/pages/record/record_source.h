// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/models/record_rows.h"
#include "ui/widgets/row_source.h"

namespace tamma::ui {

class GuiSession;

/// The events behind the record page: live ones come from the session's batches, older ones page by
/// page from the engine while somebody wants them.
///
/// Shape    A row's id is the position of its event.
/// Threads  GUI thread only; nothing waits.
class RecordSource final : public RowSource {
    Q_OBJECT

public:
    RecordSource(GuiSession& session, QObject* parent);

    [[nodiscard]] qint64 rowCount() const override { return m_rows.count(); }
    [[nodiscard]] RowId idAt(qint64 row) const override;
    [[nodiscard]] qint64 rowOf(RowId id) const override;

    [[nodiscard]] const events::StoredEvent& at(qint64 row) const { return m_rows.at(row); }

    /// Shows what matches `filter` from now on, and starts to look for it, the newest first.
    void setFilter(const RecordFilter& filter);
    [[nodiscard]] const RecordFilter& filter() const { return m_rows.filter(); }

    /// Looks for more older rows, if there are any; `wanted` more are enough.
    void fetchOlder(qint64 wanted);

    /// Lets old rows go when new ones come; for a list that follows the end.
    void setFollowed(bool followed) { m_followed = followed; }

    [[nodiscard]] bool isSearching() const { return m_searching; }
    [[nodiscard]] bool isComplete() const { return m_rows.isComplete(); }
    [[nodiscard]] Position searchedBackTo() const { return m_rows.searchedBackTo(); }

signals:
    /// The search went on, ended, or found something.
    void progressed();
    void failed(const tamma::Error& error);

private:
    void takeLive(const QList<events::StoredEvent>& live);
    void askForPage();
    void takePage(const QList<events::StoredEvent>& page);

    GuiSession& m_session;
    RecordRows m_rows;
    quint64 m_generation = 0; ///< Grows with every filter: answers to older ones are dropped.
    qint64 m_wanted = 0;
    bool m_searching = false;
    bool m_followed = true;
};

} // namespace tamma::ui
