// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/fuzz_worker.h"
#include "tests/contract/event_store/record_fixture.h"
#include "tests/support/postgres/postgres_server.h"

#include <QProcess>
#include <QTest>

#include <mutex>
#include <thread>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

constexpr int WORKERS = 8;

/// What workers did together.
struct Done {
    int stored = 0;
    int refused = 0;
    int failed = 0;
};

// Each worker has a record of its own, as if it were a host, unless records cannot be shared.
Done runWorkers(const QString& location, int appends, FuzzWorker::Mode mode,
                EventStore* shared = nullptr)
{
    std::mutex mutex;
    Done done;
    std::vector<std::jthread> threads;
    for (int n = 0; n < WORKERS; ++n) {
        threads.emplace_back([&, n] {
            const auto own = shared ? nullptr : openAt(location);
            FuzzWorker worker(shared ? *shared : *own, u"worker%1"_s.arg(n), mode);
            while (worker.stored() + worker.refused() + worker.failed() < appends / WORKERS) {
                worker.step();
            }
            const std::scoped_lock lock(mutex);
            done.stored += worker.stored();
            done.refused += worker.refused();
            done.failed += worker.failed();
        });
    }
    threads.clear();
    return done;
}

QString databaseOf(const QString& url)
{
    return url.section(u'/', 3).section(u'?', 0, 0);
}

} // namespace

/// Random decisions by many callers at once, proved by the record that they left.
class TestEventStoreFuzz final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { RecordFixture::addKinds(); }

    void holdsForCallersOfOneProcess();
    void holdsForManyHosts();
    void holdsForProcesses();
    void seesDecisionsThatWereNotGuarded();
    void seesAppendsWithoutLocks();
};

void TestEventStoreFuzz::holdsForCallersOfOneProcess()
{
    RecordFixture record;
    std::mutex mutex;
    QList<qint64> told;
    const auto subscription = record.store->subscribe({}, [&](const QList<StoredEvent>& events) {
        const std::scoped_lock lock(mutex);
        for (const StoredEvent& event : events) {
            told.append(event.position.value);
        }
    });
    const Done done
        = runWorkers({}, fuzzAppends(4000), FuzzWorker::Mode::Guarded, record.store.get());
    const FuzzFindings found = replay(*record.store);
    QCOMPARE(done.failed, 0);
    QVERIFY(done.refused > 0);
    QCOMPARE(found.violations, 0);
    QVERIFY(found.decisions > done.stored / 2);
    QCOMPARE(found.doubled + found.missing, 0);
    qint64 stored = 0;
    for (const int count : found.storedBy) {
        stored += count;
    }
    QCOMPARE(stored, done.stored);
    const auto list = [&] {
        const std::scoped_lock lock(mutex);
        return told;
    };
    QTRY_COMPARE(list().size(), found.events);
    QCOMPARE(list(), positions(record.store->read({})));
}

void TestEventStoreFuzz::holdsForManyHosts()
{
    QFETCH_GLOBAL(QString, kind);
    if (kind != u"sqlite"_s && kind != u"postgres"_s) {
        QSKIP("one way to index is as good as another here, and memory belongs to one process");
    }
    RecordFixture record;
    const Done done = runWorkers(record.location, fuzzAppends(14'000), FuzzWorker::Mode::Guarded);
    const FuzzFindings found = replay(*record.store);
    QCOMPARE(done.failed, 0);
    QVERIFY(done.refused > 0);
    QCOMPARE(found.violations, 0);
    QVERIFY(found.decisions > done.stored / 2);
    QCOMPARE(found.doubled + found.missing, 0);
    qint64 stored = 0;
    for (const int count : found.storedBy) {
        stored += count;
    }
    QCOMPARE(stored, done.stored);
    if (record.location.startsWith(u"postgresql:"_s)) {
        QCOMPARE(PostgresServer::ofThisProcess().sql(
                     u"postgres"_s, u"SELECT sum(deadlocks) FROM pg_stat_database"_s),
                 u"0"_s);
    }
}

void TestEventStoreFuzz::holdsForProcesses()
{
    RecordFixture record;
    if (record.location.isEmpty()) {
        QSKIP("a record in memory belongs to one process");
    }
    const int each = fuzzAppends(3000) / 3;
    std::array<QProcess, 3> others;
    for (size_t n = 0; n < others.size(); ++n) {
        others[n].setProcessChannelMode(QProcess::ForwardedErrorChannel);
        others[n].start(
            QCoreApplication::applicationFilePath(),
            {u"--work"_s, record.location, u"process%1"_s.arg(n), QString::number(each)});
    }
    QMap<QString, int> answered;
    for (size_t n = 0; n < others.size(); ++n) {
        QVERIFY(others[n].waitForFinished(-1));
        QCOMPARE(others[n].exitCode(), 0);
        answered.insert(u"process%1"_s.arg(n), others[n].readAllStandardOutput().toInt());
    }
    const FuzzFindings found = replay(*record.store);
    QCOMPARE(found.violations, 0);
    QCOMPARE(found.doubled + found.missing, 0);
    QCOMPARE(found.storedBy, answered);
}

void TestEventStoreFuzz::seesDecisionsThatWereNotGuarded()
{
    RecordFixture record;
    const Done done
        = runWorkers(record.location, 2000, FuzzWorker::Mode::Unguarded, record.store.get());
    QCOMPARE(done.failed, 0);
    QVERIFY(replay(*record.store).violations > 0);
}

void TestEventStoreFuzz::seesAppendsWithoutLocks()
{
    RecordFixture record;
    if (!record.location.startsWith(u"postgresql:"_s)) {
        QSKIP("only a database needs locks of ours");
    }
    const QString before = PostgresServer::ofThisProcess().sql(
        databaseOf(record.location), u"SELECT md5(pg_get_functiondef('tamma_append'::regproc))"_s);
    (void)PostgresServer::ofThisProcess().sql(
        databaseOf(record.location),
        u"DO $do$ BEGIN EXECUTE regexp_replace(pg_get_functiondef('tamma_append'::regproc), "
        "'PERFORM CASE WHEN l.x[^;]*;', ''); END $do$"_s);
    QVERIFY(before
            != PostgresServer::ofThisProcess().sql(
                databaseOf(record.location),
                u"SELECT md5(pg_get_functiondef('tamma_append'::regproc))"_s));
    const Done done = runWorkers(record.location, 2000, FuzzWorker::Mode::Guarded);
    QCOMPARE(done.failed, 0);
    QVERIFY(replay(*record.store).violations > 0);
}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--work"_s) {
        const auto store = openAt(arguments.value(2));
        FuzzWorker worker(*store, arguments.value(3));
        for (int i = 0; i < arguments.value(4).toInt(); ++i) {
            worker.step();
        }
        std::printf("%d", worker.stored());
        return worker.failed() == 0 ? 0 : 1;
    }
    TestEventStoreFuzz test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_event_store_fuzz.moc"
