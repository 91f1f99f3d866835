// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_query.h"
#include "core/store/connection.h"

#include <QHash>
#include <QStringList>

namespace tamma::store {

/// A SELECT that gives the positions of the events that a query's items match, for use inside
/// another statement: `position IN (sql)`.
struct PositionFilter {
    bool matchesNothing = false; ///< Known without asking: `sql` is empty then.
    QString sql;
    QVariantList values;
};

/// Where each tag occurs: a dictionary of all tags ever seen and one row for each occurrence. The
/// type of an event is one tag more. Nothing else knows how occurrences are kept.
///
/// Threads  That of its connection. Ask and add inside one transaction.
class TagIndex {
public:
    explicit TagIndex(Connection& connection);

    /// The statements that make its tables, for the first version of the schema.
    [[nodiscard]] static QStringList schema();

    /// Adds an event that was stored in the same transaction.
    [[nodiscard]] Result<> add(Position position, const QString& type, const events::Tags& tags);

    /// Forgets what was learnt in a transaction that was rolled back.
    void forget() { m_ids.clear(); }

    /// Returns the filter for a query that has items, with its range, limit and direction.
    [[nodiscard]] Result<PositionFilter> filter(const events::EventQuery& query);

private:
    struct Arm;

    [[nodiscard]] Result<qint64> find(const QString& word);
    [[nodiscard]] Result<qint64> findOrAdd(const QString& word);
    [[nodiscard]] Result<QList<Arm>> arms(const events::QueryItem& item);

    Connection& m_connection;
    QHash<QString, qint64> m_ids; // Dictionary entries never change, so this never goes stale.
};

} // namespace tamma::store
