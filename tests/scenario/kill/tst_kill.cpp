// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/sqlite_record.h"
#include "core/workflow/loop_state.h"
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

#include <unistd.h>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

namespace {

constexpr int MOMENTS = 20;
constexpr int MOST_RUNS = 8; // A loop needs two: to the question, and on from the answer.
constexpr qint64 LIMIT_MS = 60'000;

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

/// How many events the record has that decide something. Transcripts and logs are not counted: into
/// how many pieces they are cut depends on the load of the machine.
qsizetype decidedIn(const EventStore& store)
{
    return store.read({{{workflow::loopStateEventTypes(), {}}}, {}})->size();
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

// The program is killed in the middle of a loop and started again: nothing is lost, nothing happens
// twice.
class KillTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void mergesOnceWhenKilledAtAnyMoment_data();
    void mergesOnceWhenKilledAtAnyMoment();
    void takesTheProgramsItStartedAlong();

private:
    [[nodiscard]] QStringList nextCommand() const;
    enum class Run { Killed, EndedBefore, Hangs };
    [[nodiscard]] Run killAfter(QProcess& process, qsizetype events) const;
    [[nodiscard]] bool finishLoop();
    void checkRecord() const;

    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;
    QString m_recording;
    qsizetype m_whole = 0; // Events of a loop that nobody disturbs.
};

void KillTest::initTestCase()
{
    init();
    QVERIFY(finishLoop());
    checkRecord();
    m_whole = decidedIn(**store::SqliteRecord::open(m_home->recordFile()));
    QVERIFY(m_whole > MOMENTS);
}

void KillTest::init()
{
    m_home = std::make_unique<TammaHome>();
    m_project = std::make_unique<SmallProject>();
    m_recording = m_project->recording({{u"greeting.txt"_s, "Hello, world\n"}});
    const Ended added
        = m_home->run({u"issues"_s, u"add"_s, u"Greet the world"_s}, m_project->path());
    QVERIFY2(added.exitCode == 0, added.err);
}

QStringList KillTest::nextCommand() const
{
    workflow::LoopState state;
    for (const StoredEvent& stored : m_home->events()) {
        if (!stored.event.tags.value(tag::LOOP).isEmpty()) {
            state.apply(stored);
        }
    }
    if (state.openApproval) {
        return {u"approvals"_s, u"approve"_s, u"#1"_s};
    }
    if (state.isOver()) {
        return {};
    }
    return {u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s, m_recording};
}

KillTest::Run KillTest::killAfter(QProcess& process, qsizetype events) const
{
    const auto store = store::SqliteRecord::open(m_home->recordFile());
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < LIMIT_MS) {
        if (decidedIn(**store) >= events) {
            const QSet<QByteArray> runs = runsStartedBy(process.processId());
            ::kill(pid_t(process.processId()), SIGKILL);
            process.waitForFinished();
            return QTest::qWaitFor([&] { return !lives(runs); }) ? Run::Killed : Run::Hangs;
        }
        if (process.waitForFinished(1)) {
            return Run::EndedBefore; // At the question; the next run brings the others.
        }
    }
    return Run::Hangs;
}

bool KillTest::finishLoop()
{
    for (int run = 0; run < MOST_RUNS; ++run) {
        const QStringList command = nextCommand();
        if (command.isEmpty()) {
            return true;
        }
        const Ended ended = m_home->run(command, m_project->path());
        if (ended.exitCode != 0 && ended.exitCode != 3) {
            qWarning() << command << ended.exitCode << ended.err;
            return false;
        }
    }
    return nextCommand().isEmpty();
}

void KillTest::checkRecord() const
{
    const QList<StoredEvent> all = m_home->events();
    QSet<EventId> ids;
    QSet<std::pair<QString, int>> completed;
    QMap<QString, int> seen;
    Position last;
    for (const StoredEvent& stored : all) {
        QVERIFY2(last < stored.position, "the positions grow");
        last = stored.position;
        QVERIFY2(!ids.contains(stored.event.id), "no event is stored twice");
        ids.insert(stored.event.id);
        ++seen[typeOf(stored)];
        if (const auto* done = std::get_if<StepCompleted>(&stored.event.payload)) {
            const auto attempt = std::pair(done->stepId.text(), done->attempt);
            QVERIFY2(!completed.contains(attempt), qPrintable(done->stepId.text()));
            completed.insert(attempt);
        }
    }
    for (const char* once : {"WORKFLOW.STARTED", "ISSUE.ASSIGNED.SUCCESS", "CODE.GENERATED.SUCCESS",
                             "PR.CREATED.SUCCESS", "APPROVAL.GRANTED", "PR.MERGED.SUCCESS",
                             "ISSUE.CLOSED.SUCCESS", "WORKFLOW.COMPLETED"}) {
        QVERIFY2(seen.value(QLatin1StringView(once)) == 1, once);
    }
    for (const char* never : {"WORKFLOW.FAILED", "WORKFLOW.STEP_FAILED", "APPROVAL.VOIDED"}) {
        QVERIFY2(!seen.contains(QLatin1StringView(never)), never);
    }
    QCOMPARE(m_project->merges(), 1);
    QCOMPARE(m_project->git({u"rev-list"_s, u"--count"_s, u"main"_s}), u"3"_s);
    QCOMPARE(m_project->read(u"greeting.txt"_s), "Hello, world\n");
    QCOMPARE(m_project->git({u"status"_s, u"--porcelain"_s}), QString());
}

void KillTest::mergesOnceWhenKilledAtAnyMoment_data()
{
    QTest::addColumn<qsizetype>("events");
    for (int i = 0; i < MOMENTS; ++i) {
        const qsizetype events = 1 + i * (m_whole - 1) / MOMENTS;
        QTest::addRow("after event %lld of %lld", qint64(events), qint64(m_whole)) << events;
    }
}

void KillTest::mergesOnceWhenKilledAtAnyMoment()
{
    QFETCH(const qsizetype, events);
    Run run = Run::EndedBefore;
    for (int i = 0; i < MOST_RUNS && run == Run::EndedBefore; ++i) {
        const auto process = m_home->start(nextCommand(), m_project->path());
        run = killAfter(*process, events);
    }
    QCOMPARE(run, Run::Killed);
    QVERIFY(finishLoop());
    checkRecord();
}

void KillTest::takesTheProgramsItStartedAlong()
{
    // A number that no other program waits for: it is how the test finds this one.
    const QByteArrayList build{"tail", "-s", "86400." + QByteArray::number(::getpid()), "-f",
                               "/dev/null"};
    m_project->commit(
        {{u".tamma/project.yaml"_s, "commands:\n  build: \"" + build.join(' ') + "\"\n"}});
    const auto process = m_home->start(nextCommand(), m_project->path());
    QVERIFY(QTest::qWaitFor([&] { return programRuns(build); }, 30'000));
    const QSet<QByteArray> runs = runsStartedBy(process->processId());
    QVERIFY(lives(runs));
    ::kill(pid_t(process->processId()), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(!programRuns(build) && !lives(runs), 30'000);
    process->waitForFinished();
    const Ended cancelled = m_home->run({u"loops"_s, u"cancel"_s, u"#1"_s});
    QVERIFY2(cancelled.exitCode == 0, cancelled.err);
    QVERIFY(nextCommand().isEmpty());
    QCOMPARE(m_project->merges(), 0);
}

QTEST_GUILESS_MAIN(KillTest)
#include "tst_kill.moc"
