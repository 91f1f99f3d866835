// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>

namespace tamma::readmodels {

/// Rows that are found by their ids, in the order in which the ids first came.
template <typename Row, typename Id> struct RowTable {
    QList<Row> rows;
    QHash<Id, qsizetype> places;

    void put(const Id& id, const Row& row)
    {
        const auto known = places.constFind(id);
        if (known != places.constEnd()) {
            rows[*known] = row;
            return;
        }
        places.insert(id, rows.size());
        rows.append(row);
    }
    [[nodiscard]] const Row* find(const Id& id) const
    {
        const auto known = places.constFind(id);
        return known == places.constEnd() ? nullptr : &rows.at(*known);
    }
};

} // namespace tamma::readmodels
