// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"
#include "core/store/sqlite/sqlite_record.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cstdio>
#include <thread>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;
using store::SqliteRecord;

namespace {

constexpr int DISK_BYTES = 4 * 1024 * 1024;
/// The write-ahead log alone takes 4 MiB before it starts anew.
constexpr int ARCHIVE_DISK_BYTES = 4 * DISK_BYTES;

Event anEvent(int size = 20'000)
{
    UuidV7Source ids;
    return {EventId(ids.next()),
            SystemClock().now(),
            {{u"k"_s, ids.next()}},
            {},
            GateLogAppended{.text = QString(size, u'x')}};
}

// The children run in a sandbox, where a check that fails can only say so and end.
void check(bool holds, const char* what, const QString& detail = {})
{
    if (!holds) {
        std::printf("not so: %s (%s)\n", what, qPrintable(detail));
        std::fflush(stdout);
        std::_Exit(1);
    }
}

bool isDiskFull(const Error& error)
{
    return error.code == errors::DISK_FULL && error.retryable;
}

void fillUp(const QString& path, qint64 bytes)
{
    QFile file(path);
    check(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered), "ballast");
    const QByteArray block(4096, 'b');
    while (bytes > 0 && file.write(block) == block.size()) {
        bytes -= block.size();
    }
}

int appendUntilFull(const QString& folder)
{
    const QString file = folder + u"/record.sqlite"_s;
    fillUp(folder + u"/ballast"_s, 1024 * 1024);
    qint64 stored = 0;
    {
        const auto opened = SqliteRecord::open(file);
        check(opened.has_value(), "opens", opened ? QString() : opened.error().detail);
        EventStore& record = **opened;
        auto answer = record.append({anEvent()}, AppendGuard::none());
        for (; answer; answer = record.append({anEvent()}, AppendGuard::none())) {
            stored = answer->last.value;
        }
        check(stored > 10, "some fit", answer.error().detail);
        check(isDiskFull(answer.error()), "the first refusal is DISK_FULL", answer.error().detail);
        const QList<Event> batch{anEvent(100), anEvent(), anEvent()};
        const auto refused = record.append(batch, AppendGuard::none());
        check(!refused && isDiskFull(refused.error()), "a batch is refused whole");
        std::atomic<int> full = 0;
        {
            std::vector<std::jthread> callers;
            for (int n = 0; n < 8; ++n) {
                callers.emplace_back([&] {
                    const auto mine = record.append({anEvent()}, AppendGuard::none());
                    full += !mine && isDiskFull(mine.error()) ? 1 : 0;
                });
            }
        }
        check(full == 8, "every caller gets an answer", QString::number(full));
        const auto all = record.read({});
        check(all && all->size() == stored, "everything answered is there, and nothing else");
        QFile::remove(folder + u"/ballast"_s);
        const auto retried = record.append(batch, AppendGuard::none());
        check(retried && retried->last.value == stored + 3,
              "the same batch fits once there is space",
              retried ? QString() : retried.error().detail);
        for (const Event& event : batch) { // Its tags were known when the first try was undone.
            const auto found = record.read(EventQuery::tagged(u"k"_s, event.tags.value(u"k"_s)));
            check(found && found->size() == 1, "it is found by its tags");
        }
    }
    const auto again = SqliteRecord::open(file);
    check(again.has_value(), "opens again", again ? QString() : again.error().detail);
    check((*again)->read({})->size() == stored + 3, "and everything is there after a restart");
    return 0;
}

int openOnAFullDisk(const QString& folder)
{
    const QString old = folder + u"/old.sqlite"_s;
    check((*SqliteRecord::open(old))->append({anEvent()}, AppendGuard::none()).has_value(),
          "one fits");
    fillUp(folder + u"/ballast"_s, DISK_BYTES * 2);
    for (const QString& file : {old, folder + u"/new.sqlite"_s}) {
        const auto opened = SqliteRecord::open(file);
        check(!opened && isDiskFull(opened.error()), qPrintable(file),
              opened ? u"it opened"_s : opened.error().detail);
    }
    QFile::remove(folder + u"/ballast"_s);
    check(*(*SqliteRecord::open(old))->head() == Position{1}, "the old one is unharmed");
    check(*(*SqliteRecord::open(folder + u"/new.sqlite"_s))->head() == Position{0},
          "a new one opens");
    return 0;
}

int archiveOnAFullDisk(const QString& folder)
{
    const QString file = folder + u"/record.sqlite"_s;
    const auto opened = SqliteRecord::open(file, {.indexAfter = 1});
    check(opened.has_value(), "opens");
    store::Record& record = **opened;
    constexpr int EVENTS = 100;
    for (int i = 0; i < EVENTS; ++i) {
        Event event = anEvent(1);
        for (int word = 0; word < 150; ++word) { // What does not shrink.
            std::get<GateLogAppended>(event.payload).text += UuidV7Source().next();
        }
        check(record.append({event}, AppendGuard::none()).has_value(), "it fits");
    }
    fillUp(folder + u"/ballast"_s, ARCHIVE_DISK_BYTES);
    const auto refused = record.archive({EVENTS}, {});
    check(!refused, "there is no space for a segment");
    check(isDiskFull(refused.error()), "it is DISK_FULL", refused.error().detail);
    const auto all = record.read({});
    check(all && all->size() == EVENTS, "nothing is lost");
    QFile::remove(folder + u"/ballast"_s);
    const auto moved = record.archive({EVENTS}, {});
    check(moved && *moved == EVENTS - 1, "it goes on once there is space",
          moved ? QString::number(*moved) : moved.error().detail);
    check(record.read({})->size() == EVENTS && record.verify()->isGood(), "nothing is lost");
    check(QDir(file + u".segments"_s).entryList(QDir::Files).size() == 1, "no rests lie about");
    return 0;
}

int openWhatCannotBeWritten(const QString& file)
{
    const auto opened = SqliteRecord::open(file);
    check(!opened, "is refused");
    const Error& error = opened.error();
    check(error.code == errors::STORE_UNAVAILABLE, "STORE_UNAVAILABLE", error.detail);
    check(!error.retryable, "a person has to act");
    check(error.detail.contains(u"writable") && error.detail.contains(u"TAMMA_HOME"),
          "the detail says what to do", error.detail);
    return 0;
}

const QStringList SANDBOX{u"--unshare-user"_s, u"--uid"_s,  u"1000"_s, u"--gid"_s,
                          u"1000"_s,           u"--bind"_s, u"/"_s,    u"/"_s,
                          u"--dev-bind"_s,     u"/dev"_s,   u"/dev"_s};

} // namespace

/// A real full disk (a small one in memory) and real folders that cannot be written, made with
/// bubblewrap, where this program runs again as an ordinary user.
class TestRecordOnABadDisk final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void refusesWhenTheDiskIsFullAndGoesOnAfterwards();
    void cannotBeMadeOnAFullDisk();
    void archivesNothingOnAFullDiskAndGoesOnAfterwards();
    void saysWhatCannotBeWritten_data();
    void saysWhatCannotBeWritten();

private:
    static void runAgain(const QStringList& sandbox, const QStringList& arguments);
};

void TestRecordOnABadDisk::initTestCase()
{
    QProcess bwrap;
    bwrap.start(u"bwrap"_s, SANDBOX + QStringList{u"true"_s});
    if (!bwrap.waitForFinished() || bwrap.exitStatus() != QProcess::NormalExit
        || bwrap.exitCode() != 0) {
        QSKIP("bubblewrap cannot make a sandbox on this machine");
    }
}

void TestRecordOnABadDisk::runAgain(const QStringList& sandbox, const QStringList& arguments)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::MergedChannels);
    child.start(u"bwrap"_s,
                SANDBOX + sandbox + QStringList{QCoreApplication::applicationFilePath()}
                    + arguments);
    QVERIFY(child.waitForFinished(60'000));
    const QByteArray said = child.readAll();
    QVERIFY2(child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0, said.constData());
}

void TestRecordOnABadDisk::refusesWhenTheDiskIsFullAndGoesOnAfterwards()
{
    const QTemporaryDir folder;
    runAgain({u"--size"_s, QString::number(DISK_BYTES), u"--tmpfs"_s, folder.path()},
             {u"--append"_s, folder.path()});
}

void TestRecordOnABadDisk::cannotBeMadeOnAFullDisk()
{
    const QTemporaryDir folder;
    runAgain({u"--size"_s, QString::number(DISK_BYTES), u"--tmpfs"_s, folder.path()},
             {u"--open-full"_s, folder.path()});
}

void TestRecordOnABadDisk::archivesNothingOnAFullDiskAndGoesOnAfterwards()
{
    const QTemporaryDir folder;
    runAgain({u"--size"_s, QString::number(ARCHIVE_DISK_BYTES), u"--tmpfs"_s, folder.path()},
             {u"--archive"_s, folder.path()});
}

void TestRecordOnABadDisk::saysWhatCannotBeWritten_data()
{
    QTest::addColumn<bool>("exists");
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("mounted");
    const QString folder = u"."_s;
    const QString file = u"record.sqlite"_s;
    QTest::newRow("a folder on a read-only file system, no record yet") << false << folder << true;
    QTest::newRow("a folder on a read-only file system") << true << folder << true;
    QTest::newRow("a file on a read-only file system") << true << file << true;
    QTest::newRow("a folder without permission, no record yet") << false << folder << false;
    QTest::newRow("a folder without permission") << true << folder << false;
    QTest::newRow("a file without permission") << true << file << false;
}

void TestRecordOnABadDisk::saysWhatCannotBeWritten()
{
    QFETCH(bool, exists);
    QFETCH(QString, what);
    QFETCH(bool, mounted);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    if (exists) {
        QVERIFY((*SqliteRecord::open(file))->append({anEvent(1)}, AppendGuard::none()));
    }
    const QString path = QDir::cleanPath(folder.filePath(what));
    const auto readOnly = QFile::ReadOwner | QFile::ExeOwner;
    QVERIFY(mounted || QFile::setPermissions(path, readOnly));
    runAgain(mounted ? QStringList{u"--ro-bind"_s, path, path} : QStringList(),
             {u"--open"_s, file});
    QVERIFY(mounted || QFile::setPermissions(path, readOnly | QFile::WriteOwner));
    if (exists) {
        QCOMPARE(*(*SqliteRecord::open(file))->head(), Position{1});
    }
}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"--append"_s) {
        return appendUntilFull(arguments.value(2));
    }
    if (arguments.value(1) == u"--open-full"_s) {
        return openOnAFullDisk(arguments.value(2));
    }
    if (arguments.value(1) == u"--archive"_s) {
        return archiveOnAFullDisk(arguments.value(2));
    }
    if (arguments.value(1) == u"--open"_s) {
        return openWhatCannotBeWritten(arguments.value(2));
    }
    TestRecordOnABadDisk test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_record_on_a_bad_disk.moc"
