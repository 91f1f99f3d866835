// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"
#include "core/store/open_record.h"
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QDir>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace tamma;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

/// The disk ate the record, and there is a backup.
class TestBackup final : public QObject {
    Q_OBJECT

private slots:
    void init();

    void bringsTheRecordBack();
    void keepsWhatWasThere();
    void bringsBackArchivedEventsAndKeys();
    void changesNothingForADamagedBackup();
    void finishesAfterAKill();
    void waitsUntilTammaIsEnded();
    void refusesARecordInUse();

private:
    [[nodiscard]] Ended tamma(const QStringList& arguments) const
    {
        return m_home->run(arguments, m_project->path());
    }
    void writeDown(const QString& title) const
    {
        QCOMPARE(tamma({u"issues"_s, u"add"_s, title}).exitCode, 0);
    }
    [[nodiscard]] QStringList titles() const;
    [[nodiscard]] QString replaced() const;

    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;
    QString m_backup;
};

QStringList TestBackup::titles() const
{
    QStringList found;
    for (const QJsonObject& row : tamma({u"issues"_s, u"list"_s, u"--json"_s}).rows()) {
        found.append(row[u"title"].toString());
    }
    found.sort();
    return found;
}

/// The folder that an earlier record was moved to.
QString TestBackup::replaced() const
{
    const QDir data(m_home->path() + u"/data"_s);
    const QStringList found = data.entryList({u"record.sqlite.replaced-*"_s}, QDir::Dirs);
    return found.size() == 1 ? data.filePath(found.first()) : QString();
}

void TestBackup::init()
{
    m_home = std::make_unique<TammaHome>();
    m_project = std::make_unique<SmallProject>();
    m_backup = m_home->path() + u"/backup.sqlite"_s;
    writeDown(u"Before"_s);
    QCOMPARE(tamma({u"events"_s, u"backup"_s, m_backup}).exitCode, 0);
}

void TestBackup::bringsTheRecordBack()
{
    QVERIFY(QFile::resize(m_home->recordFile(), 5'000));
    QCOMPARE(titles(), QStringList());
    const Ended restored = tamma({u"events"_s, u"restore"_s, m_backup});
    QVERIFY2(restored.exitCode == 0, restored.story());
    QCOMPARE(titles(), QStringList{u"Before"_s});
    writeDown(u"Later"_s);
    QCOMPARE(tamma({u"events"_s, u"verify"_s}).exitCode, 0);
    QCOMPARE(tamma({u"events"_s, u"restore"_s, m_backup}).exitCode, 0); // It is as it was.
    QCOMPARE(titles(), QStringList{u"Before"_s});
}

void TestBackup::keepsWhatWasThere()
{
    writeDown(u"After"_s);
    const Ended restored = tamma({u"events"_s, u"restore"_s, m_backup, u"--json"_s});
    QVERIFY2(restored.exitCode == 0, restored.story());
    QCOMPARE(restored.rows().first()[u"replaced"].toString(), replaced());
    QCOMPARE(titles(), QStringList{u"Before"_s});
    // It can be gone back to in the same way.
    QCOMPARE(tamma({u"events"_s, u"restore"_s, replaced() + u"/record.sqlite"_s}).exitCode, 0);
    QCOMPARE(titles(), (QStringList{u"After"_s, u"Before"_s}));
}

void TestBackup::bringsBackArchivedEventsAndKeys()
{
    {
        const auto record = store::openRecord(m_home->recordFile());
        for (int i = 0; i < 300; ++i) { // Enough for an index, without which nothing is archived.
            QVERIFY((*record)->append({{EventId(UuidV7Source().next()),
                                        SystemClock().now(),
                                        {},
                                        {},
                                        events::LoopPaused{}}},
                                      events::AppendGuard::none()));
        }
    }
    QCOMPARE(tamma({u"events"_s, u"archive"_s, u"--keep"_s, u"1"_s}).exitCode, 0);
    const QString whole = m_home->path() + u"/whole.sqlite"_s;
    QCOMPARE(tamma({u"events"_s, u"backup"_s, whole}).exitCode, 0);
    QVERIFY(QDir(whole + u".segments"_s).exists());
    QVERIFY(QDir(m_home->path() + u"/data"_s).removeRecursively());
    const Ended restored = tamma({u"events"_s, u"restore"_s, whole});
    QVERIFY2(restored.exitCode == 0, restored.story());
    QCOMPARE(titles(), QStringList{u"Before"_s});
    QCOMPARE(m_home->events().size(), 301);
}

void TestBackup::changesNothingForADamagedBackup()
{
    QVERIFY(QFile::resize(m_backup, QFileInfo(m_backup).size() / 2));
    const Ended refused = tamma({u"events"_s, u"restore"_s, m_backup});
    QCOMPARE(refused.exitCode, 1);
    QCOMPARE(titles(), QStringList{u"Before"_s});
    QCOMPARE(replaced(), QString());
    const QDir data(m_home->path() + u"/data"_s);
    QCOMPARE(data.entryList({u"*restoring*"_s}), QStringList());
}

void TestBackup::finishesAfterAKill()
{
    writeDown(u"After"_s);
    const QString record = m_home->recordFile();
    QVERIFY(QFile::copy(m_backup, record + u".restoring"_s)); // Killed while it looked at the copy.
    QVERIFY(QFile::remove(record)); // Killed while it moved the old one aside.
    const Ended restored = tamma({u"events"_s, u"restore"_s, m_backup});
    QVERIFY2(restored.exitCode == 0, restored.story());
    QCOMPARE(titles(), QStringList{u"Before"_s});
}

void TestBackup::waitsUntilTammaIsEnded()
{
    const QByteArray lock = QFile::encodeName(m_home->path() + u"/data/engine.lock"_s);
    const int descriptor = ::open(lock.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    QCOMPARE(::flock(descriptor, LOCK_EX | LOCK_NB), 0);
    const Ended refused = tamma({u"events"_s, u"restore"_s, m_backup});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("end it first"), refused.err);
    ::close(descriptor);
}

void TestBackup::refusesARecordInUse()
{
    QFile log(m_backup + u"-wal"_s);
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write("newer events");
    log.close();
    const Ended refused = tamma({u"events"_s, u"restore"_s, m_backup});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("events backup"), refused.err);
}

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
