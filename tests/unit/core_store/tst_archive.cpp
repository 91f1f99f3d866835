// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/hash_chain.h"
#include "core/store/record_transfer.h"
#include "core/store/sqlite/connection.h"
#include "core/store/sqlite/event_table.h"
#include "core/store/sqlite/folder_lock.h"
#include "tests/unit/core_store/record_file.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::store;
using namespace Qt::StringLiterals;

namespace {

constexpr int EVENTS = 2'000;

QByteArray exported(const Record& record)
{
    QByteArray lines;
    const auto sink = [&lines](QByteArrayView line) {
        lines += line;
        return Result<>();
    };
    return exportRecord(record, sink, {}) ? lines : "the export failed";
}

QList<qint64> positionsOf(const Result<QList<StoredEvent>>& events)
{
    QList<qint64> result;
    for (const StoredEvent& event : *events) {
        result.append(event.position.value);
    }
    return result;
}

// The process that is killed: appends and archives for ever, and says a line before each.
int archiveUntilKilled(const QString& file)
{
    const auto record = SqliteRecord::open(file, {.indexAfter = 1});
    while (record && (*record)->append({anEvent(), anEvent()}, AppendGuard::none())) {
        std::puts("begins");
        std::fflush(stdout);
        if (!(*record)->archive({std::numeric_limits<qint64>::max()}, {})) {
            break;
        }
    }
    return 1;
}

} // namespace

/// Old events in files of their own are still events of the record.
class TestArchive final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void saysTheSameAsBefore_data();
    void saysTheSameAsBefore();
    void keepsTheNewestEventAndWhatIsNotIndexed();
    void goesOnWhereItStopped();
    void knowsArchivedEventsWhenTheyComeAgain();
    void holdsGuardsOverArchivedEvents();
    void isSeenByWhoeverHasTheRecordOpen();
    void makesTheIndexOfArchivedEventsAgain();
    void namesTheBadEventInASegment();
    void saysWhichSegmentIsMissing();
    void isCopiedWithTheRecord();
    void mindsNoRestsOfACrash();
    void isDoneByOneAtATime();
    void losesNothingWhenItIsKilled();
    void givesSpaceBack();
    void isNotReadByAnOlderTamma();
    void knowsMomentsAcrossGaps();

private:
    [[nodiscard]] SqliteRecord& record() { return *m_record; }
    [[nodiscard]] QStringList segments() const
    {
        return QDir(sqlite::segmentFolder(m_file)).entryList(QDir::Files);
    }
    void archive(qint64 upTo) { QVERIFY(m_record->archive({upTo}, {})); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    std::unique_ptr<SqliteRecord> m_record;
};

void TestArchive::init()
{
    m_record.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"record.sqlite"_s);
    m_record = *SqliteRecord::open(m_file);
    for (int number = 0; number < EVENTS;) {
        QList<Event> batch;
        for (int i = 0; i < 100; ++i, ++number) {
            Event event = anEvent({{u"parity"_s, QString::number(number % 2)},
                                   {u"hundred"_s, QString::number(number / 100)}});
            event.payload
                = OpaquePayload{u"TYPE.%1"_s.arg(number % 7),
                                1,
                                {{u"text"_s, QString(number % 50 == 0 ? 3000 : 20, u'x')}}};
            batch.append(event);
        }
        QVERIFY(m_record->append(batch, AppendGuard::none()));
    }
}

void TestArchive::saysTheSameAsBefore_data()
{
    QTest::addColumn<QList<qint64>>("cuts");
    QTest::newRow("one segment") << QList<qint64>{700};
    QTest::newRow("several") << QList<qint64>{1, 2, 300, 1100};
    QTest::newRow("nearly all") << QList<qint64>{EVENTS};
}

void TestArchive::saysTheSameAsBefore()
{
    QFETCH(const QList<qint64>, cuts);
    QList<EventQuery> queries;
    for (const bool backwards : {false, true}) {
        for (const qint64 after : {0, 1, 299, 300, 690, 1500}) {
            for (const qint64 limit : {1, 40, 5000}) {
                EventQuery query;
                query.after = {after};
                query.upTo = {1700};
                query.limit = limit;
                query.backwards = backwards;
                queries.append(query);
                query.items = {{{}, {{u"parity"_s, u"1"_s}}}};
                queries.append(query);
                query.items = {{{u"TYPE.3"_s}, {{u"parity"_s, u"1"_s}}}, {{u"TYPE.5"_s}, {}}};
                queries.append(query);
            }
        }
    }
    QList<QList<qint64>> before;
    for (const EventQuery& query : queries) {
        before.append(positionsOf(record().read(query)));
    }
    const QByteArray exportBefore = exported(record());
    const auto statistics = *record().statistics();
    const auto events = *record().read({});
    const Timestamp middle = events.at(EVENTS / 2).recorded;
    const Position middlePosition = *record().positionAt(middle);
    for (const qint64 cut : cuts) {
        archive(cut);
    }
    QCOMPARE(segments().size(), cuts.size());
    for (qsizetype i = 0; i < queries.size(); ++i) {
        QCOMPARE(positionsOf(record().read(queries.at(i))), before.at(i));
    }
    QCOMPARE(exported(record()), exportBefore);
    QCOMPARE(*record().read({}), events);
    QCOMPARE(*record().positionAt(middle), middlePosition);
    QCOMPARE(record().statistics()->eventsOfType, statistics.eventsOfType);
    QCOMPARE(record().statistics()->firstRecorded, statistics.firstRecorded);
    QVERIFY(record().verify()->isGood());
}

void TestArchive::keepsTheNewestEventAndWhatIsNotIndexed()
{
    const auto moved = record().archive({EVENTS * 10}, {});
    QCOMPARE(*moved, record().statistics()->archivedUpTo.value);
    QVERIFY(record().statistics()->archivedUpTo.value < EVENTS);
    QCOMPARE(*record().archive({EVENTS * 10}, {}), 0);
    const auto receipt = record().append({anEvent()}, AppendGuard::none());
    QCOMPARE(receipt->first, Position{EVENTS + 1});
    QVERIFY(record().verify()->isGood());
}

void TestArchive::goesOnWhereItStopped()
{
    QCOMPARE(*record().archive({500}, {}), 500);
    m_record.reset();
    m_record = *SqliteRecord::open(m_file);
    QCOMPARE(*record().archive({800}, {}), 300);
    QCOMPARE(record().statistics()->archivedUpTo, Position{800});
    QCOMPARE(record().read({})->size(), EVENTS);
}

void TestArchive::knowsArchivedEventsWhenTheyComeAgain()
{
    const Event old = record().read({.limit = 1})->first().event;
    Event oddId = anEvent();
    oddId.id = EventId(u"no UUID at all"_s);
    QVERIFY(record().append({oddId}, AppendGuard::none()));
    QList<Event> many(300);
    std::ranges::generate(many, [] { return anEvent(); });
    QVERIFY(record().append(many, AppendGuard::none()));
    archive(EVENTS + 1);
    QCOMPARE(record().statistics()->archivedUpTo, Position{EVENTS + 1});
    const auto again = record().append({old}, AppendGuard::none());
    QVERIFY(again && again->repeated);
    QCOMPARE(again->first, Position{1});
    QVERIFY(record().append({oddId}, AppendGuard::none())->repeated);
    const auto part = record().append({old, anEvent()}, AppendGuard::none());
    QCOMPARE(part.error().code, errors::INVALID_ARGUMENT);
}

void TestArchive::holdsGuardsOverArchivedEvents()
{
    archive(1000);
    const auto taken = EventQuery::tagged(u"hundred"_s, u"2"_s);
    const auto refused = record().append({anEvent()}, AppendGuard::never(taken));
    QCOMPARE(refused.error().code, errors::POSITION_CONFLICT);
    QVERIFY(record().append({anEvent()}, AppendGuard::unchanged(taken, {300})));
    QVERIFY(!record().append({anEvent()}, AppendGuard::unchanged(taken, {250})));
}

void TestArchive::isSeenByWhoeverHasTheRecordOpen()
{
    const auto other = SqliteRecord::open(m_file);
    QCOMPARE((*other)->read({})->size(), EVENTS);
    archive(900);
    QCOMPARE((*other)->read({})->size(), EVENTS);
    QCOMPARE((*other)->read(EventQuery::tagged(u"hundred"_s, u"3"_s))->size(), 100);
    QVERIFY((*other)->append({anEvent()}, AppendGuard::none()));
    QCOMPARE(*record().head(), *(*other)->head());
    QCOMPARE(*(*other)->archive({1200}, {}), 300);
    QCOMPARE(record().read({})->size(), EVENTS + 1);
}

void TestArchive::makesTheIndexOfArchivedEventsAgain()
{
    archive(1000);
    QVERIFY(record().rebuildIndex());
    QVERIFY(record().verify()->isGood());
    QCOMPARE(record().read(EventQuery::tagged(u"hundred"_s, u"3"_s))->size(), 100);
}

void TestArchive::namesTheBadEventInASegment()
{
    archive(1000);
    m_record.reset();
    const QString path = sqlite::segmentFolder(m_file) + u'/' + segments().first();
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
    {
        const auto connection = sqlite::Connection::open({path, std::chrono::seconds(1)});
        QVERIFY((*connection)->run("UPDATE event SET metadata = '{}' WHERE position = 321"));
    }
    m_record = *SqliteRecord::open(m_file);
    const auto report = record().verify();
    QCOMPARE(report->firstBad, Position{321});
}

void TestArchive::saysWhichSegmentIsMissing()
{
    archive(1000);
    m_record.reset();
    const QString path = sqlite::segmentFolder(m_file) + u'/' + segments().first();
    QVERIFY(QFile::rename(path, path + u".away"_s));
    m_record = *SqliteRecord::open(m_file);
    const auto missing = record().read({});
    QCOMPARE(missing.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY2(missing.error().detail.contains(path), qPrintable(missing.error().detail));
    EventQuery newer;
    newer.after = {1500};
    QCOMPARE(record().read(newer)->size(), 500); // What is there can be read.
    QVERIFY(QFile::rename(path + u".away"_s, path));
    QCOMPARE(record().read({})->size(), EVENTS);
}

void TestArchive::isCopiedWithTheRecord()
{
    archive(1000);
    const QString copy = m_folder->filePath(u"copy.sqlite"_s);
    QVERIFY(record().backUp(copy));
    QCOMPARE(exported(**SqliteRecord::open(copy)), exported(record()));
}

void TestArchive::mindsNoRestsOfACrash()
{
    archive(300);
    const QByteArray before = exported(record());
    const QString folder = sqlite::segmentFolder(m_file);
    write(folder + u"/half.draft"_s, "half");
    write(folder + u"/000000000301-000000000900.sqlite"_s, "it never was taken");
    archive(900);
    QVERIFY(!QFile::exists(folder + u"/half.draft"_s));
    QCOMPARE(exported(record()), before);
    QVERIFY(record().verify()->isGood());
}

void TestArchive::isDoneByOneAtATime()
{
    archive(300);
    const sqlite::FolderLock other(sqlite::segmentFolder(m_file),
                                   sqlite::FolderLock::Patience::Try);
    QVERIFY(other.isHeld());
    const auto refused = record().archive({900}, {});
    QCOMPARE(refused.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY(refused.error().retryable);
    QCOMPARE(record().statistics()->archivedUpTo.value, 300);
}

void TestArchive::losesNothingWhenItIsKilled()
{
    for (int round = 0; round < 30; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {u"--archive"_s, m_file});
        for (int lines = 0; lines <= round % 4; ++lines) { // At another moment each time.
            QVERIFY(child.canReadLine() || child.waitForReadyRead(30'000));
            child.readLine();
        }
        child.kill();
        QVERIFY(child.waitForFinished(30'000));
        const auto all = record().read({});
        QVERIFY2(all, all ? "" : qPrintable(all.error().detail));
        QVERIFY(all->size() >= EVENTS);
        QCOMPARE(all->last().position.value, all->size()); // Nothing is missing, nothing twice.
        const auto report = record().verify();
        QVERIFY2(report->isGood(), qPrintable(report->fault));
    }
    QVERIFY(record().statistics()->segments > 3);
}

void TestArchive::givesSpaceBack()
{
    const qint64 before = QFileInfo(m_file).size() + QFileInfo(m_file + u"-wal"_s).size();
    archive(EVENTS);
    m_record.reset();
    QVERIFY(QFileInfo(m_file).size() < before / 2);
}

void TestArchive::isNotReadByAnOlderTamma()
{
    QCOMPARE(ask(m_file, "SELECT value FROM meta WHERE key = 'readableFrom'").first(), u"2"_s);
    archive(100);
    QCOMPARE(ask(m_file, "SELECT value FROM meta WHERE key = 'readableFrom'").first(), u"3"_s);
}

// A record that came from a database has positions that no event has.
void TestArchive::knowsMomentsAcrossGaps()
{
    const auto gapped = *SqliteRecord::open(m_folder->filePath(u"gaps.sqlite"_s));
    QList<qint64> positions;
    for (qint64 position = 1; position <= 2500; position += position % 500 == 0 ? 300 : 1) {
        positions.append(position);
    }
    const auto restored = gapped->restore([&](const RowSink& sink) -> Result<> {
        QByteArray hash = hash_chain::beginning();
        for (const qint64 position : std::as_const(positions)) {
            StoredRow row{{{position}, position * 1000, {}}, toRows({anEvent()}).first()};
            hash = hash_chain::next(hash, row.place.position, row.place.recorded,
                                    hash_chain::contentHash(row.row));
            row.place.hash = hash;
            TRY(sink(row));
        }
        return {};
    });
    QVERIFY2(restored, restored ? "" : qPrintable(restored.error().detail));
    QVERIFY(gapped->rebuildIndex());
    for (const qint64 cut : {0, 500, 900, 1400}) {
        QVERIFY(cut == 0 || *gapped->archive({cut}, {}) > 0);
        for (const qint64 moment :
             {1, 499, 500, 501, 650, 799, 800, 1000, 1001, 1299, 1450, 2400}) {
            const auto next = std::ranges::upper_bound(positions, moment);
            QCOMPARE(gapped->positionAt(Timestamp(std::chrono::seconds(moment))),
                     Position{*std::prev(next)});
        }
    }
}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--archive"_s) {
        return archiveUntilKilled(arguments.value(2));
    }
    TestArchive test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_archive.moc"
