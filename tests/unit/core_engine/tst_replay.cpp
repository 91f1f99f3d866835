// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/replay.h"

#include "tests/support/flaky_store.h"
#include "tests/support/random_record.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace tamma::engine;
using namespace tamma::events;
using namespace Qt::StringLiterals;
using readmodels::ReadModels;

namespace {

/// A record of any length: an event wherever one is asked for.
class SparseStore final : public EventStore {
public:
    Result<AppendReceipt> append(const QList<Event>&, const AppendGuard&) override
    {
        return failure(errors::STORE_UNAVAILABLE);
    }
    Result<QList<StoredEvent>> read(const EventQuery& query) const override
    {
        StoredEvent stored;
        stored.position = {query.after.value + 1};
        stored.event.id = EventId(QString::number(stored.position.value));
        return QList{stored};
    }
    Result<Position> head() const override { return Position{1'000'000}; }
    Result<Position> positionAt(Timestamp) const override { return head(); }
    std::unique_ptr<Subscription> subscribe(Position, Listener) override { return {}; }
};

} // namespace

class TestReplay : public QObject {
    Q_OBJECT

private slots:
    void init();
    void showsEveryMoment();
    void readsLittleForAStepBack();
    void takesUpASnapshot();
    void trustsNoSnapshotOfAnotherRecord();
    void trustsNoDamagedSnapshot();
    void trustsNoSnapshotOfOtherCode();
    void keepsSparseSnapshots();
    void endsWhenItIsToldTo();

private:
    void fill(EventStore& store, unsigned seed, qsizetype count);
    [[nodiscard]] ReadModels foldUpTo(Position position) const;
    [[nodiscard]] QStringList files() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<test::FlakyStore> m_store;
};

void TestReplay::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<test::FlakyStore>();
}

void TestReplay::fill(EventStore& store, unsigned seed, qsizetype count)
{
    QList<Event> batch;
    for (StoredEvent& one : test::RandomRecord(seed).events(count)) {
        one.event.id = EventId(u"%1-%2"_s.arg(seed).arg(batch.size()));
        batch.append(one.event);
    }
    QVERIFY(store.append(batch, AppendGuard::none()));
}

ReadModels TestReplay::foldUpTo(Position position) const
{
    ReadModels models;
    const auto stored = m_store->read({.upTo = position});
    for (const StoredEvent& one : *stored) {
        models.apply(one);
    }
    return models;
}

QStringList TestReplay::files() const
{
    QStringList found;
    const QDir root(m_folder->path());
    for (const QString& record : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        for (const QString& file : QDir(root.filePath(record)).entryList(QDir::Files)) {
            found.append(root.filePath(record + u'/' + file));
        }
    }
    return found;
}

void TestReplay::showsEveryMoment()
{
    fill(*m_store, 1, 3000);
    const qint64 appends = m_store->appends;
    const Snapshots snapshots(m_folder->path(), *m_store);
    Replay replay(*m_store, snapshots);
    std::mt19937 random(5);
    for (int i = 0; i < 40; ++i) {
        const Position position{std::uniform_int_distribution<qint64>(0, 3100)(random)};
        const auto then = replay.at(position, {});
        QVERIFY(then);
        QCOMPARE(then->upTo, (std::min(position, Position{3000})));
        QVERIFY(then->state == foldUpTo(position));
    }
    QCOMPARE(m_store->appends.load(), appends);
    QVERIFY(files().isEmpty());
}

void TestReplay::readsLittleForAStepBack()
{
    fill(*m_store, 2, 8000);
    const Snapshots snapshots(m_folder->path(), *m_store);
    Replay replay(*m_store, snapshots);
    QVERIFY(replay.at({7000}, {}));
    for (const qint64 position : {6999, 6000, 6998, 5000, 7001}) {
        m_store->eventsRead = 0;
        QVERIFY(replay.at({position}, {}));
        QVERIFY2(m_store->eventsRead <= 1025,
                 qPrintable(QString::number(m_store->eventsRead.load())));
    }
}

void TestReplay::takesUpASnapshot()
{
    fill(*m_store, 3, SNAPSHOT_AFTER + 500);
    const Snapshots snapshots(m_folder->path(), *m_store);
    const auto whole = foldRecord<ReadModels>(*m_store, snapshots, {SNAPSHOT_AFTER + 100}, {});
    QVERIFY(whole);
    QCOMPARE(files().size(), 1);
    m_store->eventsRead = 0;
    const auto again = foldRecord<ReadModels>(*m_store, snapshots, {SNAPSHOT_AFTER + 400}, {});
    QVERIFY(m_store->eventsRead < 310);
    QVERIFY(again->state == foldUpTo({SNAPSHOT_AFTER + 400}));
    const auto before = foldRecord<ReadModels>(*m_store, snapshots, {700}, {});
    QVERIFY(before->state == foldUpTo({700})); // One from the future is of no use.
}

void TestReplay::trustsNoSnapshotOfAnotherRecord()
{
    fill(*m_store, 4, 300);
    const Snapshots snapshots(m_folder->path(), *m_store);
    const auto kind = snapshotKind<ReadModels>();
    snapshots.keep(kind, {{200}, foldUpTo({200}).snapshot()});
    QCOMPARE(snapshots.newest(kind, {300})->upTo, Position{200});
    // The same first event, then another story: a copy of the record that went its own way.
    MemoryEventStore other;
    QVERIFY(other.append({m_store->read({.limit = 1})->first().event}, AppendGuard::none()));
    fill(other, 5, 300);
    QVERIFY(!Snapshots(m_folder->path(), other).newest(kind, {300}));
}

void TestReplay::trustsNoDamagedSnapshot()
{
    fill(*m_store, 6, 300);
    const Snapshots snapshots(m_folder->path(), *m_store);
    const auto kind = snapshotKind<ReadModels>();
    snapshots.keep(kind, {{100}, foldUpTo({100}).snapshot()});
    snapshots.keep(kind, {{200}, foldUpTo({200}).snapshot()});
    const QString path = files().filter(u"-200."_s).first();
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() / 2));
    QCOMPARE(file.write("x"), 1);
    file.close();
    QCOMPARE(snapshots.newest(kind, {300})->upTo, Position{100});
    QVERIFY(file.open(QIODevice::WriteOnly)); // Empty.
    file.close();
    QCOMPARE(snapshots.newest(kind, {300})->upTo, Position{100});
}

void TestReplay::trustsNoSnapshotOfOtherCode()
{
    fill(*m_store, 7, 100);
    const Snapshots snapshots(m_folder->path(), *m_store);
    snapshots.keep({"screens", "old"}, {{100}, "state"});
    QVERIFY(snapshots.newest({"screens", "old"}, {100}));
    QVERIFY(!snapshots.newest({"screens", "new"}, {100}));
}

void TestReplay::keepsSparseSnapshots()
{
    const SparseStore store;
    const Snapshots snapshots(m_folder->path(), store);
    const SnapshotKind kind{"x", "1"};
    for (qint64 position = 20'000; position <= 400'000; position += 20'000) {
        snapshots.keep(kind, {{position}, "state"});
    }
    QCOMPARE(files().size(), 5);
    for (const qint64 kept : {100'000, 200'000, 300'000, 380'000, 400'000}) {
        QCOMPARE(snapshots.newest(kind, {kept})->upTo, Position{kept});
    }
}

void TestReplay::endsWhenItIsToldTo()
{
    fill(*m_store, 8, 100);
    std::stop_source stop;
    stop.request_stop();
    const Snapshots snapshots(m_folder->path(), *m_store);
    QCOMPARE(Replay(*m_store, snapshots).at({50}, stop.get_token()).error().code,
             errors::CANCELLED);
}

QTEST_APPLESS_MAIN(TestReplay)
#include "tst_replay.moc"
