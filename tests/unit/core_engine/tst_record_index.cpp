// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/record_index.h"

#include "core/engine/record_writer.h"
#include "tests/support/gapped_record.h"
#include "tests/support/listed_store.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace tamma::engine;
using namespace tamma::events;
using namespace tamma::readmodels;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A record of some segments, and where its columns are kept.
struct World {
    GappedRecord random{4, 100};
    QList<StoredEvent> record = random.events(4'000);
    ListedStore store{record};
    QTemporaryDir folder;
    QString file = folder.filePath(u"record.columns"_s);

    /// Asks until the answer is whole, and returns it.
    RecordAnswer ask(RecordIndex& index, const RecordFilter& filter = {})
    {
        auto answer = index.matches({filter});
        while (answer && !answer->isWhole()) {
            const auto rest = index.matches({filter, answer->searchedBackTo});
            if (!rest) {
                return {};
            }
            answer->addOlder(*rest);
        }
        return answer.value_or(RecordAnswer());
    }
    [[nodiscard]] qint64 count(const RecordFilter& filter = {}) const
    {
        return std::ranges::count_if(
            record, [&](const StoredEvent& stored) { return filter.matches(stored); });
    }
    void makeColumns()
    {
        RecordIndex index(store, file);
        QCOMPARE(ask(index).matches.count(), record.size());
    }
};

const RecordFilter FAILED_GATES{.types = {u"GATE.FAILED"_s}};

} // namespace

class TestRecordIndex : public QObject {
    Q_OBJECT

private slots:
    void answersBitByBitWhileColumnsAreMade();
    void savedColumnsAreNotMadeAgain();
    void goesOnWhereItWasClosed();
    void damagedFileIsMadeAgain_data();
    void damagedFileIsMadeAgain();
    void columnsOfAnotherRecordAreNotUsed();
    void twoProcessesMayKeepColumnsInOneFile();
    void newEventsAreKnownAtOnce();
    void wordsAreReadFor();
    void timesAreExact();
    void errorOfTheStoreIsHandedOn();
    void rowsAreReadAtTheirPositions();
    void exportWritesWhatMatches_data();
    void exportWritesWhatMatches();
    void stoppedExportLeavesTheOldFile();
};

void TestRecordIndex::answersBitByBitWhileColumnsAreMade()
{
    World world;
    RecordIndex index(world.store, {}, {.slice = 0ms, .page = 500});
    const auto first = index.matches({FAILED_GATES});
    QVERIFY(first);
    QVERIFY(!first->isWhole());
    QVERIFY(first->matches.count() > 0);
    QCOMPARE(first->upTo, world.record.last().position);
    QVERIFY(world.store.eventsRead <= 500);
    QCOMPARE(world.ask(index, FAILED_GATES).matches.count(), world.count(FAILED_GATES));
}

void TestRecordIndex::savedColumnsAreNotMadeAgain()
{
    World world;
    world.makeColumns();
    world.store.eventsRead = 0;
    RecordIndex index(world.store, world.file);
    QCOMPARE(world.ask(index, FAILED_GATES).matches.count(), world.count(FAILED_GATES));
    QVERIFY2(world.store.eventsRead <= 2, qPrintable(QString::number(world.store.eventsRead)));
}

void TestRecordIndex::goesOnWhereItWasClosed()
{
    World world;
    world.makeColumns();
    world.record += world.random.events(3'000); // Two segments more, by somebody else.
    world.store.eventsRead = 0;
    {
        RecordIndex index(world.store, world.file, {.slice = 0ms, .page = 500});
        (void)index.matches({}); // One page of them, and then the window was closed.
    }
    RecordIndex index(world.store, world.file);
    QCOMPARE(world.ask(index, FAILED_GATES).matches.count(), world.count(FAILED_GATES));
    QVERIFY(world.store.eventsRead < 4'000);
}

void TestRecordIndex::damagedFileIsMadeAgain_data()
{
    QTest::addColumn<qint64>("kept");
    QTest::addColumn<QByteArray>("more");
    QTest::newRow("empty") << qint64{0} << QByteArray();
    QTest::newRow("no columns at all") << qint64{0} << QByteArray("something else entirely\n");
    QTest::newRow("torn") << qint64{9'000} << QByteArray();
    QTest::newRow("torn in the header") << qint64{17} << QByteArray();
    QTest::newRow("bytes behind the end") << qint64{1'000'000} << QByteArray("torn append");
}

void TestRecordIndex::damagedFileIsMadeAgain()
{
    QFETCH(qint64, kept);
    QFETCH(QByteArray, more);
    World world;
    world.makeColumns();
    QFile file(world.file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray bytes = file.read(kept);
    file.resize(0);
    file.seek(0);
    file.write(bytes + more);
    file.close();
    world.makeColumns();
    world.store.eventsRead = 0;
    RecordIndex index(world.store, world.file);
    QCOMPARE(world.ask(index, FAILED_GATES).matches.count(), world.count(FAILED_GATES));
    QVERIFY(world.store.eventsRead <= 2); // And it is whole again.
}

void TestRecordIndex::columnsOfAnotherRecordAreNotUsed()
{
    World world;
    world.makeColumns();
    for (StoredEvent& stored : world.record) { // A backup that went on differently.
        stored.event.id = EventId(stored.event.id.text() + u"-other"_s);
        stored.event.payload = GateFailed{};
    }
    RecordIndex index(world.store, world.file);
    QCOMPARE(world.ask(index, FAILED_GATES).matches.count(), world.record.size());
    world.record = world.record.first(100); // And one that is shorter.
    RecordIndex shorter(world.store, world.file);
    QCOMPARE(world.ask(shorter).matches.count(), 100);
}

void TestRecordIndex::twoProcessesMayKeepColumnsInOneFile()
{
    World world;
    RecordIndex one(world.store, world.file, {.slice = 0ms, .page = 300});
    RecordIndex two(world.store, world.file, {.slice = 0ms, .page = 300});
    for (int turn = 0; turn < 4; ++turn) {
        QVERIFY(one.matches({}) && two.matches({}));
    }
    QCOMPARE(world.ask(one).matches.count(), world.record.size());
    QCOMPARE(world.ask(two).matches.count(), world.record.size());
    RecordIndex later(world.store, world.file);
    QCOMPARE(world.ask(later, FAILED_GATES).matches.count(), world.count(FAILED_GATES));
}

void TestRecordIndex::newEventsAreKnownAtOnce()
{
    World world;
    RecordIndex index(world.store, {});
    QCOMPARE(index.add(world.record), 0); // Nobody has asked: nothing is kept.
    (void)world.ask(index);
    world.store.eventsRead = 0;
    const QList<StoredEvent> news = world.random.events(10);
    world.record += news;
    QCOMPARE(index.add(world.record.last(14)), 14); // Some of them are known.
    QCOMPARE(world.ask(index, FAILED_GATES).matches.count(), world.count(FAILED_GATES));
    QCOMPARE(world.store.eventsRead, 0);
    world.record += world.random.events(5); // Nobody told.
    QCOMPARE(world.ask(index).matches.count(), world.record.size());
}

void TestRecordIndex::wordsAreReadFor()
{
    World world;
    RecordIndex index(world.store, {}, {.slice = 0ms});
    RecordFilter filter{.tags = {{tag::LOOP, u"loop-2"_s}}, .words = {u"TESTS"_s, u"failed"_s}};
    const auto first = index.matches({filter});
    QVERIFY(first);
    QVERIFY(!first->isWhole());
    const RecordAnswer all = world.ask(index, filter);
    QCOMPARE(all.matches.count(), world.count(filter));
    QCOMPARE(all.failures.count(), all.matches.count());
    filter.words = {u"banana"_s};
    QCOMPARE(world.ask(index, filter).matches.count(), 0);
}

void TestRecordIndex::timesAreExact()
{
    World world;
    RecordIndex index(world.store, {});
    for (const qsizetype first : {0, 1'999, 3'990}) {
        RecordFilter filter{.recordedFrom = world.record[first].recorded};
        QCOMPARE(world.ask(index, filter).matches.count(), world.count(filter));
        filter.recordedBefore = world.record[first + 5].recorded;
        QCOMPARE(world.ask(index, filter).matches.count(), world.count(filter));
        filter.words = {u"loop"_s};
        QCOMPARE(world.ask(index, filter).matches.count(), world.count(filter));
    }
}

void TestRecordIndex::errorOfTheStoreIsHandedOn()
{
    World world;
    RecordIndex index(world.store, world.file);
    world.store.refusal = Error{errors::STORE_UNAVAILABLE};
    QCOMPARE(index.matches({}).error().code, errors::STORE_UNAVAILABLE);
    world.store.refusal.reset();
    QCOMPARE(world.ask(index).matches.count(), world.record.size()); // And goes on.
}

void TestRecordIndex::rowsAreReadAtTheirPositions()
{
    World world;
    QList<Position> wanted{{1}};
    QList<StoredEvent> expected;
    for (qsizetype number = 0; number < 300; number += 1 + number % 7) {
        if (world.record[number].position != Position{1}) {
            wanted.append(world.record[number].position);
        }
        expected.append(world.record[number]);
    }
    QCOMPARE(*readRows(world.store, wanted), expected);
}

void TestRecordIndex::exportWritesWhatMatches_data()
{
    QTest::addColumn<int>("format");
    QTest::newRow("JSON lines") << int(ExportFormat::JsonLines);
    QTest::newRow("CSV") << int(ExportFormat::Csv);
}

void TestRecordIndex::exportWritesWhatMatches()
{
    QFETCH(int, format);
    World world;
    world.record[0].event.metadata.actor = u"=cmd(\"x\")"_s;
    RecordIndex index(world.store, {});
    const RecordAnswer answer = world.ask(index);
    QList<qint64> told;
    const QString file = world.folder.filePath(u"out"_s);
    const auto written = writeRecord(
        world.store,
        {answer.matches, file, ExportFormat(format), {}, [&](qint64 n) { told.append(n); }});
    QCOMPARE(written.value_or(-1), world.record.size());
    QCOMPARE(told.last(), world.record.size());
    QFile out(file);
    QVERIFY(out.open(QIODevice::ReadOnly));
    QList<QByteArray> lines = out.readAll().split('\n');
    QVERIFY(lines.takeLast().isEmpty());
    if (ExportFormat(format) == ExportFormat::Csv) {
        QVERIFY(lines.takeFirst().startsWith("position,recorded,"));
        QVERIFY2(lines.first().contains(",\"'=cmd(\"\"x\"\")\","), lines.first().constData());
    } else {
        const auto first = QJsonDocument::fromJson(lines.first()).object();
        QCOMPARE(first[u"position"_s].toInteger(), world.record.first().position.value);
    }
    QCOMPARE(lines.size(), world.record.size());
}

void TestRecordIndex::stoppedExportLeavesTheOldFile()
{
    World world;
    RecordIndex index(world.store, {});
    QFile old(world.folder.filePath(u"out"_s));
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("mine");
    old.close();
    std::stop_source stop;
    const auto written
        = writeRecord(world.store,
                      {world.ask(index).matches, old.fileName(), ExportFormat::JsonLines,
                       stop.get_token(), [&](qint64) { stop.request_stop(); }});
    QCOMPARE(written.error().code, errors::CANCELLED);
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), "mine");
    const auto nowhere = writeRecord(
        world.store, {world.ask(index).matches, world.folder.filePath(u"no/such/folder"_s)});
    QCOMPARE(nowhere.error().code, errors::FILE_WRITE_FAILED);
}

QTEST_APPLESS_MAIN(TestRecordIndex)
#include "tst_record_index.moc"
