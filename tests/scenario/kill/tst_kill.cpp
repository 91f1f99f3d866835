// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QRegularExpression>
#include <QTest>

#include <csignal>

#include <unistd.h>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

namespace {

/// A file that /proc shows of a process; empty when the process is gone.
QByteArray readProc(const QString& pid, const QString& name)
{
    QFile file(u"/proc/%1/%2"_s.arg(pid, name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The markers of the programs that `parent` runs now.
QSet<QByteArray> runsStartedBy(qint64 parent)
{
    QSet<QByteArray> ids;
    static const QRegularExpression marker(u"TAMMA_RUN_ID=[^\\x00]*"_s);
    const QStringList tasks
        = QDir(u"/proc/%1/task"_s.arg(parent)).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString& task : tasks) {
        QFile children(u"/proc/%1/task/%2/children"_s.arg(QString::number(parent), task));
        if (!children.open(QIODevice::ReadOnly)) {
            continue;
        }
        for (const QByteArray& child : children.readAll().split(' ')) {
            const QString pid = QString::fromLatin1(child);
            const auto found = marker.match(QString::fromLatin1(readProc(pid, u"environ"_s)));
            if (found.hasMatch()) {
                ids.insert(found.captured().toLatin1());
            }
        }
    }
    return ids;
}

QStringList allProcesses()
{
    static const QRegularExpression number(u"^[0-9]+$"_s);
    return QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).filter(number);
}

/// Whether a program with exactly these words runs anywhere on the machine.
bool programRuns(const QByteArrayList& words)
{
    return std::ranges::any_of(allProcesses(),
                               [wanted = words.join('\0') + '\0'](const QString& pid) {
                                   return readProc(pid, u"cmdline"_s) == wanted;
                               });
}

/// Whether a process with one of these markers lives anywhere on the machine.
bool lives(const QSet<QByteArray>& runs)
{
    return std::ranges::any_of(allProcesses(), [&](const QString& pid) {
        const QByteArray environment = readProc(pid, u"environ"_s);
        return std::ranges::any_of(
            runs, [&](const QByteArray& run) { return environment.contains(run); });
    });
}

} // namespace

// What the program started does not outlive it when it is killed.
class KillTest : public QObject {
    Q_OBJECT

private slots:
    void takesTheProgramsItStartedAlong();
};

void KillTest::takesTheProgramsItStartedAlong()
{
    // A number that no other program waits for: it is how the test finds this one.
    const QByteArrayList build{"tail", "-s", "86400." + QByteArray::number(::getpid()), "-f",
                               "/dev/null"};
    const TammaHome home;
    const SmallProject project({u"build: \""_s + QString::fromLatin1(build.join(' ')) + u"\""_s});
    const QString recording = project.recording({{u"greeting.txt"_s, "Hello, world\n"}});
    const Ended added = home.run({u"issues"_s, u"add"_s, u"Greet the world"_s}, project.path());
    QVERIFY2(added.exitCode == 0, added.err);
    const auto process = home.start(
        {u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s, recording},
        project.path());
    QVERIFY(QTest::qWaitFor([&] { return programRuns(build); }, 30'000));
    const QSet<QByteArray> runs = runsStartedBy(process->processId());
    QVERIFY(lives(runs));
    ::kill(pid_t(process->processId()), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(!programRuns(build) && !lives(runs), 30'000);
    process->waitForFinished();
    const Ended cancelled = home.run({u"loops"_s, u"cancel"_s, u"#1"_s});
    QVERIFY2(cancelled.exitCode == 0, cancelled.err);
    QCOMPARE(home.count(u"WORKFLOW.CANCELLED"_s), 1);
    QCOMPARE(project.merges(), 0);
}

QTEST_GUILESS_MAIN(KillTest)
#include "tst_kill.moc"
