// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/coordination.h"
#include "core/store/lease_fence.h"
#include "core/store/open_record.h"
#include "tests/support/postgres/postgres_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <mutex>
#include <thread>

using namespace tamma;
using namespace tamma::store;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using events::AppendGuard;

namespace {

constexpr auto LONG = 60'000ms;
constexpr auto SHORT = 30ms; // Waited for, not slept.

Job job(const QString& name, const QString& repository = u"r"_s, int priority = 0)
{
    return {name, repository, priority, {{u"do"_s, name}}};
}

} // namespace

/// Leases, jobs and checkpoints, over every implementation; two openings are two hosts.
class TestCoordination final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data();
    void init();
    void cleanup();

    void givesALeaseToOneAtATime();
    void givesAFreeLeaseWithTheNextGeneration();
    void takesOverAnExpiredLease();
    void prolongsALease();
    void letsOneOfManyHaveALease();
    void refusesWhatAnOlderHolderAppends();
    void letsOneOfManyTakeAFencedLease();
    void givesTheHighestPriorityFirst();
    void takesTurnsBetweenRepositories();
    void givesEachJobToOneWorker();
    void givesAnExpiredJobToTheNext();
    void givesAReturnedJobAgain();
    void queuesAJobOnce();
    void movesACheckpointOnce();
    void lookedAtTogetherOneHostWins();

private:
    [[nodiscard]] Coordination open() const
    {
        auto opened = openCoordination(m_location);
        if (!opened) {
            qFatal("%s", qPrintable(opened.error().detail));
        }
        return *std::move(opened);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_location;
    Coordination m_here;
    Coordination m_there;
};

void TestCoordination::initTestCase_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("sqlite") << u"sqlite"_s;
    if (PostgresServer::isInstalled()) {
        QTest::newRow("postgres") << u"postgres"_s;
    }
}

void TestCoordination::init()
{
    QFETCH_GLOBAL(QString, kind);
    m_folder = std::make_unique<QTemporaryDir>();
    m_location = kind == u"postgres"_s ? PostgresServer::ofThisProcess().freshDatabase()
                                       : m_folder->filePath(u"record.sqlite"_s);
    m_here = open();
    m_there = open();
}

void TestCoordination::cleanup()
{
    m_here = {};
    m_there = {};
    if (isDatabaseUrl(m_location)) {
        PostgresServer::ofThisProcess().giveBack(m_location);
    }
}

void TestCoordination::givesALeaseToOneAtATime()
{
    const auto mine = m_here.leases->acquire(u"loop:1"_s, u"ann"_s, LONG);
    QVERIFY(mine && *mine);
    QCOMPARE((*mine)->generation, 1);
    QVERIFY(!*m_there.leases->acquire(u"loop:1"_s, u"bob"_s, LONG));
    QVERIFY(*m_there.leases->acquire(u"loop:2"_s, u"bob"_s, LONG));
    QCOMPARE(m_there.leases->holder(u"loop:1"_s)->value().owner, u"ann"_s);
    // Whoever has it gets it again, as it was.
    QCOMPARE(m_there.leases->acquire(u"loop:1"_s, u"ann"_s, LONG)->value().generation, 1);
    QVERIFY(!*m_here.leases->holder(u"loop:3"_s));
}

void TestCoordination::givesAFreeLeaseWithTheNextGeneration()
{
    const Lease first = m_here.leases->acquire(u"l"_s, u"ann"_s, LONG)->value();
    QVERIFY(*m_here.leases->release(first));
    QVERIFY(!*m_here.leases->release(first));
    QVERIFY(!*m_here.leases->holder(u"l"_s));
    const Lease second = m_there.leases->acquire(u"l"_s, u"bob"_s, LONG)->value();
    QCOMPARE(second.generation, 2);
    // Also for the one who had it before: what it knew may be old.
    QVERIFY(*m_there.leases->release(second));
    QCOMPARE(m_here.leases->acquire(u"l"_s, u"bob"_s, LONG)->value().generation, 3);
}

void TestCoordination::takesOverAnExpiredLease()
{
    const Lease old = m_here.leases->acquire(u"l"_s, u"ann"_s, SHORT)->value();
    std::optional<Lease> taken;
    const auto takes = [&] {
        taken = *m_there.leases->acquire(u"l"_s, u"bob"_s, LONG);
        return taken.has_value();
    };
    QTRY_VERIFY(takes());
    QCOMPARE(taken->generation, old.generation + 1);
    QVERIFY(!*m_here.leases->renew(old, LONG));
    QVERIFY(!*m_here.leases->release(old));
    QCOMPARE(*m_here.leases->holder(u"l"_s), taken);
}

void TestCoordination::prolongsALease()
{
    const Lease lease = m_here.leases->acquire(u"l"_s, u"ann"_s, 5000ms)->value();
    const auto renewed = m_here.leases->renew(lease, LONG);
    QVERIFY(*renewed);
    QCOMPARE((*renewed)->generation, lease.generation);
    QVERIFY((*renewed)->expiry > lease.expiry);
    // One that has expired is lost, even when nobody has taken it.
    const Lease brief = m_here.leases->acquire(u"brief"_s, u"ann"_s, 1ms)->value();
    QTRY_VERIFY(!*m_here.leases->holder(u"brief"_s));
    QVERIFY(!*m_here.leases->renew(brief, LONG));
    QCOMPARE(m_here.leases->acquire(u"brief"_s, u"ann"_s, LONG)->value().generation, 2);
}

void TestCoordination::letsOneOfManyHaveALease()
{
    std::atomic<int> got = 0;
    std::atomic<int> failed = 0;
    {
        std::vector<std::jthread> hosts;
        for (int n = 0; n < 8; ++n) {
            hosts.emplace_back([&, n] {
                const auto own = open();
                const auto lease = own.leases->acquire(u"l"_s, QString::number(n), LONG);
                failed += lease ? 0 : 1;
                got += lease && *lease ? 1 : 0;
            });
        }
    }
    QCOMPARE(failed.load(), 0);
    QCOMPARE(got.load(), 1);
}

void TestCoordination::refusesWhatAnOlderHolderAppends()
{
    const auto record = *openRecord(m_location);
    UuidV7Source ids;
    const SystemClock clock;
    const auto take = [&](LeaseStore& leases, const QString& owner) {
        return *acquireFenced({leases, *record, ids, clock}, u"loop:1"_s, owner, SHORT);
    };
    const auto work = [&](const FencedLease& lease) {
        return record->append({{EventId(ids.next()),
                                clock.now(),
                                {{u"loopId"_s, u"1"_s}},
                                {},
                                events::OpaquePayload{u"WORK"_s}}},
                              AppendGuard{{lease.clause()}});
    };
    const auto old = take(*m_here.leases, u"ann"_s);
    QVERIFY(old);
    QVERIFY(work(*old));
    std::optional<FencedLease> taken;
    const auto takes = [&] {
        taken = take(*m_there.leases, u"bob"_s);
        return taken.has_value();
    };
    QTRY_VERIFY(takes());
    QCOMPARE(taken->lease.generation, old->lease.generation + 1);
    QCOMPARE(work(*old).error().code, errors::POSITION_CONFLICT);
    QVERIFY(work(*taken));
}

void TestCoordination::letsOneOfManyTakeAFencedLease()
{
    std::atomic<int> working = 0;
    std::atomic<int> together = 0;
    std::atomic<int> turns = 0;
    {
        std::vector<std::jthread> hosts;
        for (int n = 0; n < 6; ++n) {
            hosts.emplace_back([&, n] {
                const auto own = open();
                const auto record = *openRecord(m_location);
                UuidV7Source ids;
                const SystemClock clock;
                while (turns < 12) {
                    const auto lease = acquireFenced({*own.leases, *record, ids, clock}, u"l"_s,
                                                     QString::number(n), LONG);
                    if (lease && *lease) {
                        together += ++working > 1 ? 1 : 0;
                        ++turns;
                        --working;
                        static_cast<void>(own.leases->release((*lease)->lease));
                    }
                }
            });
        }
    }
    QCOMPARE(together.load(), 0);
}

void TestCoordination::givesTheHighestPriorityFirst()
{
    QVERIFY(*m_here.jobs->add(job(u"low"_s, u"a"_s, -1)));
    QVERIFY(*m_here.jobs->add(job(u"usual"_s, u"a"_s)));
    QVERIFY(*m_here.jobs->add(job(u"later"_s, u"a"_s)));
    QVERIFY(*m_here.jobs->add(job(u"urgent"_s, u"a"_s, 9)));
    QStringList order;
    while (const auto claimed = *m_there.jobs->claim(u"w"_s, LONG)) {
        order.append(claimed->job.name);
        QCOMPARE(claimed->job.content[u"do"].toString(), claimed->job.name);
        QCOMPARE(claimed->lease.generation, 1);
        QVERIFY(*m_there.jobs->finish(claimed->lease));
    }
    QCOMPARE(order, (QStringList{u"urgent"_s, u"usual"_s, u"later"_s, u"low"_s}));
}

void TestCoordination::takesTurnsBetweenRepositories()
{
    for (int i = 1; i <= 4; ++i) { // One who has very much to do...
        QVERIFY(*m_here.jobs->add(job(u"a%1"_s.arg(i), u"a"_s)));
    }
    QVERIFY(*m_here.jobs->add(job(u"b1"_s, u"b"_s))); // ... does not hold up the others.
    QVERIFY(*m_here.jobs->add(job(u"b2"_s, u"b"_s)));
    QVERIFY(*m_here.jobs->add(job(u"c1"_s, u"c"_s)));
    QStringList underWay;
    for (int i = 0; i < 5; ++i) {
        underWay.append(m_here.jobs->claim(u"w"_s, LONG)->value().job.name);
    }
    QCOMPARE(underWay, (QStringList{u"a1"_s, u"b1"_s, u"c1"_s, u"a2"_s, u"b2"_s}));
}

void TestCoordination::givesEachJobToOneWorker()
{
    constexpr int JOBS = 120;
    for (int i = 0; i < JOBS; ++i) {
        QVERIFY(*m_here.jobs->add(job(QString::number(i), QString::number(i % 5))));
    }
    std::mutex mutex;
    QStringList claimed;
    int failed = 0;
    {
        std::vector<std::jthread> workers;
        for (int n = 0; n < 6; ++n) {
            workers.emplace_back([&, n] {
                const auto own = open();
                while (true) {
                    const auto next = own.jobs->claim(QString::number(n), LONG);
                    const std::scoped_lock lock(mutex);
                    failed += next ? 0 : 1;
                    if (!next || (!*next && claimed.size() == JOBS)) {
                        return;
                    }
                    if (*next) {
                        claimed.append((*next)->job.name);
                    }
                }
            });
        }
    }
    QCOMPARE(failed, 0);
    QCOMPARE(claimed.size(), JOBS);
    QCOMPARE(claimed.removeDuplicates(), 0);
}

void TestCoordination::givesAnExpiredJobToTheNext()
{
    QVERIFY(*m_here.jobs->add(job(u"j"_s)));
    const Lease old = m_here.jobs->claim(u"ann"_s, SHORT)->value().lease;
    std::optional<ClaimedJob> taken;
    const auto takes = [&] {
        taken = taken ? taken : *m_there.jobs->claim(u"bob"_s, LONG);
        return taken.has_value();
    };
    QTRY_VERIFY(takes());
    QCOMPARE(taken->lease.generation, old.generation + 1);
    QVERIFY(!*m_here.jobs->renew(old, LONG));
    QVERIFY(!*m_here.jobs->finish(old));
    QVERIFY(!*m_here.jobs->giveBack(old));
    QVERIFY(*m_there.jobs->renew(taken->lease, LONG));
    QVERIFY(*m_there.jobs->finish(taken->lease));
    QVERIFY(!*m_there.jobs->claim(u"bob"_s, LONG));
}

void TestCoordination::givesAReturnedJobAgain()
{
    QVERIFY(*m_here.jobs->add(job(u"j"_s)));
    const Lease first = m_here.jobs->claim(u"ann"_s, LONG)->value().lease;
    QVERIFY(!*m_there.jobs->claim(u"bob"_s, LONG));
    QVERIFY(*m_here.jobs->giveBack(first));
    QCOMPARE(m_there.jobs->claim(u"bob"_s, LONG)->value().lease.generation, 2);
}

void TestCoordination::queuesAJobOnce()
{
    QVERIFY(*m_here.jobs->add(job(u"j"_s)));
    QVERIFY(!*m_there.jobs->add(job(u"j"_s)));
    const auto claimed = m_here.jobs->claim(u"w"_s, LONG)->value();
    QVERIFY(!*m_there.jobs->add(job(u"j"_s)));
    QVERIFY(*m_here.jobs->finish(claimed.lease));
    QVERIFY(*m_there.jobs->add(job(u"j"_s))); // Done is done: it may come again.
}

void TestCoordination::movesACheckpointOnce()
{
    QVERIFY(!*m_here.checkpoints->load(u"loops"_s));
    const Checkpoint first{{10}, 1, QByteArray("\0snapshot", 9)};
    QVERIFY(m_here.checkpoints->move(u"loops"_s, {}, first));
    QCOMPARE(*m_there.checkpoints->load(u"loops"_s), first);
    // Another host that had not seen it.
    QCOMPARE(m_there.checkpoints->move(u"loops"_s, {}, {{12}, 1, "x"}).error().code,
             errors::POSITION_CONFLICT);
    const Checkpoint second{{20}, 2, ""};
    QVERIFY(m_there.checkpoints->move(u"loops"_s, {10}, second));
    QCOMPARE(m_here.checkpoints->move(u"loops"_s, {10}, {{30}, 1, "x"}).error().code,
             errors::POSITION_CONFLICT);
    QCOMPARE(m_here.checkpoints->load(u"loops"_s)->value().position, second.position);
    QCOMPARE(m_here.checkpoints->load(u"loops"_s)->value().version, 2);
    QVERIFY(m_here.checkpoints->move(u"other"_s, {}, first));
}

void TestCoordination::lookedAtTogetherOneHostWins()
{
    std::atomic<int> moved = 0;
    std::atomic<int> strange = 0;
    {
        std::vector<std::jthread> hosts;
        for (int n = 0; n < 6; ++n) {
            hosts.emplace_back([&] {
                const auto own = open();
                for (qint64 from = 0; from < 20;) {
                    const auto done = own.checkpoints->move(
                        u"p"_s, {from}, {{from + 1}, 1, QByteArray::number(from + 1)});
                    moved += done ? 1 : 0;
                    strange += !done && done.error().code != errors::POSITION_CONFLICT ? 1 : 0;
                    from = own.checkpoints->load(u"p"_s)->value().position.value;
                }
            });
        }
    }
    QCOMPARE(strange.load(), 0);
    QCOMPARE(moved.load(), 20);
    QCOMPARE(m_here.checkpoints->load(u"p"_s)->value().snapshot, "20");
}

QTEST_GUILESS_MAIN(TestCoordination)
#include "tst_coordination.moc"
