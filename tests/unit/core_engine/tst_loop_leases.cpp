// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loop_leases.h"

#include "core/events/memory_event_store.h"
#include "core/store/coordination.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace tamma::engine;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestLoopLeases : public QObject {
    Q_OBJECT

private slots:
    void init();
    void oneHostHasALoopUntilItGivesItBack();
    void aDeadProcessOfThisHostIsFollowedAtOnce();
    void aLeaseIsKeptUpForAsLongAsItIsHeld();
    void whoLosesItIsTold();

private:
    [[nodiscard]] store::LeaseParts parts()
    {
        return {*m_coordination.leases, m_record, m_ids, m_clock};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    store::Coordination m_coordination;
    events::MemoryEventStore m_record;
    SystemClock m_clock;
    UuidV7Source m_ids;
    LoopId m_loop{u"loop-1"_s};
};

void TestLoopLeases::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_coordination = *store::openCoordination(m_folder->filePath(u"record.sqlite"_s));
}

void TestLoopLeases::oneHostHasALoopUntilItGivesItBack()
{
    LoopLeases one(parts(), u"one"_s);
    LoopLeases two(parts(), u"two"_s);
    auto lease = one.take(m_loop);
    QVERIFY(lease && *lease);
    QCOMPARE((*lease)->fenced().lease.generation, 1);
    const auto refused = two.take(m_loop);
    QVERIFY(refused && !*refused);
    QVERIFY(*two.take(LoopId(u"loop-2"_s)));
    lease->reset();
    const auto taken = two.take(m_loop);
    QVERIFY(taken && *taken);
    QCOMPARE((*taken)->fenced().lease.generation, 2);
}

void TestLoopLeases::aDeadProcessOfThisHostIsFollowedAtOnce()
{
    // What a killed process leaves behind: a lease of an hour that nobody gives back.
    QVERIFY(*m_coordination.leases->acquire(u"loop:loop-1"_s, u"one/killed"_s, 1h));
    LoopLeases two(parts(), u"two"_s);
    const auto refused = two.take(m_loop);
    QVERIFY(refused && !*refused);
    LoopLeases again(parts(), u"one"_s);
    const auto lease = again.take(m_loop);
    QVERIFY(lease && *lease);
    QCOMPARE((*lease)->fenced().lease.generation, 2);
}

void TestLoopLeases::aLeaseIsKeptUpForAsLongAsItIsHeld()
{
    LoopLeases one(parts(), u"one"_s, 300ms);
    const auto lease = one.take(m_loop);
    const Timestamp first = (*lease)->fenced().lease.expiry;
    QTRY_VERIFY_WITH_TIMEOUT(m_clock.now() > first + 300ms, 5'000);
    LoopLeases two(parts(), u"two"_s);
    const auto refused = two.take(m_loop);
    QVERIFY(refused && !*refused);
    QVERIFY(!(*lease)->lost().stop_requested());
}

void TestLoopLeases::whoLosesItIsTold()
{
    LoopLeases one(parts(), u"one"_s, 300ms);
    const auto lease = one.take(m_loop);
    QVERIFY(*m_coordination.leases->release((*lease)->fenced().lease));
    QVERIFY(*m_coordination.leases->acquire(u"loop:loop-1"_s, u"two/x"_s, 1h));
    QTRY_VERIFY((*lease)->lost().stop_requested());
}

QTEST_GUILESS_MAIN(TestLoopLeases)
#include "tst_loop_leases.moc"
