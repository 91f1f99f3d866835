// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/client/connection.h"

#include <QRegularExpression>

#include <libpq-fe.h>

#include <array>

#include <poll.h>

namespace tamma::store::postgres {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr int OLDEST_SERVER = 170'000;
constexpr int BINARY = 1;
constexpr auto TIME_TO_CANCEL = 500ms;

// What the server ends by itself when this host is gone or hangs. A reader that holds a transaction
// would stop the vacuum, a writer would hold up the tails.
constexpr auto LIMITS = " -c statement_timeout=60s -c transaction_timeout=120s"
                        " -c idle_in_transaction_session_timeout=10s"
                        " -c default_transaction_isolation=read\\ committed";

int millisecondsUntil(SteadyClock::time_point deadline)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now());
    return static_cast<int>(std::max<qint64>(0, left.count()));
}

// With all details libpq writes "FATAL:  28P01: password authentication failed"; the code is not
// to be had in another way before a connection is made.
Complaint complaintOf(const PGconn* connection)
{
    static const QRegularExpression coded(
        QStringLiteral("(?:FATAL|ERROR|PANIC|[^\\s:]+):  ([0-9A-Z]{5}): ([^\\n]*)"));
    const QString message = QString::fromUtf8(PQerrorMessage(connection)).trimmed();
    const auto match = coded.match(message);
    return match.hasMatch() ? Complaint{match.captured(1).toLatin1(), match.captured(2)}
                            : Complaint{{}, message.section(QLatin1Char('\n'), 0, 0)};
}

bool refusesLimits(const Error& error)
{
    // A pooler that passes no options on, or a server that does not know one of them.
    return hasState(error, "08P01") || hasState(error, "42704") || hasState(error, "22023");
}

PGconn* start(const Location& location, bool withLimits)
{
    QList<std::pair<QByteArray, QByteArray>> all{
        {"application_name", "tamma"}, {"connect_timeout", "10"}, {"keepalives_idle", "30"},
        {"keepalives_interval", "10"}, {"keepalives_count", "3"}, {"tcp_user_timeout", "30000"}};
    for (const auto& given : location.parameters()) {
        if (given.first != "options") {
            all.append(given);
        }
    }
    all.emplaceBack("client_encoding", "UTF8");
    all.emplaceBack("options", location.value("options") + (withLimits ? LIMITS : ""));
    std::vector<const char*> keywords;
    std::vector<const char*> values;
    for (const auto& [keyword, value] : std::as_const(all)) {
        keywords.push_back(keyword.constData());
        values.push_back(value.constData());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    return PQconnectStartParams(keywords.data(), values.data(), 0);
}

} // namespace

Connection::Connection(const ConnectionSetup& setup)
    : m_setup(setup)
{
}

Connection::~Connection()
{
    PQfinish(m_handle);
}

Result<std::unique_ptr<Connection>> Connection::open(const ConnectionSetup& setup)
{
    std::unique_ptr<Connection> self(new Connection(setup));
    auto connected = self->connect(true);
    if (!connected && refusesLimits(connected.error())) {
        PQfinish(std::exchange(self->m_handle, nullptr));
        self->m_isBroken = false;
        connected = self->connect(false);
    }
    TRY(connected);
    if (PQserverVersion(self->m_handle) < OLDEST_SERVER) {
        return std::unexpected(errorFrom({"08P01",
                                          QStringLiteral("the server is PostgreSQL %1")
                                              .arg(PQserverVersion(self->m_handle) / 10'000)},
                                         self->shown()));
    }
    return self;
}

Result<> Connection::connect(bool withLimits)
{
    m_handle = start(m_setup.location, withLimits);
    if (!m_handle || PQstatus(m_handle) == CONNECTION_BAD) {
        m_isBroken = true;
        return std::unexpected(errorFrom(m_handle ? complaintOf(m_handle) : Complaint(), shown()));
    }
    PQsetErrorVerbosity(m_handle, PQERRORS_VERBOSE);
    PQsetNoticeProcessor(m_handle, [](void*, const char*) { }, nullptr);
    const Deadline deadline = SteadyClock::now() + m_setup.connectTimeout;
    while (true) {
        const auto state = PQconnectPoll(m_handle);
        if (state == PGRES_POLLING_OK) {
            PQsetnonblocking(m_handle, 1);
            return {};
        }
        if (state == PGRES_POLLING_FAILED) {
            m_isBroken = true;
            return std::unexpected(errorFrom(complaintOf(m_handle), shown()));
        }
        TRY(waitFor(state == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline));
    }
}

// Fails when the time is over, and when somebody wants the thread for something else.
Result<> Connection::waitFor(short events, Deadline deadline)
{
    std::array<pollfd, 2> watched{
        pollfd{PQsocket(m_handle), events, 0},
        pollfd{m_setup.interrupt ? m_setup.interrupt->descriptor() : -1, POLLIN, 0}};
    const int ready = ::poll(watched.data(), watched.size(), millisecondsUntil(deadline));
    if (watched[1].revents != 0) {
        abandon();
        return failure(errors::CANCELLED);
    }
    if (ready == 0) {
        abandon();
        return std::unexpected(broken(QStringLiteral("the server did not answer in time")));
    }
    return {};
}

Error Connection::broken(const QString& why)
{
    m_isBroken = true;
    return lostConnection(shown(), why);
}

// Asks the server to end what it does for us, and waits a moment only: it may hang.
void Connection::abandon()
{
    m_isBroken = true;
    const std::unique_ptr<PGcancelConn, decltype(&PQcancelFinish)> cancel(PQcancelCreate(m_handle),
                                                                          &PQcancelFinish);
    const Deadline deadline = SteadyClock::now() + TIME_TO_CANCEL;
    if (PQtransactionStatus(m_handle) != PQTRANS_ACTIVE || !PQcancelStart(cancel.get())) {
        return;
    }
    while (true) {
        const auto state = PQcancelPoll(cancel.get());
        pollfd watched{PQcancelSocket(cancel.get()),
                       static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        if (state == PGRES_POLLING_OK || state == PGRES_POLLING_FAILED
            || ::poll(&watched, 1, millisecondsUntil(deadline)) <= 0) {
            return;
        }
    }
}

Connection::Deadline Connection::replyDeadline() const
{
    return SteadyClock::now() + m_setup.replyTimeout;
}

Result<> Connection::flush(Deadline deadline)
{
    while (true) {
        const int left = PQflush(m_handle);
        if (left < 0) {
            return std::unexpected(broken(complaintOf(m_handle).message));
        }
        if (left == 0) {
            return {};
        }
        TRY(waitFor(POLLIN | POLLOUT, deadline));
        if (!PQconsumeInput(m_handle)) {
            return std::unexpected(broken(complaintOf(m_handle).message));
        }
    }
}

Result<> Connection::send(const Statement& statement)
{
    const Parameters& given = statement.parameters;
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const QByteArray& value : given.values()) {
        values.push_back(value.constData());
        lengths.push_back(static_cast<int>(value.size()));
    }
    const std::vector<int> formats(values.size(), BINARY);
    if (m_isBroken
        || !PQsendQueryParams(m_handle, statement.sql.constData(), given.count(),
                              given.types().data(), values.data(), lengths.data(), formats.data(),
                              BINARY)) {
        return std::unexpected(broken(complaintOf(m_handle).message));
    }
    return {};
}

// The next result, or null at the end of a statement.
Result<PGresult*> Connection::next(Deadline deadline)
{
    while (PQisBusy(m_handle)) {
        TRY(waitFor(POLLIN, deadline));
        if (!PQconsumeInput(m_handle)) {
            return std::unexpected(broken(complaintOf(m_handle).message));
        }
    }
    return PQgetResult(m_handle);
}

Error Connection::faultOf(const PGresult* result) const
{
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return errorFrom({state, message ? QString::fromUtf8(message) : complaintOf(m_handle).message},
                     shown());
}

// Takes all results of what was sent; keeps the last one.
Result<Answer> Connection::finishOne()
{
    const Deadline deadline = replyDeadline();
    TRY(flush(deadline));
    Answer answer;
    std::optional<Error> fault;
    while (true) {
        TRY_ASSIGN(PGresult* const result, next(deadline));
        if (!result) {
            break;
        }
        answer = Answer(result);
        const auto status = PQresultStatus(result);
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            fault = faultOf(result);
        }
    }
    if (PQstatus(m_handle) != CONNECTION_OK) {
        m_isBroken = true;
    }
    return fault ? Result<Answer>(std::unexpected(*fault)) : answer;
}

Result<Answer> Connection::run(const QByteArray& sql, const Parameters& parameters)
{
    TRY(send({sql, parameters}));
    return finishOne();
}

Result<> Connection::runScript(const QByteArray& sql)
{
    if (m_isBroken || !PQsendQuery(m_handle, sql.constData())) {
        return std::unexpected(broken(complaintOf(m_handle).message));
    }
    return finishOne().transform([](const Answer&) { });
}

Result<QList<Answer>> Connection::runTogether(const QList<Statement>& statements)
{
    if (m_isBroken || !PQenterPipelineMode(m_handle)) {
        return std::unexpected(broken(complaintOf(m_handle).message));
    }
    for (const Statement& statement : statements) {
        TRY(send(statement));
    }
    PQpipelineSync(m_handle);
    QList<Answer> answers;
    const auto collected = collect(statements.size(), answers);
    if (m_isBroken || !PQexitPipelineMode(m_handle)) {
        m_isBroken = true;
    } else if (!collected && PQtransactionStatus(m_handle) != PQTRANS_IDLE) {
        static_cast<void>(run("ROLLBACK")); // A connection that cannot even do that is not used.
    }
    TRY(collected);
    return answers;
}

Result<> Connection::collect(qsizetype count, QList<Answer>& answers)
{
    const Deadline deadline = replyDeadline();
    TRY(flush(deadline));
    std::optional<Error> fault;
    while (true) {
        TRY_ASSIGN(PGresult* const result, next(deadline));
        if (!result) { // The end of a statement, or of everything.
            if (PQstatus(m_handle) != CONNECTION_OK) {
                return std::unexpected(fault ? *fault : broken(complaintOf(m_handle).message));
            }
            continue;
        }
        const Answer answer(result);
        const auto status = PQresultStatus(result);
        if (status == PGRES_PIPELINE_SYNC) {
            break;
        }
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
            answers.append(answer);
        } else if (status != PGRES_PIPELINE_ABORTED && !fault) {
            fault = faultOf(result);
        }
    }
    if (fault) {
        return std::unexpected(*fault);
    }
    return answers.size() == count ? Result<>() : std::unexpected(broken(QStringLiteral("lost")));
}

Result<> Connection::inTransaction(const std::function<Result<>()>& work)
{
    TRY(run("BEGIN ISOLATION LEVEL READ COMMITTED"));
    Result<> done = work();
    if (done) {
        done = run("COMMIT").transform([](const Answer&) { });
    }
    if (!done && !m_isBroken) {
        static_cast<void>(run("ROLLBACK")); // The first failure says more.
    }
    return done;
}

bool Connection::isUsable() const
{
    return !m_isBroken && PQstatus(m_handle) == CONNECTION_OK
        && PQtransactionStatus(m_handle) == PQTRANS_IDLE;
}

qint64 Connection::backend() const
{
    return PQbackendPID(m_handle);
}

Result<QByteArrayList> Connection::notifications(const Waker& waker,
                                                 std::chrono::milliseconds timeout)
{
    QByteArrayList payloads;
    const auto take = [&] {
        while (PGnotify* const one = PQnotifies(m_handle)) {
            payloads.append(one->extra);
            PQfreemem(one);
        }
    };
    take(); // They may have come with an answer.
    if (payloads.isEmpty()) {
        std::array<pollfd, 3> watched{
            pollfd{PQsocket(m_handle), POLLIN, 0}, pollfd{waker.descriptor(), POLLIN, 0},
            pollfd{m_setup.interrupt ? m_setup.interrupt->descriptor() : -1, POLLIN, 0}};
        ::poll(watched.data(), watched.size(), static_cast<int>(timeout.count()));
        if (watched[0].revents != 0 && !PQconsumeInput(m_handle)) {
            return std::unexpected(broken(complaintOf(m_handle).message));
        }
        take();
    }
    return payloads;
}

} // namespace tamma::store::postgres
