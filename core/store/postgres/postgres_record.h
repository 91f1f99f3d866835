// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/client/location.h"
#include "core/store/record.h"

#include <chrono>
#include <memory>

namespace tamma::store {

namespace postgres {
class AppendQueue;
class ConnectionPool;
class EventReader;
class Horizon;
class KeyFrequencies;
class Notifier;
class Sealer;
class Tail;
struct ConnectionSetup;
} // namespace postgres

/// How a record is opened; the defaults are right for everything but tests.
///
/// Units    Milliseconds.
struct PostgresRecordOptions {
    int connections = 8; ///< At most, beside one that listens and one that notifies.
    std::chrono::milliseconds connectTimeout{5000};
    std::chrono::milliseconds replyTimeout{10'000}; ///< Then the server counts as gone.
    std::chrono::milliseconds patience{10'000}; ///< How long a call waits for the server to return.
    std::chrono::milliseconds pollInterval{500}; ///< How late events come when notifications fail.
    PasswordFor passwordFor; ///< Asked when neither URL nor environment have a password.
    bool readNewer = false; ///< Open a newer Tamma's record for reading, if it can be read.
};

/// The record in a PostgreSQL database (17 or newer) that many hosts may use at once.
///
/// Shape    Positions grow with gaps; those of a batch are adjacent. One record for each database.
/// Owns     Threads that follow the record, extend its chain of hashes and notify others, from the
///          first use on. They end with it; no call may be running then.
/// Errors   As EventStore says. STORE_UNAVAILABLE is not retryable when a person has to act (a
///          password, rights, a missing database); `detail` says what to do, and never has a
///          password. When an append fails retryably, it may have been stored all the same:
///          repeat it with the same ids.
/// Threads  Any but the GUI thread. Listeners are called in the thread that follows the record.
class PostgresRecord final : public Record {
public:
    /// Opens the record, and makes its tables when there are none.
    ///
    /// `url` is one of libpq: postgresql://user@host:5432/database?sslmode=verify-full, with
    /// `sslrootcert`, `sslcert`, `sslkey` and the others. Fails with INVALID_ARGUMENT (no such
    /// URL), RECORD_FROM_NEWER_VERSION (nothing was touched: start the newer Tamma; or see
    /// `readNewer`), STORE_UNAVAILABLE.
    [[nodiscard]] static Result<std::unique_ptr<PostgresRecord>>
    open(const QString& url, const PostgresRecordOptions& options = {});

    ~PostgresRecord() override;

    [[nodiscard]] const std::optional<Error>& readOnlyBecause() const override
    {
        return m_readOnlyBecause;
    }
    [[nodiscard]] Result<events::AppendReceipt> append(const QList<events::Event>& batch,
                                                       const events::AppendGuard& guard) override;
    [[nodiscard]] Result<QList<events::StoredEvent>>
    read(const events::EventQuery& query) const override;
    [[nodiscard]] Result<Position> head() const override;
    [[nodiscard]] Result<Position> positionAt(Timestamp moment) const override;
    [[nodiscard]] std::unique_ptr<events::Subscription> subscribe(Position after,
                                                                  Listener listener) override;

    using Record::verify;
    [[nodiscard]] Result<RecordReport>
    verify(const std::stop_token& stop, const std::function<void(qint64)>& progress) const override;
    [[nodiscard]] Result<> rebuildIndex() override;
    [[nodiscard]] Result<> eachRow(const RowSink& sink, const std::stop_token& stop) const override;
    [[nodiscard]] Result<> restore(const RowFeed& feed) override;
    [[nodiscard]] Result<RecordStatistics> statistics() const override;
    /// Fails always, and says how: a database is copied with its own tools.
    [[nodiscard]] Result<> backUp(const QString& file) const override;
    /// Fails always: a database keeps old events where they are.
    [[nodiscard]] Result<qint64> archive(Position upTo, const std::stop_token& stop) override;

private:
    PostgresRecord(const postgres::ConnectionSetup& setup, const PostgresRecordOptions& options);

    /// Returns the queue of appends, or why there is none.
    [[nodiscard]] Result<postgres::AppendQueue*> writer() const;
    void startWriting();

    std::optional<Error> m_readOnlyBecause;
    std::unique_ptr<postgres::Horizon> m_horizon;
    std::unique_ptr<postgres::KeyFrequencies> m_frequencies;
    std::unique_ptr<postgres::ConnectionPool> m_pool;
    std::unique_ptr<postgres::Notifier> m_notifier;
    std::unique_ptr<postgres::Tail> m_tail; // Outlives the writer, which wakes it.
    std::unique_ptr<postgres::Sealer> m_sealer;
    std::unique_ptr<postgres::AppendQueue> m_writer;
};

} // namespace tamma::store
