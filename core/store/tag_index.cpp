// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/tag_index.h"

#include <algorithm>

namespace tamma::store {

using events::EventQuery;
using events::QueryItem;
using events::Tags;

namespace {

constexpr qsizetype MAX_CACHED_WORDS = 16'384;

// A key holds no colon and is never empty, so both spellings are exact and cannot be mixed up.
QString word(const std::pair<QString, QString>& tag)
{
    return tag.first + QLatin1Char(':') + tag.second;
}
QString word(const QString& type)
{
    return QLatin1Char(':') + type;
}

QString placeholders(qsizetype count, const QString& each)
{
    return QStringList(count, each).join(QLatin1Char(','));
}

} // namespace

/// One branch of a filter: events that carry all of `all` and, unless it is empty, one of `one`.
struct TagIndex::Arm {
    QList<qint64> all; // Never empty.
    QList<qint64> one;
};

TagIndex::TagIndex(Connection& connection)
    : m_connection(connection)
{
}

QStringList TagIndex::schema()
{
    return {QStringLiteral("CREATE TABLE tag(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)"
                           " STRICT"),
            QStringLiteral("CREATE TABLE event_tag(tag_id INTEGER NOT NULL, position INTEGER NOT "
                           "NULL, PRIMARY KEY(tag_id, position)) STRICT, WITHOUT ROWID")};
}

Result<> TagIndex::add(Position position, const QString& type, const Tags& tags)
{
    QVariantList values;
    TRY_ASSIGN(const qint64 typeId, findOrAdd(word(type)));
    values << typeId << position.value;
    for (const auto& tag : tags.pairs()) {
        TRY_ASSIGN(const qint64 id, findOrAdd(word(tag)));
        values << id << position.value;
    }
    return m_connection.execute(QStringLiteral("INSERT INTO event_tag(tag_id, position) VALUES ")
                                    + placeholders(values.size() / 2, QStringLiteral("(?,?)")),
                                values);
}

Result<qint64> TagIndex::find(const QString& word)
{
    if (const qint64 known = m_ids.value(word)) {
        return known;
    }
    TRY_ASSIGN(const qint64 id,
               m_connection.number(QStringLiteral("SELECT id FROM tag WHERE word = ?"), {word}));
    if (id != 0) {
        if (m_ids.size() >= MAX_CACHED_WORDS) {
            m_ids.clear();
        }
        m_ids.insert(word, id);
    }
    return id;
}

Result<qint64> TagIndex::findOrAdd(const QString& word)
{
    TRY_ASSIGN(qint64 id, find(word));
    if (id == 0) {
        TRY(m_connection.execute(QStringLiteral("INSERT INTO tag(word) VALUES (?)"), {word}));
        TRY_ASSIGN(id, find(word));
    }
    return id;
}

// Unknown words make an arm that nothing can match: it is left out.
Result<QList<TagIndex::Arm>> TagIndex::arms(const QueryItem& item)
{
    QList<qint64> all;
    for (const auto& tag : item.tags.pairs()) {
        TRY_ASSIGN(const qint64 id, find(word(tag)));
        all.append(id);
    }
    QList<qint64> types;
    for (const QString& type : item.types) {
        TRY_ASSIGN(const qint64 id, find(word(type)));
        if (id != 0 && !types.contains(id)) {
            types.append(id);
        }
    }
    if (all.contains(0) || (types.isEmpty() && !item.types.isEmpty())) {
        return QList<Arm>();
    }
    if (!all.isEmpty()) {
        // The youngest word leads: an issue's or a loop's id is rarer than what every event says.
        std::ranges::sort(all, std::ranges::greater());
        return QList<Arm>{{all, types}};
    }
    QList<Arm> perType;
    for (const qint64 type : types) {
        perType.append(Arm{{type}, {}});
    }
    return perType;
}

Result<PositionFilter> TagIndex::filter(const EventQuery& query)
{
    QList<Arm> all;
    for (const QueryItem& item : query.items) {
        TRY_ASSIGN(const QList<Arm> some, arms(item));
        all.append(some);
    }
    QStringList selects;
    QVariantList values;
    for (const Arm& arm : all) {
        // Each arm gives its share in order, so that a page of a common tag reads only a page.
        QString sql = QStringLiteral("SELECT a.position FROM event_tag a WHERE a.tag_id = ? AND "
                                     "a.position > ? AND a.position <= ?");
        values << arm.all.first() << query.after.value << query.upTo.value;
        for (const qint64 id : arm.all.sliced(1)) {
            sql += QStringLiteral(" AND EXISTS (SELECT 1 FROM event_tag b WHERE b.tag_id = ? AND "
                                  "b.position = a.position)");
            values << id;
        }
        if (!arm.one.isEmpty()) {
            sql += QStringLiteral(" AND EXISTS (SELECT 1 FROM event_tag t WHERE t.tag_id IN (%1) "
                                  "AND t.position = a.position)")
                       .arg(placeholders(arm.one.size(), QStringLiteral("?")));
            std::ranges::copy(arm.one, std::back_inserter(values));
        }
        sql += query.backwards ? QStringLiteral(" ORDER BY a.position DESC LIMIT ?")
                               : QStringLiteral(" ORDER BY a.position LIMIT ?");
        values << query.limit;
        selects.append(QStringLiteral("SELECT position FROM (%1)").arg(sql));
    }
    return PositionFilter{selects.isEmpty(), selects.join(QStringLiteral(" UNION ")), values};
}

} // namespace tamma::store
