// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/core_store/record_file.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cstdio>
#include <thread>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;
using namespace tamma::store;

namespace {

/// A clock that goes where it is set.
class SetClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override
    {
        return Timestamp(std::chrono::milliseconds(milliseconds.load()));
    }
    std::atomic<qint64> milliseconds = 1'000;
};

// The process that is killed: appends batches of three for ever, and names each that was answered.
int appendUntilKilled(const QString& file)
{
    const auto record = SqliteRecord::open(file);
    while (record) {
        const QString batch = UuidV7Source().next();
        const Tags tags{{u"batch"_s, batch}};
        if ((*record)->append({anEvent(tags), anEvent(tags), anEvent(tags)}, AppendGuard::none())) {
            std::puts(qPrintable(batch));
            std::fflush(stdout);
        }
    }
    return 1;
}

// Another Tamma that does one thing and ends.
int appendOnce(const QString& file)
{
    const auto record = SqliteRecord::open(file);
    return record && (*record)->append({anEvent()}, AppendGuard::none()) ? 0 : 1;
}

} // namespace

/// What only a record in a file can do: last, be shared, be damaged, come from another version.
class TestSqliteRecord final : public QObject {
    Q_OBJECT

private slots:
    void makesTheFolderAndKeepsEverything();
    void opensOneNewRecordFromManyThreads();
    void stampsRecordedTimesThatNeverGoBack();
    void followsAnotherStoreOnTheSameFile();
    void losesNothingWhenItIsOpenedTwice();
    void givesUpOnAProcessThatHoldsTheRecord();
    void tellsThatARecordIsDamaged();
    void namesTheEventThatCannotBeRead();
    void noticesThatItsFileIsGone();
    void survivesBeingKilled();
    void opensWithATornWriteAheadLog_data();
    void opensWithATornWriteAheadLog();
    void leavesNoFileBehind();
};

void TestSqliteRecord::makesTheFolderAndKeepsEverything()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"a b%20?#ü/b/record.sqlite"_s);
    const Event event = anEvent({{u"k"_s, u"v"_s}});
    QVERIFY((*SqliteRecord::open(file))->append({event}, AppendGuard::none()));
    const auto again = SqliteRecord::open(file);
    QVERIFY(again);
    QCOMPARE(*(*again)->head(), Position{1});
    QCOMPARE((*again)->read(EventQuery::tagged(u"k"_s, u"v"_s))->first().event, event);
    QVERIFY((*again)->append({event}, AppendGuard::none())->repeated);
    QCOMPARE((*again)->append({anEvent({{u"k"_s, u"v"_s}})}, AppendGuard::none())->last,
             Position{2});
    QCOMPARE(ask(file, "PRAGMA user_version"), QStringList{u"3"_s});
    QCOMPARE(ask(file, "PRAGMA journal_mode"), QStringList{u"wal"_s});
    QCOMPARE(ask(file, "PRAGMA integrity_check"), QStringList{u"ok"_s});
}

void TestSqliteRecord::opensOneNewRecordFromManyThreads()
{
    for (int round = 0; round < 5; ++round) {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"record.sqlite"_s);
        std::atomic<int> good = 0;
        {
            std::vector<std::jthread> threads;
            for (int n = 0; n < 6; ++n) {
                threads.emplace_back([&] {
                    const auto record = SqliteRecord::open(file);
                    good += record && (*record)->append({anEvent()}, AppendGuard::none()) ? 1 : 0;
                });
            }
        }
        QCOMPARE(good.load(), 6);
        QCOMPARE(*(*SqliteRecord::open(file))->head(), Position{6});
    }
}

void TestSqliteRecord::stampsRecordedTimesThatNeverGoBack()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const auto clock = std::make_shared<SetClock>();
    for (const qint64 now : {1'000, 2'000, 500, 1'999, 3'000}) {
        clock->milliseconds = now;
        const auto record = SqliteRecord::open(file, {.clock = clock});
        QVERIFY((*record)->append({anEvent(), anEvent()}, AppendGuard::none()));
    }
    const QStringList expected{u"1000"_s, u"1000"_s, u"2000"_s, u"2000"_s, u"2000"_s,
                               u"2000"_s, u"2000"_s, u"2000"_s, u"3000"_s, u"3000"_s};
    QCOMPARE(ask(file, "SELECT recorded FROM event ORDER BY position"), expected);
}

void TestSqliteRecord::followsAnotherStoreOnTheSameFile()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const auto mine = SqliteRecord::open(file, {.pollInterval = std::chrono::milliseconds(10)});
    const auto other = SqliteRecord::open(file);
    std::atomic<int> seen = 0;
    const auto subscription = (*mine)->subscribe(
        {}, [&](const QList<StoredEvent>& events) { seen += static_cast<int>(events.size()); });
    for (int i = 1; i <= 3; ++i) {
        QVERIFY((*other)->append({anEvent()}, AppendGuard::none()));
        QTRY_COMPARE(seen.load(), i);
    }
}

// A process that closes a file gives up all its POSIX locks on it, also those of others in it. Then
// another process would take itself for the last one, and delete the log that is still written to.
void TestSqliteRecord::losesNothingWhenItIsOpenedTwice()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const auto record = SqliteRecord::open(file);
    QVERIFY((*record)->append({anEvent()}, AppendGuard::none()));
    QVERIFY(SqliteRecord::open(file)); // What a look at the state of the machine does.
    for (int round = 1; round <= 3; ++round) {
        QCOMPARE(
            QProcess::execute(QCoreApplication::applicationFilePath(), {u"--append-once"_s, file}),
            0);
        QVERIFY(QFile::exists(file + u"-wal"_s));
        QVERIFY((*record)->append({anEvent()}, AppendGuard::none()));
        QCOMPARE(*(*record)->head(), Position{1 + 2 * round});
    }
    QCOMPARE(*(*SqliteRecord::open(file))->head(), Position{7});
}

void TestSqliteRecord::givesUpOnAProcessThatHoldsTheRecord()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const auto record = SqliteRecord::open(file, {.busyTimeout = std::chrono::milliseconds(200)});
    std::atomic<int> refused = 0;
    {
        const auto other = store::sqlite::Connection::open({file, std::chrono::seconds(1)});
        QVERIFY((*other)->run("BEGIN IMMEDIATE"));
        QElapsedTimer timer;
        timer.start();
        {
            std::vector<std::jthread> callers;
            for (int n = 0; n < 20; ++n) {
                callers.emplace_back([&] {
                    const auto answer = (*record)->append({anEvent()}, AppendGuard::none());
                    refused += !answer && answer.error().code == errors::STORE_UNAVAILABLE
                            && answer.error().retryable
                        ? 1
                        : 0;
                });
            }
        }
        QVERIFY(timer.elapsed() < 20 * 200); // They wait together, not one after the other.
        QVERIFY((*record)->read({})->isEmpty()); // Readers do not wait.
        QVERIFY((*other)->run("ROLLBACK"));
    }
    QCOMPARE(refused.load(), 20);
    QCOMPARE((*record)->append({anEvent()}, AppendGuard::none())->last, Position{1});
}

void TestSqliteRecord::tellsThatARecordIsDamaged()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    {
        const auto record = SqliteRecord::open(file);
        for (int i = 0; i < 200; ++i) {
            QVERIFY(
                (*record)->append({anEvent({{u"n"_s, QString::number(i)}})}, AppendGuard::none()));
        }
    }
    QByteArray bytes = contents(file);
    QVERIFY(bytes.size() > 5 * 4096);
    write(file, bytes.first(4096) + QByteArray(bytes.size() - 4096, '\xa5'));
    const auto record = SqliteRecord::open(file);
    const Error error = record ? (*record)->read({}).error() : record.error();
    QCOMPARE(error.code, errors::CORRUPT_EVENT);
    QVERIFY2(error.detail.contains(u".recover"), qPrintable(error.detail));
    QVERIFY(!error.retryable);
}

void TestSqliteRecord::namesTheEventThatCannotBeRead()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const auto record = SqliteRecord::open(file);
    QVERIFY((*record)->append({anEvent(), anEvent(), anEvent()}, AppendGuard::none()));
    ask(file, "UPDATE event SET data = '{' WHERE position = 2");
    const auto all = (*record)->read({});
    QVERIFY(!all);
    QCOMPARE(all.error().code, errors::CORRUPT_EVENT);
    QCOMPARE(all.error().context[u"position"].toInt(), 2);
    QCOMPARE((*record)->read(EventQuery::everything({2}))->size(), 1); // The others are unharmed.
}

void TestSqliteRecord::noticesThatItsFileIsGone()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const QString away = folder.filePath(u"away.sqlite"_s);
    const auto record = SqliteRecord::open(file);
    QVERIFY((*record)->append({anEvent()}, AppendGuard::none()));
    QCOMPARE((*record)->head()->value, 1);
    QVERIFY(QFile::rename(file, away));
    const auto refused = (*record)->append({anEvent()}, AppendGuard::none());
    QCOMPARE(refused.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY2(refused.error().detail.contains(u"moved or deleted"_s),
             qPrintable(refused.error().detail));
    QCOMPARE((*record)->head().error().code, errors::STORE_UNAVAILABLE);
    QVERIFY(!QFile::exists(file)); // Nobody made another one.
    QVERIFY(QFile::rename(away, file));
    QVERIFY((*record)->append({anEvent()}, AppendGuard::none()));
    QCOMPARE((*record)->head()->value, 2);
}

void TestSqliteRecord::survivesBeingKilled()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const int wanted = qEnvironmentVariableIntValue("TAMMA_KILLS"); // 1000 for the long run.
    QStringList answered;
    const auto isWhole = [](const SqliteRecord& record, const QString& batch) {
        return record.read(EventQuery::tagged(u"batch"_s, batch))->size() == 3;
    };
    for (int round = 0; round < (wanted > 0 ? wanted : 50); ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {u"--append"_s, file});
        const qsizetype before = answered.size();
        const qsizetype enough = before + 1 + round * 7 % 60;
        while (answered.size() < enough) {
            QVERIFY(child.waitForReadyRead(30'000));
            while (child.canReadLine()) {
                answered.append(QString::fromLatin1(child.readLine().trimmed()));
            }
        }
        child.kill();
        QVERIFY(child.waitForFinished(30'000));
        while (child.canReadLine()) {
            answered.append(QString::fromLatin1(child.readLine().trimmed()));
        }
        const auto record = SqliteRecord::open(file);
        QVERIFY(record);
        for (const QString& batch : answered.sliced(before)) {
            QVERIFY2(isWhole(**record, batch), qPrintable(batch));
        }
        const auto all = (*record)->read({});
        QCOMPARE(all->size() % 3, 0); // No batch in part.
        QCOMPARE(all->last().position.value, all->size()); // No gap, no position twice.
        QVERIFY((*record)->verify()->isGood());
    }
    const auto record = SqliteRecord::open(file);
    for (const QString& batch : std::as_const(answered)) {
        QVERIFY2(isWhole(**record, batch), qPrintable(batch));
    }
    const QStringList blocks = ask(file, "SELECT hex(positions) FROM posting ORDER BY 1");
    QVERIFY(blocks.size() > 10);
    QVERIFY((*record)->rebuildIndex());
    QCOMPARE(ask(file, "SELECT hex(positions) FROM posting ORDER BY 1"), blocks);
}

// What a power cut can leave of the last write.
void TestSqliteRecord::opensWithATornWriteAheadLog_data()
{
    QTest::addColumn<int>("cut");
    QTest::addColumn<char>("filler");
    QTest::newRow("the end is missing") << 1'000 << '\0';
    QTest::newRow("a page is half written") << 2'500 << 'x';
    QTest::newRow("several pages are garbage") << 20'000 << '\xff';
}

void TestSqliteRecord::opensWithATornWriteAheadLog()
{
    QFETCH(int, cut);
    QFETCH(char, filler);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const QString torn = folder.filePath(u"torn.sqlite"_s);
    const auto record = SqliteRecord::open(file);
    for (int i = 0; i < 60; ++i) {
        QVERIFY((*record)->append({anEvent(), anEvent(), anEvent()}, AppendGuard::none()));
    }
    write(torn, contents(file)); // While it is open nothing is folded in.
    const QByteArray log = contents(file + u"-wal"_s);
    QVERIFY(log.size() > 2 * cut);
    write(torn + u"-wal"_s,
          log.chopped(cut) + (filler == '\0' ? QByteArray() : QByteArray(cut, filler)));
    const auto opened = SqliteRecord::open(torn);
    QVERIFY(opened);
    const auto report = (*opened)->verify();
    QVERIFY2(report->isGood(), qPrintable(report->fault));
    QVERIFY(report->events > 100 && report->events < 180);
    QCOMPARE(report->events % 3, 0); // No batch in part.
    QVERIFY((*opened)->append({anEvent()}, AppendGuard::none()));
}

void TestSqliteRecord::leavesNoFileBehind()
{
    const QTemporaryDir folder;
    {
        const auto record = SqliteRecord::open(folder.filePath(u"record.sqlite"_s));
        QVERIFY((*record)->append({anEvent()}, AppendGuard::none()));
        QCOMPARE((*record)->read({})->size(), 1);
        const auto subscription = (*record)->subscribe({}, [](const QList<StoredEvent>&) { });
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"record.sqlite"_s});
}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--append"_s) {
        return appendUntilKilled(arguments.value(2));
    }
    if (arguments.value(1) == u"--append-once"_s) {
        return appendOnce(arguments.value(2));
    }
    TestSqliteRecord test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sqlite_record.moc"
