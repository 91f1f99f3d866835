// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/indexed_record.h"

#include "core/events/memory_event_store.h"
#include "tests/support/gapped_record.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace tamma::engine;
using namespace tamma::events;
using namespace tamma::readmodels;
using namespace Qt::StringLiterals;

namespace {

/// A record that grows, and tells of it, as the engine does.
struct Growing {
    MemoryEventStore store;
    GappedRecord random{8, 1};
    IndexedRecord record{store, {}};
    std::unique_ptr<Subscription> told
        = store.subscribe({}, [this](const QList<StoredEvent>& news) { record.add(news); });

    void append(int count)
    {
        QList<Event> batch;
        for (const StoredEvent& stored : random.events(count)) {
            batch.append(stored.event);
        }
        QVERIFY(store.append(batch, AppendGuard::none()));
    }
    RecordAnswer ask(const RecordFilter& filter = {})
    {
        auto answer = record.recordMatches({filter}).result();
        while (answer && !answer->isWhole()) {
            const auto rest = record.recordMatches({filter, answer->searchedBackTo}).result();
            if (!rest) {
                return {};
            }
            answer->addOlder(*rest);
        }
        return answer.value_or(RecordAnswer());
    }
};

} // namespace

/// The same questions as to the index, through its threads.
class TestIndexedRecord : public QObject {
    Q_OBJECT

private slots:
    void answersWhileTheRecordGrows();
    void manyNewsAreTakenBeforeAnybodyAsks();
    void rowsAndWords();
    void endStopsAnExport();
};

void TestIndexedRecord::answersWhileTheRecordGrows()
{
    Growing world;
    world.append(3'000);
    std::jthread writer([&] {
        for (int batch = 0; batch < 50; ++batch) {
            world.append(20);
        }
    });
    qint64 before = 0;
    while (before < 4'000) { // Nothing is ever missing below what an answer says it knows.
        const RecordAnswer answer = world.ask();
        QVERIFY(answer.matches.count() >= before);
        QCOMPARE(answer.matches.count(), answer.upTo.value);
        QCOMPARE(answer.knownEvents, answer.knownUpTo.value);
        QVERIFY(answer.knownUpTo >= answer.upTo); // The rest may have been asked later.
        before = answer.matches.count();
    }
    QCOMPARE(world.ask({.types = {u"GATE.*"_s}}).matches.count()
                 + world.ask({.types = {u"PLUGIN.*"_s}}).matches.count()
                 + world.ask({.types = {u"ISSUE.*"_s, u"APPROVAL.REQUESTED"_s}}).matches.count(),
             4'000);
}

void TestIndexedRecord::manyNewsAreTakenBeforeAnybodyAsks()
{
    Growing world;
    world.append(10);
    QCOMPARE(world.ask().matches.count(), 10);
    for (int batch = 0; batch < 12; ++batch) {
        world.append(1'000);
    }
    QCOMPARE(world.ask().matches.count(), 12'010);
}

void TestIndexedRecord::rowsAndWords()
{
    Growing world;
    world.append(100);
    (void)world.ask();
    const auto rows = world.record.recordRows({{3}, {50}, {51}, {5'000}}).result();
    QVERIFY(rows);
    QCOMPARE(rows->size(), 3);
    QCOMPARE(rows->last().position.value, 51);
    QVERIFY(world.record.recordWords({{}, true}).result().contains(u"loopId:"_s));
}

void TestIndexedRecord::endStopsAnExport()
{
    const QTemporaryDir folder;
    QFuture<Result<qint64>> written;
    {
        Growing world;
        world.append(5'000);
        written = world.record.exportRecord(
            {world.ask().matches, folder.filePath(u"out"_s), ExportFormat::Csv});
    }
    QVERIFY(written.isFinished());
    QCOMPARE(QFile::exists(folder.filePath(u"out"_s)), written.result().has_value());
}

QTEST_GUILESS_MAIN(TestIndexedRecord)
#include "tst_indexed_record.moc"
