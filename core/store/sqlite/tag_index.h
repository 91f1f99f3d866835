// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_query.h"
#include "core/store/sqlite/dictionary.h"
#include "core/store/sqlite/event_table.h"
#include "core/store/sqlite/postings.h"

namespace tamma::store::sqlite {

/// The words of one event, as its row keeps them: numbers of the dictionary.
struct EventWords {
    qint64 type = 0;
    std::vector<qint64> tags; ///< In the order of the tags.
};

/// Which events carry which tags and types. It is made from the rows and can be made again: the
/// newest events are matched in memory, and some hundreds of them go into postings at once.
///
/// Threads  That of its connection. Everything but forget() inside a transaction.
class TagIndex {
public:
    explicit TagIndex(Connection& connection);

    [[nodiscard]] Dictionary& dictionary() { return m_dictionary; }
    [[nodiscard]] EventTable& events() { return m_events; }

    /// Reads what was stored since the last time. Call it at the beginning of a transaction.
    [[nodiscard]] Result<> refresh();

    /// Adds an event that is stored in this transaction.
    void add(Position position, EventWords words);

    /// Writes postings once `enough` events are waiting.
    [[nodiscard]] Result<> fold(size_t enough);

    /// Makes all postings again, up to where they were.
    [[nodiscard]] Result<> rebuild();

    /// Forgets what was learnt in a transaction that was rolled back.
    void forget();

    /// Returns a cursor over the events that the items of a query match, or nullptr when it is
    /// clear that there are none. The query has items.
    [[nodiscard]] Result<std::unique_ptr<PostingCursor>> cursor(const events::EventQuery& query);

private:
    struct Waiting {
        qint64 position;
        EventWords words;
    };

    [[nodiscard]] Result<> readWaiting(qint64 after, qint64 upTo);
    [[nodiscard]] Result<> writePostings();
    [[nodiscard]] std::unique_ptr<PostingCursor> cursorOf(qint64 word, Direction direction) const;
    [[nodiscard]] Result<std::unique_ptr<PostingCursor>> cursorOf(const events::QueryItem& item,
                                                                  Direction direction);
    [[nodiscard]] Result<> sortByRarity(std::vector<qint64>& words) const;

    Connection& m_connection;
    EventTable m_events;
    Dictionary m_dictionary;
    qint64 m_indexed = 0; // All events up to here are in postings.
    std::vector<Waiting> m_waiting; // The others that are known, in order.
};

} // namespace tamma::store::sqlite
