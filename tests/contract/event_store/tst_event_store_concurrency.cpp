// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/event_store/record_fixture.h"

#include <QProcess>
#include <QTest>

#include <array>
#include <atomic>
#include <barrier>
#include <mutex>
#include <numeric>
#include <thread>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

constexpr int WRITERS = 8;

// Runs `work(n)` in `count` threads that begin together, and waits for all.
template <typename F> void together(int count, const F& work)
{
    std::barrier start(count);
    std::vector<std::jthread> threads;
    for (int n = 0; n < count; ++n) {
        threads.emplace_back([&, n] {
            start.arrive_and_wait();
            work(n);
        });
    }
}

/// What a follower saw, in the order in which it was told.
class Seen {
public:
    EventStore::Listener listener()
    {
        return [this](const QList<StoredEvent>& events) {
            const std::scoped_lock lock(m_mutex);
            m_positions.append(positions(events));
        };
    }
    QList<qint64> list() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_positions;
    }

private:
    mutable std::mutex m_mutex;
    QList<qint64> m_positions;
};

QList<qint64> countTo(qint64 last)
{
    QList<qint64> result(last);
    std::iota(result.begin(), result.end(), 1);
    return result;
}

// The other process: appends `count` events to a counter that everybody guards, one at a time, each
// only if nobody else counted since it looked. Returns how often it was refused, or -1.
int countInARecord(EventStore& store, const QString& who, int count)
{
    const EventQuery counter = EventQuery::tagged(u"counter"_s, u"1"_s);
    int refused = 0;
    for (int done = 0; done < count;) {
        const auto head = store.head();
        const auto seen = store.read(counter);
        if (!head || !seen) {
            return -1;
        }
        const QString number = QString::number(seen->size() + 1);
        const Event event = anEvent(
            u"COUNTED"_s, {{u"counter"_s, u"1"_s}, {u"number"_s, number}, {u"who"_s, who}});
        const auto answer = store.append({event}, AppendGuard::unchanged(counter, *head));
        if (answer) {
            ++done;
        } else if (answer.error().code == errors::POSITION_CONFLICT) {
            ++refused;
        } else {
            qWarning("%s", qPrintable(answer.error().detail));
            return -1;
        }
    }
    return refused;
}

} // namespace

/// What several callers at once can see, over every implementation; for records that processes
/// share, also several processes.
class TestEventStoreConcurrency final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { RecordFixture::addKinds(); }

    void letsExactlyOneRacerWin_data();
    void letsExactlyOneRacerWin();
    void neverRefusesWritersOfDifferentThings();
    void keepsACounterWithoutGaps();
    void refusalsLeaveNeighboursAlone();
    void tellsFollowersEverythingOnceWhileOthersWrite();
    void waitsForARunningCallWhenAFollowerLeaves();
    void readsWhileOthersWrite();
    void sharesARecordWithAnotherProcess();
};

void TestEventStoreConcurrency::letsExactlyOneRacerWin_data()
{
    QTest::addColumn<EventQuery>("about");
    QTest::newRow("a tag") << EventQuery::tagged(u"k"_s, u"1"_s);
    QTest::newRow("a type only") << EventQuery{{{{u"T"_s}, {}}}};
    QTest::newRow("everything") << EventQuery();
    QTest::newRow("either of two tags")
        << EventQuery{{{{}, {{u"k"_s, u"1"_s}}}, {{}, {{u"other"_s, u"1"_s}}}}};
}

void TestEventStoreConcurrency::letsExactlyOneRacerWin()
{
    QFETCH(EventQuery, about);
    RecordFixture record;
    for (int round = 1; round <= 25; ++round) {
        const Position seen = *record.store->head();
        std::atomic<int> accepted = 0;
        std::atomic<int> refused = 0;
        together(16, [&](int n) {
            const Event event
                = anEvent(u"T"_s, {{u"k"_s, u"1"_s}, {u"racer"_s, QString::number(n)}});
            const auto answer = record.store->append({event}, AppendGuard::unchanged(about, seen));
            accepted += answer ? 1 : 0;
            refused += !answer && answer.error().code == errors::POSITION_CONFLICT ? 1 : 0;
        });
        QCOMPARE(accepted.load(), 1);
        QCOMPARE(refused.load(), 15);
        QCOMPARE(record.store->head()->value, round);
    }
}

void TestEventStoreConcurrency::neverRefusesWritersOfDifferentThings()
{
    RecordFixture record;
    std::atomic<int> failed = 0;
    together(WRITERS, [&](int n) {
        for (int i = 0; i < 40; ++i) {
            const QString fresh = u"%1-%2"_s.arg(n).arg(i);
            const auto guard = AppendGuard::unchanged(EventQuery::tagged(u"fresh"_s, fresh), {});
            failed += record.store->append({anEvent(u"T"_s, {{u"fresh"_s, fresh}})}, guard) ? 0 : 1;
        }
    });
    QCOMPARE(failed.load(), 0);
    QCOMPARE(record.store->head()->value, WRITERS * 40);
}

void TestEventStoreConcurrency::keepsACounterWithoutGaps()
{
    RecordFixture record;
    std::atomic<int> failed = 0;
    together(WRITERS, [&](int n) {
        failed += countInARecord(*record.store, QString::number(n), 10) < 0 ? 1 : 0;
    });
    QCOMPARE(failed.load(), 0);
    const auto counted = record.store->read(EventQuery::tagged(u"counter"_s, u"1"_s));
    QCOMPARE(counted->size(), WRITERS * 10);
    for (qsizetype i = 0; i < counted->size(); ++i) {
        QCOMPARE(counted->at(i).event.tags.value(u"number"_s), QString::number(i + 1));
    }
}

void TestEventStoreConcurrency::refusalsLeaveNeighboursAlone()
{
    RecordFixture record;
    QVERIFY(record.store->append({anEvent(u"FIRST"_s)}, AppendGuard::none()));
    std::atomic<int> wrong = 0;
    together(WRITERS, [&](int n) {
        const bool stale = n % 2 == 1;
        for (int i = 0; i < 40; ++i) {
            const auto guard = stale ? AppendGuard::unchanged(EventQuery{{{{u"FIRST"_s}, {}}}}, {})
                                     : AppendGuard::none();
            const auto answer = record.store->append({anEvent(u"A"_s), anEvent(u"B"_s)}, guard);
            wrong += answer.has_value() == stale ? 1 : 0;
        }
    });
    QCOMPARE(wrong.load(), 0);
    const auto all = record.store->read(EventQuery::everything({1}));
    QCOMPARE(all->size(), WRITERS / 2 * 40 * 2);
    for (qsizetype i = 0; i < all->size(); ++i) { // Batches stay together.
        QCOMPARE(std::get<OpaquePayload>(all->at(i).event.payload).type,
                 i % 2 == 0 ? u"A"_s : u"B"_s);
    }
}

void TestEventStoreConcurrency::tellsFollowersEverythingOnceWhileOthersWrite()
{
    RecordFixture record;
    QVERIFY(record.store->append({anEvent(u"X"_s)}, AppendGuard::none()));
    Seen early;
    Seen late;
    const auto first = record.store->subscribe({}, early.listener());
    std::unique_ptr<Subscription> second;
    together(WRITERS + 1, [&](int n) {
        if (n == WRITERS) { // Joins in the middle.
            second = record.store->subscribe({}, late.listener());
            return;
        }
        for (int i = 0; i < 50; ++i) {
            QList<Event> batch{anEvent(u"X"_s)};
            if (i % 2 == 1) {
                batch.append(anEvent(u"Y"_s));
            }
            static_cast<void>(record.store->append(batch, AppendGuard::none()));
        }
    });
    const auto expected = countTo(1 + WRITERS * 75);
    QTRY_COMPARE(early.list().size(), expected.size());
    QTRY_COMPARE(late.list().size(), expected.size());
    QCOMPARE(early.list(), expected);
    QCOMPARE(late.list(), expected);
}

void TestEventStoreConcurrency::waitsForARunningCallWhenAFollowerLeaves()
{
    RecordFixture record;
    for (int round = 0; round < 20; ++round) {
        std::atomic<bool> gone = false;
        std::atomic<bool> calledAfterwards = false;
        auto subscription = record.store->subscribe({}, [&](const QList<StoredEvent>&) {
            std::this_thread::yield();
            calledAfterwards = calledAfterwards || gone;
        });
        std::jthread writer([&] {
            for (int i = 0; i < 10; ++i) {
                static_cast<void>(record.store->append({anEvent(u"X"_s)}, AppendGuard::none()));
            }
        });
        subscription.reset();
        gone = true;
        writer.join();
        QVERIFY(!calledAfterwards);
    }
}

void TestEventStoreConcurrency::readsWhileOthersWrite()
{
    RecordFixture record;
    std::atomic<int> wrong = 0;
    together(WRITERS, [&](int n) {
        const EventQuery mine = EventQuery::tagged(u"writer"_s, QString::number(n));
        for (int i = 1; i <= 30; ++i) {
            static_cast<void>(record.store->append(
                {anEvent(u"X"_s, {{u"writer"_s, QString::number(n)}})}, AppendGuard::none()));
            const auto found = record.store->read(mine);
            wrong += found && found->size() == i ? 0 : 1;
        }
    });
    QCOMPARE(wrong.load(), 0);
}

void TestEventStoreConcurrency::sharesARecordWithAnotherProcess()
{
    QFETCH_GLOBAL(QString, kind);
    if (kind == u"memory"_s) {
        QSKIP("a record in memory belongs to one process");
    }
    RecordFixture record;
    Seen seen;
    const auto subscription = record.store->subscribe({}, seen.listener());
    constexpr int EACH = 40;
    std::array<QProcess, 2> others;
    for (size_t n = 0; n < others.size(); ++n) {
        others[n].setProcessChannelMode(QProcess::ForwardedErrorChannel);
        others[n].start(
            QCoreApplication::applicationFilePath(),
            {u"--count"_s, record.location, u"other%1"_s.arg(n), QString::number(EACH)});
    }
    QVERIFY(countInARecord(*record.store, u"me"_s, EACH) >= 0);
    for (QProcess& other : others) {
        QVERIFY(other.waitForFinished(60'000));
        QCOMPARE(other.exitCode(), 0);
    }
    const auto counted = record.store->read(EventQuery::tagged(u"counter"_s, u"1"_s));
    QCOMPARE(counted->size(), EACH * 3);
    for (qsizetype i = 0; i < counted->size(); ++i) {
        QCOMPARE(counted->at(i).event.tags.value(u"number"_s), QString::number(i + 1));
    }
    QTRY_COMPARE(seen.list(), countTo(EACH * 3));
}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--count"_s) {
        const auto store = openAt(arguments.value(2));
        return countInARecord(*store, arguments.value(3), arguments.value(4).toInt()) >= 0 ? 0 : 1;
    }
    TestEventStoreConcurrency test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_event_store_concurrency.moc"
