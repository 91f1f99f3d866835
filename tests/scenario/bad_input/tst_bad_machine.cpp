// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Everything of the host as it is, except that `home` is bound with `option`.
QStringList namespaceWith(const QStringList& home)
{
    return QStringList{u"bwrap"_s, u"--bind"_s, u"/"_s,      u"/"_s,     u"--dev-bind"_s,
                       u"/dev"_s,  u"/dev"_s,   u"--bind"_s, u"/proc"_s, u"/proc"_s}
    + home;
}

bool works(const QStringList& launcher)
{
    QProcess process;
    process.start(launcher.first(), launcher.sliced(1) + QStringList{u"true"_s});
    process.waitForFinished();
    return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

} // namespace

// Machines that are not what Tamma needs, and two of it at once.
class BadMachineTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void startsNothingWithoutClaude();
    void endsWellOnAFullDisk();
    void saysThatTheHomeIsReadOnly();
    void leavesARecordOfANewerVersionAlone();
    void leavesAFileThatIsNoRecordAlone();
    void sharesTheRecordWithASecondOne();
    void mergesOnceWhenTwoApprove();

private:
    [[nodiscard]] QStringList runCommand(int issue) const;
    void addIssues(int count) const;

    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;
    QString m_recording;
};

void BadMachineTest::init()
{
    m_home = std::make_unique<TammaHome>();
    m_project = std::make_unique<SmallProject>();
    m_recording = m_project->recording({{u"greeting.txt"_s, "Hello, world\n"}});
}

QStringList BadMachineTest::runCommand(int issue) const
{
    return {u"run"_s,      QString::number(issue), u"--provider"_s,
            u"playback"_s, u"--recording"_s,       m_recording};
}

void BadMachineTest::addIssues(int count) const
{
    for (int i = 0; i < count; ++i) {
        const Ended added
            = m_home->run({u"issues"_s, u"add"_s, u"Greet the world"_s}, m_project->path());
        QVERIFY2(added.exitCode == 0, added.story());
    }
}

void BadMachineTest::startsNothingWithoutClaude()
{
    addIssues(1);
    m_home->environment().insert(u"PATH"_s, u"/nowhere"_s);
    m_home->environment().insert(u"HOME"_s, m_home->path());
    m_home->environment().insert(u"NPM_CONFIG_PREFIX"_s, u"/nowhere"_s);
    const Ended ended
        = m_home->run({u"run"_s, u"1"_s, u"--provider"_s, u"claude_code"_s}, m_project->path());
    QCOMPARE(ended.exitCode, 1);
    QVERIFY2(ended.err.contains("PROVIDER_NOT_INSTALLED"), ended.err);
    QVERIFY2(ended.err.contains("npm install -g @anthropic-ai/claude-code"), ended.err);
    QCOMPARE(m_home->events().size(), 1);
}

void BadMachineTest::endsWellOnAFullDisk()
{
    addIssues(1);
    const QString disk = m_home->path() + u"/disk"_s;
    QVERIFY(QDir().mkpath(disk));
    // The home moves to a disk of 300 kB, with the record in it, and the disk is filled up.
    const QStringList launcher = namespaceWith({u"--size"_s, u"307200"_s, u"--tmpfs"_s, disk});
    if (!works(launcher)) {
        QSKIP("bwrap cannot make a small disk here");
    }
    const QString script
        = u"mkdir -p '%1/data' && cp '%2' '%1/data/' && { cat /dev/zero > '%1/filler' 2>/dev/null; "
          "\"$0\" \"$@\"; code=$?; rm '%1/filler'; cp '%1/data/'record* '%2'-after/; exit $code; }"_s
              .arg(disk, m_home->recordFile());
    QVERIFY(QDir().mkpath(m_home->recordFile() + u"-after"_s));
    m_home->environment().insert(u"TAMMA_HOME"_s, disk);
    const Ended ended
        = m_home->runUnder(launcher + QStringList{u"sh"_s, u"-c"_s, script},
                           {u"issues"_s, u"add"_s, u"One too many"_s}, m_project->path());
    QVERIFY2(ended.exitCode == 1, ended.out + ended.err);
    QVERIFY2(ended.err.contains("DISK_FULL"), ended.err);
    QVERIFY2(ended.err.contains("Free some space"), ended.err);
    // What was there before the disk was full is there still, and only that.
    QVERIFY(QFile::remove(m_home->recordFile()));
    QVERIFY(QFile::rename(m_home->recordFile() + u"-after/record.sqlite"_s, m_home->recordFile()));
    QCOMPARE(m_home->events().size(), 1);
}

void BadMachineTest::saysThatTheHomeIsReadOnly()
{
    addIssues(1);
    const QStringList launcher = namespaceWith({u"--ro-bind"_s, m_home->path(), m_home->path()});
    if (!works(launcher)) {
        QSKIP("bwrap cannot make a read-only folder here");
    }
    const Ended ended
        = m_home->runUnder(launcher, {u"issues"_s, u"add"_s, u"One more"_s}, m_project->path());
    QCOMPARE(ended.exitCode, 1);
    QVERIFY2(ended.err.contains("STORE_UNAVAILABLE"), ended.err);
    QVERIFY2(ended.err.contains(m_home->path().toUtf8()), ended.err);
    QCOMPARE(m_home->events().size(), 1);

    // The same on the very first start, when there is no record yet.
    const TammaHome fresh;
    const Ended first = fresh.runUnder(namespaceWith({u"--ro-bind"_s, fresh.path(), fresh.path()}),
                                       {u"issues"_s, u"list"_s}, m_project->path());
    QCOMPARE(first.exitCode, 1);
    QVERIFY2(first.err.contains(fresh.path().toUtf8()), first.err);
}

void BadMachineTest::leavesARecordOfANewerVersionAlone()
{
    addIssues(1);
    QCOMPARE(m_home->events().size(), 1); // Folds the write-ahead log into the file.
    // Bytes 60 to 63 of an SQLite file are its user_version, the most significant one first.
    QFile record(m_home->recordFile());
    QVERIFY(record.open(QIODevice::ReadWrite));
    QVERIFY(record.seek(60));
    QCOMPARE(record.write(QByteArray::fromHex("00000fff")), 4);
    record.close();
    const QByteArray before = contentOf(m_home->recordFile());

    // What its readableFrom allows is shown all the same.
    const Ended shown = m_home->run({u"issues"_s, u"list"_s}, m_project->path());
    QCOMPARE(shown.exitCode, 0);
    QVERIFY2(shown.err.contains("newer Tamma"), shown.err);
    for (const QStringList& command :
         {QStringList{u"issues"_s, u"add"_s, u"One more"_s}, runCommand(1)}) {
        const Ended ended = m_home->run(command, m_project->path());
        QCOMPARE(ended.exitCode, 1);
        QVERIFY2(ended.err.contains("RECORD_FROM_NEWER_VERSION"), ended.err);
        QVERIFY2(ended.err.contains("Install the newer version"), ended.err);
    }
    QCOMPARE(contentOf(m_home->recordFile()), before);
}

void BadMachineTest::leavesAFileThatIsNoRecordAlone()
{
    const QByteArray diary(5000, 'x');
    QVERIFY(QDir().mkpath(QFileInfo(m_home->recordFile()).path()));
    QFile file(m_home->recordFile());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(diary);
    file.close();
    const Ended ended = m_home->run({u"loops"_s, u"list"_s});
    QCOMPARE(ended.exitCode, 1);
    QVERIFY2(ended.err.contains(m_home->recordFile().toUtf8()), ended.err);
    QCOMPARE(contentOf(m_home->recordFile()), diary);
}

void BadMachineTest::sharesTheRecordWithASecondOne()
{
    addIssues(2);
    const auto one = m_home->start(runCommand(1), m_project->path());
    const auto two = m_home->start(runCommand(2), m_project->path());
    const auto same = m_home->start(runCommand(1), m_project->path());
    for (QProcess* process : {one.get(), two.get(), same.get()}) {
        const Ended ended = TammaHome::wait(*process);
        QVERIFY2(ended.exitCode == 3, ended.out + ended.err);
    }
    QMap<QString, QMap<QString, int>> seen; // By loop, then by type.
    QSet<EventId> ids;
    for (const StoredEvent& stored : m_home->events()) {
        ++seen[stored.event.tags.value(tag::LOOP)][typeOf(stored)];
        QVERIFY(!ids.contains(stored.event.id));
        ids.insert(stored.event.id);
    }
    seen.remove(QString());
    QCOMPARE(seen.size(), 2);
    for (const auto& types : std::as_const(seen)) {
        for (const char* once : {"WORKFLOW.STARTED", "CODE.GENERATED.SUCCESS", "PR.CREATED.SUCCESS",
                                 "APPROVAL.REQUESTED"}) {
            QVERIFY2(types.value(QLatin1StringView(once)) == 1, once);
        }
        // Up to the question. Who hosts may end in the middle of a step of the other's loop, which
        // is then started once more; but it is completed once.
        QVERIFY(types.value(u"WORKFLOW.STEP_STARTED"_s) >= 12);
        QCOMPARE(types.value(u"WORKFLOW.STEP_COMPLETED"_s), 11);
    }
}

void BadMachineTest::mergesOnceWhenTwoApprove()
{
    addIssues(1);
    QCOMPARE(m_home->run(runCommand(1), m_project->path()).exitCode, 3);
    const QStringList approve{u"approvals"_s, u"approve"_s, u"#1"_s};
    const auto one = m_home->start(approve);
    const auto two = m_home->start(approve);
    const Ended first = TammaHome::wait(*one);
    const Ended second = TammaHome::wait(*two);
    // Who comes second is told so, unless the loop had ended for him to see.
    QVERIFY2(first.exitCode == 0 || second.exitCode == 0, first.err + second.err);
    for (const Ended& ended : {first, second}) {
        QVERIFY2(ended.exitCode == 0 || ended.exitCode == 1, ended.out + ended.err);
        QVERIFY2(ended.exitCode == 0 || !ended.err.isEmpty(), "a failure without words");
    }
    QCOMPARE(m_home->count(u"APPROVAL.GRANTED"_s), 1);
    QCOMPARE(m_home->count(u"PR.MERGED.SUCCESS"_s), 1);
    QCOMPARE(m_project->merges(), 1);
}

QTEST_GUILESS_MAIN(BadMachineTest)
#include "tst_bad_machine.moc"
