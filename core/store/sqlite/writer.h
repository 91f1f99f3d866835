// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/record.h"
#include "core/store/sqlite/event_rows.h"

#include <functional>
#include <span>

namespace tamma::store::sqlite {

/// One append on its way to the disk. The hashes are made by the caller, beside the writing of
/// others.
struct AppendRequest {
    AppendRequest(QList<EventRow> events, events::AppendGuard condition);

    QList<EventRow> rows;
    QByteArrayList contentHashes;
    events::AppendGuard guard;
    Result<events::AppendReceipt> answer;
};

/// What may be changed about a writer from outside.
struct WriterSetup {
    std::shared_ptr<const Clock> clock; ///< Gives the recorded times.
    size_t indexAfter; ///< How many events wait for the index at most.
    std::function<void()> committed; ///< Called after every commit, before anybody is answered.
};

/// Stores groups of appends with the one connection that writes.
///
/// Shape    A request is judged and stored in the order of the group; a refused one leaves the
///          others alone. Recorded times never go back, whatever the clock does.
/// Threads  One at a time.
class Writer {
public:
    Writer(std::unique_ptr<Connection> connection, WriterSetup setup);

    /// Stores a group in one transaction and sets every answer, once it is durable.
    void write(std::span<AppendRequest*> group);

    /// As Record::restore().
    [[nodiscard]] Result<> restore(const RowFeed& feed);

    /// Makes the index of tags again from the rows.
    [[nodiscard]] Result<> rebuildIndex();

    /// Moves the oldest events up to `upTo` into one more segment, and returns how many; 0 when
    /// there is nothing left to move.
    [[nodiscard]] Result<qint64> archive(Position upTo);

    /// Gives space that is not used any more back to the disk.
    [[nodiscard]] Result<> shrink();

private:
    [[nodiscard]] Result<> inTransaction(const std::function<Result<>()>& work);
    [[nodiscard]] Result<> readEnd();
    [[nodiscard]] Result<> store(AppendRequest& request);
    [[nodiscard]] Result<> insert(AppendRequest& request);
    [[nodiscard]] Result<> restoreOne(const StoredRow& stored, qint64 number);
    [[nodiscard]] Result<std::optional<Error>> brokenClause(const events::AppendGuard& guard);
    [[nodiscard]] Result<Position> firstMatch(const events::GuardClause& clause);
    [[nodiscard]] Result<EventWords> wordsOf(const EventRow& row);

    WriterSetup m_setup;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<TagIndex> m_index;
    EventPlace m_last; // As of the running transaction.
    qint64 m_seenVersion = -1; // Of the file; another process makes it differ.
};

} // namespace tamma::store::sqlite
