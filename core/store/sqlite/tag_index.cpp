// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/tag_index.h"

#include <algorithm>
#include <ranges>

namespace tamma::store::sqlite {

using events::EventQuery;
using events::QueryItem;

namespace {

constexpr qint64 REBUILD_PAGE = 65'536;

} // namespace

TagIndex::TagIndex(Connection& connection)
    : m_connection(connection)
    , m_events(connection)
    , m_dictionary(connection)
{
}

void TagIndex::forget()
{
    m_dictionary.forget();
    m_waiting.clear();
    m_indexed = 0;
}

Result<> TagIndex::refresh()
{
    TRY(m_events.refresh());
    TRY_ASSIGN(m_indexed, m_connection.number("SELECT value FROM meta WHERE key = 'indexed'"));
    std::erase_if(m_waiting, [this](const Waiting& one) { return one.position <= m_indexed; });
    const qint64 known = m_waiting.empty() ? m_indexed : m_waiting.back().position;
    return readWaiting(known, std::numeric_limits<qint64>::max());
}

Result<> TagIndex::readWaiting(qint64 after, qint64 upTo)
{
    TRY_ASSIGN(const auto pieces, m_events.pieces({after}, {upTo}));
    for (const EventTable::Piece& piece : pieces) {
        Rows rows
            = piece.connection->query("SELECT position, type, tags FROM event "
                                      "WHERE position > ? AND position <= ? ORDER BY position",
                                      piece.after.value, piece.upTo.value);
        for (auto found = rows.next();; found = rows.next()) {
            TRY(found);
            if (!*found) {
                break;
            }
            m_waiting.push_back({rows.integer(0), {rows.integer(1), wordsFrom(rows.bytes(2))}});
        }
    }
    return {};
}

void TagIndex::add(Position position, EventWords words)
{
    m_waiting.push_back({position.value, std::move(words)});
}

Result<> TagIndex::fold(size_t enough)
{
    return m_waiting.size() < enough ? Result<>() : writePostings();
}

Result<> TagIndex::writePostings()
{
    postings::Additions additions;
    for (const Waiting& one : m_waiting) {
        additions[one.words.type].push_back(one.position);
        for (const qint64 tag : one.words.tags) {
            additions[tag].push_back(one.position);
        }
    }
    TRY(postings::add(m_connection, additions));
    m_indexed = m_waiting.back().position;
    m_waiting.clear();
    return m_connection.execute("UPDATE meta SET value = ? WHERE key = 'indexed'", m_indexed);
}

Result<> TagIndex::rebuild()
{
    TRY(m_events.refresh());
    TRY_ASSIGN(const qint64 end,
               m_connection.number("SELECT value FROM meta WHERE key = 'indexed'"));
    TRY(m_connection.execute("DELETE FROM posting"));
    TRY(m_connection.execute("UPDATE tag SET events = 0"));
    for (qint64 done = 0; done < end; done += REBUILD_PAGE) {
        m_waiting.clear();
        TRY(readWaiting(done, std::min(done + REBUILD_PAGE, end)));
        if (!m_waiting.empty()) {
            TRY(writePostings());
        }
    }
    forget();
    return {};
}

std::unique_ptr<PostingCursor> TagIndex::cursorOf(qint64 word, Direction direction) const
{
    WordPostings postings{word, m_indexed, {}};
    for (const Waiting& one : m_waiting) {
        if (one.words.type == word || std::ranges::contains(one.words.tags, word)) {
            postings.tail.push_back(one.position);
        }
    }
    return wordCursor(m_connection, std::move(postings), direction);
}

Result<> TagIndex::sortByRarity(std::vector<qint64>& words) const
{
    if (words.size() < 2) {
        return {};
    }
    std::vector<std::pair<qint64, qint64>> counted;
    for (const qint64 word : words) {
        TRY_ASSIGN(const qint64 events,
                   m_connection.number("SELECT events FROM tag WHERE id = ?", word));
        counted.emplace_back(events, word);
    }
    std::ranges::sort(counted);
    std::ranges::copy(counted | std::views::values, words.begin());
    return {};
}

// A word that the record never saw makes an item that nothing can match.
Result<std::unique_ptr<PostingCursor>> TagIndex::cursorOf(const QueryItem& item,
                                                          Direction direction)
{
    std::vector<qint64> tags;
    for (const auto& tag : item.tags.pairs()) {
        TRY_ASSIGN(const qint64 number, m_dictionary.find(tag));
        if (number == 0) {
            return nullptr;
        }
        tags.push_back(number);
    }
    std::vector<std::unique_ptr<PostingCursor>> types;
    for (const QString& type : item.types) {
        TRY_ASSIGN(const qint64 number, m_dictionary.find({QString(), type}));
        if (number != 0) {
            types.push_back(cursorOf(number, direction));
        }
    }
    if (types.empty() && !item.types.isEmpty()) {
        return nullptr;
    }
    TRY(sortByRarity(tags));
    std::vector<std::unique_ptr<PostingCursor>> parts;
    parts.reserve(tags.size() + 1);
    for (const qint64 tag : tags) {
        parts.push_back(cursorOf(tag, direction));
    }
    if (!types.empty()) {
        parts.push_back(anyOf(std::move(types), direction));
    }
    return allOf(std::move(parts));
}

Result<std::unique_ptr<PostingCursor>> TagIndex::cursor(const EventQuery& query)
{
    const Direction direction = query.backwards ? Direction::Backwards : Direction::Forwards;
    std::vector<std::unique_ptr<PostingCursor>> items;
    for (const QueryItem& item : query.items) {
        TRY_ASSIGN(auto one, cursorOf(item, direction));
        if (one) {
            items.push_back(std::move(one));
        }
    }
    return items.empty() ? nullptr : anyOf(std::move(items), direction);
}

} // namespace tamma::store::sqlite
