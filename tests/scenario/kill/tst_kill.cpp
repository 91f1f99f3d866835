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

// What becomes of the programs that Tamma started when it is killed.
class KillTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void takesItsLintersAlong();
    void leavesABuildThatEndsWithItsLoop();

private:
    std::unique_ptr<QProcess> startUntilItRuns(const QString& settings);

    QByteArrayList m_program;
    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;
};

void KillTest::init()
{
    // A number that no other program waits for: it is how the test finds this one.
    static int number = 0;
    m_program
        = {"tail", "-s", "86400." + QByteArray::number(::getpid()) + QByteArray::number(++number),
           "-f", "/dev/null"};
}

/// Starts a loop of a project with these settings ("%1" is the program) and waits for the program.
std::unique_ptr<QProcess> KillTest::startUntilItRuns(const QString& settings)
{
    m_home = std::make_unique<TammaHome>();
    m_project = std::make_unique<SmallProject>(
        QStringList{settings.arg(QString::fromLatin1(m_program.join(' ')))});
    const QString recording = m_project->recording({{u"greeting.txt"_s, "Hello, world\n"}});
    (void)m_home->run({u"issues"_s, u"add"_s, u"Greet the world"_s}, m_project->path());
    auto process = m_home->start(
        {u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s, recording},
        m_project->path());
    (void)QTest::qWaitFor([&] { return programRuns(m_program); }, 30'000);
    return process;
}

void KillTest::takesItsLintersAlong()
{
    const auto process
        = startUntilItRuns(u"build: \"true\"\ngates:\n  quality:\n    command: \"%1\""_s);
    QVERIFY(programRuns(m_program));
    const QSet<QByteArray> runs = runsStartedBy(process->processId());
    QVERIFY(lives(runs));
    ::kill(pid_t(process->processId()), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(!programRuns(m_program) && !lives(runs), 30'000);
    process->waitForFinished();
}

void KillTest::leavesABuildThatEndsWithItsLoop()
{
    const auto process = startUntilItRuns(u"build: \"%1\""_s);
    QVERIFY(programRuns(m_program));
    ::kill(pid_t(process->processId()), SIGKILL);
    process->waitForFinished();
    QVERIFY(programRuns(m_program));
    const Ended cancelled = m_home->run({u"loops"_s, u"cancel"_s, u"#1"_s});
    QVERIFY2(cancelled.exitCode == 0, cancelled.story());
    QTRY_VERIFY_WITH_TIMEOUT(!programRuns(m_program), 5'000);
    QCOMPARE(m_home->count(u"WORKFLOW.CANCELLED"_s), 1);
    QCOMPARE(m_project->merges(), 0);
}

QTEST_GUILESS_MAIN(KillTest)
#include "tst_kill.moc"
