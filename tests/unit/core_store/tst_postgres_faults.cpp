// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/core_store/postgres_database.h"

#include <QFile>

#include <csignal>
#include <thread>

using namespace tamma;
using namespace tamma::store;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using events::AppendGuard;
using events::EventQuery;

namespace {

/// Callers who append numbered events, one after the other, until they are told to stop. What was
/// answered is remembered; what failed is repeated with the same ids.
class Callers {
public:
    Callers(PostgresRecord& record, int count)
    {
        for (int n = 0; n < count; ++n) {
            m_threads.emplace_back([this, &record, n](const std::stop_token& stop) {
                for (int i = 1; !stop.stop_requested(); ++i) {
                    append(record, u"%1-%2"_s.arg(n).arg(i), stop);
                }
            });
        }
    }

    [[nodiscard]] int stored() const { return m_stored; }
    [[nodiscard]] int strangeErrors() const { return m_strange; }
    /// Returns how many were answered.
    int stop()
    {
        for (auto& thread : m_threads) {
            thread.request_stop();
        }
        m_threads.clear();
        return m_stored;
    }

private:
    void append(PostgresRecord& record, const QString& number, const std::stop_token& stop)
    {
        const events::Event event = anEvent({{u"number"_s, number}});
        const auto guard = AppendGuard::never(EventQuery::tagged(u"number"_s, number));
        while (true) {
            const auto answer = record.append({event}, guard);
            if (answer) {
                ++m_stored;
                return;
            }
            m_strange
                += answer.error().retryable && answer.error().code == errors::STORE_UNAVAILABLE ? 0
                                                                                                : 1;
            if (stop.stop_requested()) {
                ++m_stored; // In doubt: one more try decides.
                m_stored -= record.append({event}, guard) ? 0 : 1;
                return;
            }
        }
    }

    std::atomic<int> m_stored = 0;
    std::atomic<int> m_strange = 0;
    std::vector<std::jthread> m_threads;
};

/// What is in the record, each number once; -1 when one is there twice.
qsizetype differentNumbers(const PostgresRecord& record)
{
    const auto all = record.read({});
    QSet<QString> numbers;
    for (const auto& stored : *all) {
        numbers.insert(stored.event.tags.value(u"number"_s));
    }
    return numbers.size() == all->size() ? numbers.size() : -1;
}

} // namespace

/// A server that goes away, comes back, hangs, or wants nobody.
class TestPostgresFaults final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!PostgresServer::isInstalled()) {
            QSKIP(PostgresServer::MISSING);
        }
    }
    void losesAndDoublesNothingWhenTheServerRestarts_data();
    void losesAndDoublesNothingWhenTheServerRestarts();
    void losesAndDoublesNothingWhenConnectionsAreKilled();
    void followsOnAfterTheServerWasGone();
    void saysThatTheServerIsGone();
    void waitsForAServerThatStarts();
    void givesUpOnAServerThatHangs();
    void givesUpOnAStuckWriter();
    void worksThroughAPooler();
};

void TestPostgresFaults::losesAndDoublesNothingWhenTheServerRestarts_data()
{
    QTest::addColumn<bool>("crash");
    QTest::newRow("in order") << false;
    QTest::newRow("as in a crash") << true;
}

void TestPostgresFaults::losesAndDoublesNothingWhenTheServerRestarts()
{
    QFETCH(bool, crash);
    const auto server = PostgresServer::start(PostgresServer::Disk::Durable);
    const auto record = openRecordAt(server->freshDatabase(), {.patience = 20s});
    Callers callers(*record, 6);
    for (int round = 1; round <= 3; ++round) {
        const int before = callers.stored();
        QTRY_VERIFY(callers.stored() > before + 50);
        server->stop(crash);
        QVERIFY(server->startAgain());
    }
    const int stored = callers.stop();
    QCOMPARE(callers.strangeErrors(), 0);
    QCOMPARE(differentNumbers(*record), stored);
    QVERIFY(record->verify()->isGood());
}

void TestPostgresFaults::losesAndDoublesNothingWhenConnectionsAreKilled()
{
    PostgresServer& server = PostgresServer::ofThisProcess();
    const auto record = openRecordAt(server.freshDatabase());
    Callers callers(*record, 6);
    for (int round = 0; round < 10; ++round) {
        const int before = callers.stored();
        QTRY_VERIFY(callers.stored() > before + 20);
        (void)server.sql(u"postgres"_s,
                         u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                         "WHERE application_name = 'tamma'"_s);
    }
    const int stored = callers.stop();
    QCOMPARE(callers.strangeErrors(), 0);
    QCOMPARE(differentNumbers(*record), stored);
}

void TestPostgresFaults::followsOnAfterTheServerWasGone()
{
    const auto server = PostgresServer::start(PostgresServer::Disk::Durable);
    const auto record = openRecordAt(server->freshDatabase());
    std::atomic<qint64> last = 0;
    std::atomic<int> wrong = 0;
    const auto subscription = record->subscribe({}, [&](const QList<events::StoredEvent>& events) {
        for (const auto& event : events) {
            wrong += event.position.value > last ? 0 : 1;
            last = event.position.value;
        }
    });
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
    QTRY_COMPARE(last.load(), 1);
    server->stop(false);
    QVERIFY(server->startAgain());
    const auto stored = record->append({anEvent()}, AppendGuard::none());
    QVERIFY(stored);
    QTRY_COMPARE(last.load(), stored->last.value);
    QCOMPARE(wrong.load(), 0);
}

void TestPostgresFaults::saysThatTheServerIsGone()
{
    const auto server = PostgresServer::start();
    const auto record = openRecordAt(server->freshDatabase(), {.patience = 200ms});
    server->stop(false);
    for (const Error& error :
         {record->append({anEvent()}, AppendGuard::none()).error(), record->read({}).error(),
          record->head().error(), record->verify().error()}) {
        QCOMPARE(error.code, errors::STORE_UNAVAILABLE);
        QVERIFY(error.retryable);
        QVERIFY2(error.detail.contains(u"the server"_s), qPrintable(error.detail));
    }
}

void TestPostgresFaults::waitsForAServerThatStarts()
{
    const auto server = PostgresServer::start();
    const QString url = server->freshDatabase();
    server->stop(false);
    std::atomic<bool> opened = false;
    std::jthread host([&] { opened = PostgresRecord::open(url, {.patience = 30s}).has_value(); });
    QVERIFY(server->startAgain());
    host.join();
    QVERIFY(opened);
}

void TestPostgresFaults::givesUpOnAServerThatHangs()
{
    const auto server = PostgresServer::start();
    const QString url = server->freshDatabase();
    const auto record = openRecordAt(
        url, {.connections = 1, .connectTimeout = 300ms, .replyTimeout = 300ms, .patience = 300ms});
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
    const pid_t backend = server
                              ->sql(u"postgres"_s,
                                    u"SELECT pid FROM pg_stat_activity WHERE application_name = "
                                    "'tamma' AND query LIKE '%tamma_append%'"_s)
                              .toInt();
    QVERIFY(backend > 0);
    ::kill(backend, SIGSTOP);
    const events::Event event = anEvent({{u"n"_s, u"1"_s}});
    const auto begin = std::chrono::steady_clock::now();
    const auto hung = record->append({event}, AppendGuard::none());
    QVERIFY(std::chrono::steady_clock::now() - begin < 5s);
    QCOMPARE(hung.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY(hung.error().retryable);
    QVERIFY2(hung.error().detail.contains(u"did not answer in time"_s),
             qPrintable(hung.error().detail));
    // What it had begun may still come; the same ids make that harmless.
    ::kill(backend, SIGCONT);
    QTRY_VERIFY(record->append({event}, AppendGuard::none()));
    QCOMPARE(record->read(EventQuery::tagged(u"n"_s, u"1"_s))->size(), 1);
}

void TestPostgresFaults::givesUpOnAStuckWriter()
{
    PostgresServer& server = PostgresServer::ofThisProcess();
    const QString url = server.freshDatabase();
    const auto record = openRecordAt(url);
    const auto stuck = connectTo(url);
    QVERIFY(stuck->run("BEGIN"));
    QVERIFY(stuck->run("SET LOCAL idle_in_transaction_session_timeout = 0"));
    QVERIFY(stuck->run("SELECT pg_advisory_xact_lock($1)",
                       postgres::Parameters().integer(0x54616d6d61000001)));
    // The server ends the wait (lock_timeout), or we do: whichever comes first.
    const auto answer = record->append({anEvent()}, AppendGuard::none());
    QCOMPARE(answer.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY(answer.error().retryable);
    QVERIFY(stuck->run("ROLLBACK"));
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
}

void TestPostgresFaults::worksThroughAPooler()
{
    if (!QFile::exists(u"/usr/sbin/pgbouncer"_s)) {
        QSKIP("pgbouncer is not installed here");
    }
    const auto server = PostgresServer::start();
    const QString folder = server->folder();
    const QString url = server->freshDatabase();
    const QString pooled = folder + u"/pooled"_s;
    const QStringList makeFolder = PostgresServer::asItsUser({u"mkdir"_s, pooled});
    QCOMPARE(QProcess::execute(makeFolder.first(), makeFolder.sliced(1)), 0);
    QFile settings(folder + u"/pgbouncer.ini"_s);
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write("[databases]\n* = user=tamma host=" + folder.toUtf8()
                   + "\n[pgbouncer]\n"
                     "pool_mode = transaction\ndefault_pool_size = 2\nlisten_addr =\n"
                     "auth_type = any\nunix_socket_dir = "
                   + pooled.toUtf8() + "\nlisten_port = 6432\n");
    settings.setPermissions(QFile::ReadOther | QFile::ReadOwner);
    settings.close();
    QProcess pooler;
    const QStringList command
        = PostgresServer::asItsUser({u"/usr/sbin/pgbouncer"_s, settings.fileName()});
    pooler.setStandardErrorFile(folder + u"/pgbouncer.log"_s);
    pooler.start(command.first(), command.sliced(1));
    const QString through = QString(url).replace(folder, pooled) + u"&port=6432"_s;
    QString fault;
    std::unique_ptr<PostgresRecord> first;
    const auto opens = [&] {
        auto opened = PostgresRecord::open(through);
        fault = opened ? QString() : opened.error().detail;
        first = opened ? *std::move(opened) : nullptr;
        return first != nullptr;
    };
    QTRY_VERIFY2(opens(), qPrintable(fault));
    const auto second = openRecordAt(through);
    std::atomic<int> told = 0;
    const auto subscription = second->subscribe({}, [&](const QList<events::StoredEvent>& events) {
        told += static_cast<int>(events.size());
    });
    Callers callers(*first, 4);
    QTRY_VERIFY(callers.stored() > 100);
    const int stored = callers.stop();
    QCOMPARE(callers.strangeErrors(), 0);
    QCOMPARE(differentNumbers(*second), stored);
    QTRY_COMPARE(told.load(), stored); // By polling: nobody listens through a pooler.
    QVERIFY(second->verify()->isGood());
    first.reset();
    // Nothing of ours is left in the sessions that the pooler keeps.
    QCOMPARE(
        server->sql(u"record1"_s, u"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"_s),
        u"0"_s);
    const QString kept = u"postgresql://tamma@/record1?host=%1&port=6432"_s.arg(pooled);
    const auto session = connectTo(kept);
    QCOMPARE(session->run("SELECT count(*) FROM pg_prepared_statements")->integer(0, 0), 0);
    QCOMPARE(session->run("SELECT count(*) FROM pg_listening_channels()")->integer(0, 0), 0);
    ::kill(static_cast<pid_t>(pooler.processId()), SIGINT);
    QVERIFY(pooler.waitForFinished());
}

QTEST_GUILESS_MAIN(TestPostgresFaults)
#include "tst_postgres_faults.moc"
