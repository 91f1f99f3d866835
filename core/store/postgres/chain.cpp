// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/chain.h"

#include "core/base/json.h"
#include "core/base/log.h"
#include "core/events/codec.h"
#include "core/store/hash_chain.h"
#include "core/store/postgres/event_reader.h"
#include "core/store/postgres/lock_keys.h"

#include <condition_variable>

namespace tamma::store::postgres {

using namespace std::chrono_literals;

namespace {

constexpr int SEALED_AT_ONCE = 500;
constexpr int ROWS_AT_ONCE = 1000;
constexpr auto SEAL_EVERY = 1s;

/// How one piece of sealing went.
enum class Piece { More, Last, OtherHost };

Result<Piece> sealPiece(Connection& connection, Position upTo)
{
    TRY_ASSIGN(const Answer mine,
               connection.run("SELECT pg_try_advisory_xact_lock($1)",
                              Parameters().integer(lock_keys::SEALING)));
    if (mine.integer(0, 0) == 0) {
        return Piece::OtherHost;
    }
    TRY_ASSIGN(const Answer end,
               connection.run("SELECT position, hash FROM chain ORDER BY position DESC LIMIT 1"));
    const bool isEmpty = end.rows() == 0;
    const Position after{isEmpty ? 0 : end.integer(0, 0)};
    QByteArray hash = isEmpty ? hash_chain::beginning() : end.bytes(0, 1).toByteArray();
    const Statement next
        = EventReader::statementFor({.after = after, .limit = SEALED_AT_ONCE, .upTo = upTo});
    TRY_ASSIGN(const Answer rows, connection.run(next.sql, next.parameters));
    QList<qint64> positions;
    QByteArrayList hashes;
    for (int row = 0; row < rows.rows(); ++row) {
        TRY_ASSIGN(const StoredRow stored, hashedRow(rows, row));
        hash = hash_chain::next(hash, stored.place.position, stored.place.recorded,
                                hash_chain::contentHash(stored.row));
        positions.append(stored.place.position.value);
        hashes.append(hash);
    }
    if (!positions.isEmpty()) {
        TRY(connection.run("INSERT INTO chain(position, hash) SELECT * FROM unnest($1, $2)",
                           Parameters().integers(positions).manyBytes(hashes)));
    }
    return positions.size() < SEALED_AT_ONCE ? Piece::Last : Piece::More;
}

/// Whether the columns that queries use say the same as the event.
QString faultOfColumns(const Answer& rows, int row, const EventRow& event)
{
    EventColumns expected;
    expected.add(event);
    const auto sameJson = [&](int column, const QByteArray& wanted) {
        const auto found = json::parseObject(rows.document(row, column));
        const auto right = json::parseObject(wanted);
        return found && right && *found == *right;
    };
    if (arrayLiteral(rows.texts(row, 6)) != expected.keySets.first()
        || rows.bytes(row, 1) != expected.ids.first()
        || rows.bytes(row, 2) != expected.types.first() || !sameJson(10, expected.tagMaps.first())
        || !sameJson(7, expected.metadatas.first()) || !sameJson(8, expected.datas.first())) {
        return QStringLiteral("its columns do not agree with each other");
    }
    return {};
}

Result<ChainedRow> chainedRow(const Answer& rows, int row)
{
    ChainedRow chained;
    if (rows.isNull(row, 0)) {
        chained.isThere = false;
        chained.stored.place.position = {rows.integer(row, 12)};
        return chained;
    }
    TRY_ASSIGN(chained.stored, hashedRow(rows, row));
    chained.stored.place.hash = rows.bytes(row, 11).toByteArray();
    chained.fault = faultOfColumns(rows, row, chained.stored.row);
    return chained;
}

} // namespace

Result<bool> seal(Connection& connection, Position upTo, const std::stop_token& stop)
{
    Piece piece = Piece::More;
    while (piece == Piece::More && !stop.stop_requested()) {
        const auto sealed = connection.inTransaction([&] {
            return sealPiece(connection, upTo).transform([&](Piece done) { piece = done; });
        });
        TRY(sealed);
    }
    return piece != Piece::OtherHost;
}

Result<> sealAll(Connection& connection, Position upTo, const std::stop_token& stop)
{
    while (true) {
        TRY_ASSIGN(const bool done, seal(connection, upTo, stop));
        if (stop.stop_requested()) {
            return failure(errors::CANCELLED);
        }
        if (done) {
            return {};
        }
        // The other host ends its piece, and gives the lock back with its transaction.
        TRY(connection.run("SELECT pg_advisory_xact_lock_shared($1)",
                           Parameters().integer(lock_keys::SEALING)));
    }
}

// Events never change, so that pages of them are as good as one snapshot.
Result<> eachChained(Connection& connection, Position upTo,
                     const std::function<Result<>(const ChainedRow&)>& sink,
                     const std::stop_token& stop)
{
    const QByteArray sql = QByteArray("SELECT e.*, c.hash, coalesce(e.position, c.position) FROM "
                                      "(SELECT ")
        + ROW + ", tags FROM events WHERE position > $1 AND position <= $2 ORDER BY position LIMIT "
        + QByteArray::number(ROWS_AT_ONCE)
        + ") AS e FULL JOIN (SELECT position, hash FROM chain WHERE position > $1 AND "
          "position <= $2 ORDER BY position LIMIT "
        + QByteArray::number(ROWS_AT_ONCE)
        + ") AS c ON c.position = e.position ORDER BY coalesce(e.position, c.position) LIMIT "
        + QByteArray::number(ROWS_AT_ONCE);
    qint64 after = 0;
    while (true) {
        TRY_ASSIGN(const Answer rows,
                   connection.run(sql, Parameters().integer(after).integer(upTo.value)));
        for (int row = 0; row < rows.rows(); ++row) {
            TRY_ASSIGN(const ChainedRow chained, chainedRow(rows, row));
            TRY(sink(chained));
            after = chained.stored.place.position.value;
        }
        if (stop.stop_requested()) {
            return failure(errors::CANCELLED);
        }
        if (rows.rows() < ROWS_AT_ONCE) {
            return {};
        }
    }
}

void Sealer::start()
{
    if (!m_thread.joinable()) {
        m_thread = std::jthread([this](const std::stop_token& stop) { loop(stop); });
    }
}

void Sealer::loop(const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    QString lastFault;
    Position sealed;
    while (!stop.stop_requested()) {
        std::unique_lock lock(mutex);
        never.wait_for(lock, stop, SEAL_EVERY, [] { return false; });
        const Position known = m_horizon.known();
        if (stop.stop_requested() || known <= sealed) {
            continue;
        }
        const auto done = m_pool.run([&](Connection& connection) {
            return seal(connection, known, stop).transform([](bool) { });
        });
        if (done) {
            sealed = known;
        }
        const QString fault = done ? QString() : done.error().detail;
        if (!fault.isEmpty() && fault != lastFault) {
            log::warning(QStringLiteral("the chain of hashes cannot be extended"),
                         {{QStringLiteral("detail"), fault}});
        }
        lastFault = fault;
    }
}

} // namespace tamma::store::postgres
