// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/client/fault.h"
#include "core/store/postgres/client/location.h"
#include "core/store/postgres/client/values.h"
#include "core/store/postgres/client/waker.h"

#include <chrono>
#include <memory>
#include <span>

struct pg_conn;

namespace tamma::store::postgres {

/// How connections are made.
struct ConnectionSetup {
    Location location;
    std::chrono::milliseconds connectTimeout{5000};
    std::chrono::milliseconds replyTimeout{10'000}; ///< Then the server counts as gone.
    const Waker* interrupt = nullptr; ///< Once woken, every wait ends with CANCELLED.
};

/// One statement with its values.
struct Statement {
    QByteArray sql;
    Parameters parameters = {};
};

/// One connection by libpq, without threads of its own and without blocking calls: every wait has
/// an end.
///
/// Shape    Statements have no names and nothing is kept in the session, so that a pooler in
///          transaction mode may stand between.
/// Errors   As errorFrom() tells them apart. After a failure see isUsable().
/// Threads  One at a time, any.
class Connection {
public:
    /// Fails as errorFrom() says; needs PostgreSQL 17 or newer.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const ConnectionSetup& setup);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Runs one statement, in a transaction of its own unless one was begun.
    [[nodiscard]] Result<Answer> run(const QByteArray& sql, const Parameters& parameters = {});

    /// Runs statements with one round trip, and gives their answers. When one fails, the ones after
    /// it are not run, and a transaction that they began is rolled back.
    [[nodiscard]] Result<QList<Answer>> runTogether(const QList<Statement>& statements);

    /// Runs several statements that have no values and whose answers nobody needs.
    [[nodiscard]] Result<> runScript(const QByteArray& sql);

    /// Does `work` between BEGIN and COMMIT, and rolls back when it fails.
    [[nodiscard]] Result<> inTransaction(const std::function<Result<>()>& work);

    /// Changes how long an answer may take, for work that is known to be long.
    void setReplyTimeout(std::chrono::milliseconds timeout) { m_setup.replyTimeout = timeout; }

    /// Whether it can be used again: it is open, and in no transaction.
    [[nodiscard]] bool isUsable() const;

    /// Waits for a notification, until `waker` is woken or the time is over; returns what came.
    [[nodiscard]] Result<QByteArrayList> notifications(const Waker& waker,
                                                       std::chrono::milliseconds timeout);

    /// The process of the server that answers, as it was told at the beginning; a pooler tells
    /// something else.
    [[nodiscard]] qint64 backend() const;

    [[nodiscard]] const QString& shown() const { return m_setup.location.shown(); }
    [[nodiscard]] const Location& location() const { return m_setup.location; }

private:
    using Deadline = std::chrono::steady_clock::time_point;

    explicit Connection(const ConnectionSetup& setup);

    [[nodiscard]] Result<> connect(bool withLimits);
    [[nodiscard]] Result<> send(const Statement& statement);
    [[nodiscard]] Result<> flush(Deadline deadline);
    [[nodiscard]] Result<Answer> finishOne();
    [[nodiscard]] Result<struct pg_result*> next(Deadline deadline);
    [[nodiscard]] Result<> collect(qsizetype count, QList<Answer>& answers);
    [[nodiscard]] Result<> waitFor(short events, Deadline deadline);
    [[nodiscard]] Error faultOf(const struct pg_result* result) const;
    [[nodiscard]] Error broken(const QString& why);
    [[nodiscard]] Deadline replyDeadline() const;
    void abandon();

    ConnectionSetup m_setup;
    pg_conn* m_handle = nullptr;
    bool m_isBroken = false;
};

} // namespace tamma::store::postgres
