// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/row_source.h"

#include <QHash>
#include <QList>

#include <functional>

namespace tamma::ui {

/// A RowSource over a list of values that is made anew at every change (a column of the board, the
/// inbox, the issues). It compares by key and announces only what differs, so that selection and
/// scroll place survive.
///
/// Shape    A key keeps its RowId for as long as the source lives. Keys of one list differ.
/// Threads  GUI thread only.
template <typename Row> class ListedRows final : public RowSource {
public:
    /// `key` names a row for good.
    ListedRows(std::function<QString(const Row&)> key, QObject* parent)
        : RowSource(parent)
        , m_key(std::move(key))
    {
    }

    [[nodiscard]] qint64 rowCount() const override { return m_rows.size(); }
    [[nodiscard]] RowId idAt(qint64 row) const override { return idOf(m_key(m_rows.at(row))); }
    [[nodiscard]] qint64 rowOf(RowId id) const override
    {
        return m_places.value(static_cast<quint64>(id), -1);
    }

    [[nodiscard]] const QList<Row>& rows() const { return m_rows; }
    [[nodiscard]] const Row& at(qint64 row) const { return m_rows.at(row); }
    [[nodiscard]] qint64 rowOfKey(const QString& key) const
    {
        const auto id = m_ids.constFind(key);
        return id == m_ids.constEnd() ? -1 : m_places.value(*id, -1);
    }

    /// Shows `rows` from now on. One row that comes, goes or changes is announced as that;
    /// anything more as another order.
    void setRows(QList<Row> rows)
    {
        const QList<Row> old = std::exchange(m_rows, std::move(rows));
        index();
        const qint64 same = commonStart(old);
        const qint64 tail = commonEnd(old, same);
        const qint64 gone = old.size() - same - tail;
        const qint64 come = m_rows.size() - same - tail;
        if (gone > 0 && come > 0) {
            emit replaced();
        } else if (gone > 0) {
            emit removed(same, gone);
        } else if (come > 0) {
            emit inserted(same, come);
        }
        const bool shifted = gone > 0 && come > 0;
        for (qint64 row = 0; !shifted && row < m_rows.size(); ++row) {
            const bool isNew = row >= same && row < same + come;
            const qint64 before = row < same ? row : row - come + gone;
            if (!isNew && !(old.at(before) == m_rows.at(row))) {
                emit changed(row, 1);
            }
        }
    }

private:
    [[nodiscard]] RowId idOf(const QString& key) const
    {
        const auto known = m_ids.constFind(key);
        if (known != m_ids.constEnd()) {
            return RowId(*known);
        }
        const auto id = static_cast<quint64>(m_ids.size());
        m_ids.insert(key, id);
        return RowId(id);
    }

    void index()
    {
        m_places.clear();
        for (qsizetype row = 0; row < m_rows.size(); ++row) {
            m_places.insert(static_cast<quint64>(idOf(m_key(m_rows.at(row)))), row);
        }
    }

    [[nodiscard]] qint64 commonStart(const QList<Row>& old) const
    {
        qint64 same = 0;
        while (same < std::min(old.size(), m_rows.size())
               && m_key(old.at(same)) == m_key(m_rows.at(same))) {
            ++same;
        }
        return same;
    }

    [[nodiscard]] qint64 commonEnd(const QList<Row>& old, qint64 start) const
    {
        qint64 same = 0;
        while (same < std::min(old.size(), m_rows.size()) - start
               && m_key(old.at(old.size() - 1 - same))
                   == m_key(m_rows.at(m_rows.size() - 1 - same))) {
            ++same;
        }
        return same;
    }

    std::function<QString(const Row&)> m_key;
    QList<Row> m_rows;
    mutable QHash<QString, quint64> m_ids; // Numbers are given when a key is first seen.
    QHash<quint64, qint64> m_places;
};

} // namespace tamma::ui
