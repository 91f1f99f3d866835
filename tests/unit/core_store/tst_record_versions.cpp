// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/core_store/record_file.h"

#include <QDir>
#include <QTemporaryDir>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::store;
using namespace Qt::StringLiterals;

/// Files that another Tamma wrote, or none: what is left alone, and what can be read all the same.
class TestRecordVersions final : public QObject {
    Q_OBJECT

private slots:
    void leavesARecordOfANewerVersionAlone();
    void readsARecordOfANewerVersionThatItCanRead_data();
    void readsARecordOfANewerVersionThatItCanRead();
    void noticesANewerVersionInTheWriteAheadLog();
    void opensARecordWhoseLogWasBeingFoldedIn();
    void refusesWhatIsNoRecord_data();
    void refusesWhatIsNoRecord();
};

void TestRecordVersions::leavesARecordOfANewerVersionAlone()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    QVERIFY((*SqliteRecord::open(file))->append({anEvent()}, AppendGuard::none()));
    ask(file, "PRAGMA user_version = 999");
    const QByteArray before = contents(file);
    const QStringList files = QDir(folder.path()).entryList(QDir::Files);
    const auto record = SqliteRecord::open(file);
    QVERIFY(!record);
    QCOMPARE(record.error().code, errors::RECORD_FROM_NEWER_VERSION);
    QVERIFY(!record.error().retryable);
    QVERIFY2(record.error().detail.contains(u"999"), qPrintable(record.error().detail));
    QCOMPARE(contents(file), before);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), files);
}

void TestRecordVersions::readsARecordOfANewerVersionThatItCanRead_data()
{
    QTest::addColumn<bool>("opens");
    QTest::newRow("the newer one only added something") << true;
    QTest::newRow("the newer one changed it all") << false;
}

void TestRecordVersions::readsARecordOfANewerVersionThatItCanRead()
{
    QFETCH(bool, opens);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const Event event = anEvent({{u"k"_s, u"v"_s}});
    QVERIFY((*SqliteRecord::open(file))->append({event}, AppendGuard::none()));
    if (!opens) {
        ask(file, "UPDATE meta SET value = 999 WHERE key = 'readableFrom'");
    }
    ask(file, "PRAGMA user_version = 999");
    const auto record = SqliteRecord::open(file, {.readNewer = true});
    QCOMPARE(record.has_value(), opens);
    if (!opens) {
        QCOMPARE(record.error().code, errors::RECORD_FROM_NEWER_VERSION);
        return;
    }
    QCOMPARE((*record)->readOnlyBecause()->code, errors::RECORD_FROM_NEWER_VERSION);
    QCOMPARE((*record)->read(EventQuery::tagged(u"k"_s, u"v"_s))->first().event, event);
    QVERIFY((*record)->verify()->isGood());
    QCOMPARE((*record)->append({anEvent()}, AppendGuard::none()).error().code,
             errors::RECORD_FROM_NEWER_VERSION);
    QCOMPARE((*record)->rebuildIndex().error().code, errors::RECORD_FROM_NEWER_VERSION);
    QCOMPARE(*(*record)->head(), Position{1});
}

void TestRecordVersions::noticesANewerVersionInTheWriteAheadLog()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const auto old = SqliteRecord::open(file); // While it is open nothing is folded in.
    ask(file, "PRAGMA user_version = 999");
    const auto record = SqliteRecord::open(file);
    QVERIFY(!record);
    QCOMPARE(record.error().code, errors::RECORD_FROM_NEWER_VERSION);
}

// The first page, with the new number of pages, gets there before the file has grown.
void TestRecordVersions::opensARecordWhoseLogWasBeingFoldedIn()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    const QString copy = folder.filePath(u"copy.sqlite"_s);
    QVERIFY((*SqliteRecord::open(file))->append({anEvent()}, AppendGuard::none()));
    {
        const auto record = SqliteRecord::open(file);
        for (int i = 0; i < 200; ++i) {
            QVERIFY(
                (*record)->append({anEvent({{u"k"_s, QString::number(i)}})}, AppendGuard::none()));
        }
        QByteArray bytes = contents(file);
        constexpr int CHANGES = 24; // sqlite.org/fileformat2.html, section 1.3.
        constexpr int PAGES = 28;
        constexpr int VALID_FOR = 92;
        bytes.replace(PAGES, 4, QByteArray("\0\0\x10\0", 4));
        bytes.replace(VALID_FOR, 4, bytes.mid(CHANGES, 4));
        write(copy, bytes);
        write(copy + u"-wal"_s, contents(file + u"-wal"_s));
    }
    const auto record = SqliteRecord::open(copy);
    QVERIFY2(record, record ? "" : qPrintable(record.error().detail));
    QCOMPARE(*(*record)->head(), Position{201});
    QVERIFY((*record)->verify()->isGood());
}

void TestRecordVersions::refusesWhatIsNoRecord_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"other.sqlite"_s);
    ask(file, "CREATE TABLE bookmarks(url TEXT)");
    QTest::newRow("a text") << QByteArray("Dear diary");
    QTest::newRow("a long text") << QByteArray("Dear diary ").repeated(1000);
    QTest::newRow("somebody else's database") << contents(file);
    QTest::newRow("the beginning of a database") << contents(file).left(60);
}

void TestRecordVersions::refusesWhatIsNoRecord()
{
    QFETCH(QByteArray, bytes);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    write(file, bytes);
    const auto record = SqliteRecord::open(file);
    QVERIFY(!record);
    QCOMPARE(record.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY(!record.error().retryable);
    QVERIFY2(record.error().detail.contains(u"TAMMA_HOME"), qPrintable(record.error().detail));
    QCOMPARE(contents(file), bytes);
}

QTEST_GUILESS_MAIN(TestRecordVersions)
#include "tst_record_versions.moc"
