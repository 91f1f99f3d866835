// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/supervised/supervised_process.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <thread>

#include <unistd.h>

using namespace tamma;
using namespace std::chrono_literals;
using Happening = io::SupervisedProcess::Happening;
using Kind = io::SessionState::Kind;
using Process = std::unique_ptr<io::SupervisedProcess>;

namespace {

const QString SUPERVISOR = qEnvironmentVariable("TAMMA_BINARY_DIR") + "/bin/tamma-supervisor";
const QDeadlineTimer SOON = QDeadlineTimer(QDeadlineTimer::Forever);

io::SessionOrder shell(const QString& script)
{
    io::SessionOrder order;
    order.process.program = "/bin/sh";
    order.process.arguments = {"-c", script};
    order.process.environment = {{"PATH", "/usr/bin:/bin"}};
    order.process.keepInputOpen = true;
    order.process.grace = 300ms;
    return order;
}

/// Everything that a session said, piece for piece, up to its end or to `marker`.
struct Heard {
    QByteArray output;
    QByteArray error;
    QByteArrayList told;
    bool ended = false;
};

Heard hear(io::SupervisedProcess& process, const QByteArray& marker = {})
{
    Heard heard;
    while (marker.isEmpty() || !heard.output.contains(marker)) {
        const auto event = process.next(QDeadlineTimer(30s), {});
        if (!event || event->kind == Happening::DeadlinePassed) {
            break;
        }
        if (event->kind == Happening::Ended) {
            heard.ended = true;
            break;
        }
        const io::SessionPiece& piece = event->piece;
        if (piece.kind == io::SessionPiece::Kind::Told) {
            heard.told.append(piece.bytes);
        } else {
            (piece.kind == io::SessionPiece::Kind::Output ? heard.output : heard.error)
                += piece.bytes;
        }
    }
    return heard;
}

bool isAlive(pid_t pid)
{
    QFile stat(QString("/proc/%1/stat").arg(pid));
    return stat.open(QIODevice::ReadOnly) && !stat.readAll().contains(") Z ");
}

pid_t parentOf(pid_t pid)
{
    QFile stat(QString("/proc/%1/stat").arg(pid));
    const QByteArray fields = stat.open(QIODevice::ReadOnly) ? stat.readAll() : QByteArray();
    return fields.mid(fields.lastIndexOf(')') + 2).split(' ').value(1).toInt();
}

/// The numbers in what was written, one a line.
QList<pid_t> numbersIn(const QByteArray& output)
{
    QList<pid_t> numbers;
    for (const QByteArray& line : output.split('\n')) {
        if (const pid_t number = line.toInt(); number > 0) {
            numbers.append(number);
        }
    }
    return numbers;
}

/// The part of a Tamma that is killed: starts a session and follows it until it is.
int followASession(const QString& folder, const QString& script)
{
    const auto process = io::SupervisedProcess::start({SUPERVISOR, folder}, shell(script));
    if (!process) {
        std::fputs(qPrintable(process.error().detail), stderr);
        return 1;
    }
    std::puts("started");
    std::fflush(stdout);
    hear(**process);
    return 0;
}

/// The supervisor with a full disk, in a mount of its own.
int fillTheDisk(const QString& disk)
{
    const auto check = [](bool isSo, const char* what) {
        if (!isSo) {
            std::puts(what);
            std::exit(1);
        }
    };
    QFile ballast(disk + "/ballast");
    const auto process = io::SupervisedProcess::start(
        {SUPERVISOR, disk + "/s"},
        shell("echo first; read go; head -c 3000000 /dev/zero | tr '\\0' x; echo; echo last"));
    check(process.has_value(), "it starts");
    check(hear(**process, "first\n").output == "first\n", "it says something");
    check(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered), "there is ballast");
    while (ballast.write(QByteArray(4096, 'b')) == 4096) { }
    (*process)->tell({.key = "go", .bytes = "\n", .note = {}});
    auto some = (*process)->next(QDeadlineTimer(2s), {});
    while (some && some->kind == Happening::Piece) {
        some = (*process)->next(QDeadlineTimer(1s), {});
    }
    check(some && some->kind == Happening::DeadlinePassed, "it waits for room");
    check((*process)->state().kind == Kind::Running, "its heart beats on a full disk");
    check(!io::SupervisedProcess::start({SUPERVISOR, disk + "/t"}, shell("true")),
          "nobody starts on a full disk");
    check(ballast.resize(0), "there is room again");
    const auto whole = io::SupervisedProcess::attach(disk + "/s");
    const Heard heard = hear(**whole);
    check(heard.ended, "it ends");
    check(heard.output.size() == 6 + 3'000'001 + 5, "nothing is lost");
    check(heard.output.endsWith("last\n"), "the end is there");
    check((*whole)->state().end && !(*whole)->state().end->outputLost, "it says so");
    return 0;
}

} // namespace

// Real programs under the real supervisor, and everything is killed that can be killed.
class TestSupervisedProcess : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void saysWhatTheProgramSaidAndHowItEnded();
    void tellsEachThingOnce();
    void readsTheSameFromTheBeginningAfterTheEnd();
    void letsManyAttachAtOnce();
    void stopsFollowingOnRequestAndLeavesTheProgram();
    void outlivesAStarterThatIsKilled_data();
    void outlivesAStarterThatIsKilled();
    void saysThatTheProgramWasKilled();
    void endsTheWholeTree_data();
    void endsTheWholeTree();
    void saysFarewellFirst();
    void endsAtTheWallLimitWhenNobodyIsAttached();
    void endsWhoWritesTooMuch();
    void endsItsTreeWhenItIsTerminated();
    void survivesTheHangupOfATerminal();
    void clearsAwayWhatAKilledSupervisorLeft();
    void doubtsASupervisorThatHangsAndEndsIt();
    void buriesTheDead();
    void refusesWhatCannotStart();
    void losesNothingOnAFullDisk();
    void takesWordsOfAnySize();

private:
    Process started(const io::SessionOrder& order);
    Process attached() const { return io::SupervisedProcess::attach(m_folder).value(); }
    [[nodiscard]] pid_t supervisorOf(pid_t program) const { return parentOf(program); }

    std::unique_ptr<QTemporaryDir> m_place;
    QString m_folder;
};

void TestSupervisedProcess::init()
{
    m_place = std::make_unique<QTemporaryDir>();
    // Longer than the name of a socket may be.
    m_folder = m_place->path() + '/' + QString(120, 'f') + "/session";
}

void TestSupervisedProcess::cleanup()
{
    if (io::isSession(m_folder)) {
        attached()->end("cleanup");
    }
}

Process TestSupervisedProcess::started(const io::SessionOrder& order)
{
    auto process = io::SupervisedProcess::start({SUPERVISOR, m_folder}, order);
    if (!process) {
        qFatal("%s", qPrintable(process.error().detail));
    }
    return *std::move(process);
}

void TestSupervisedProcess::saysWhatTheProgramSaidAndHowItEnded()
{
    auto order = shell("pwd; echo $GREETING; cat; cat <&5; echo bad >&2; printf x >&5; exit 7");
    order.process.workingFolder = "/usr";
    order.process.environment.insert("GREETING", "hello");
    order.process.standardInput = "from the order\n";
    order.process.keepInputOpen = false;
    order.process.inheritedFiles = {{5, "inherited\n"}};
    const auto process = started(order);
    const Heard heard = hear(*process);
    QVERIFY(heard.ended);
    QCOMPARE(heard.output, "/usr\nhello\nfrom the order\ninherited\n");
    QCOMPARE(heard.error, "bad\n");
    const auto state = process->state();
    QCOMPARE(state.kind, Kind::Ended);
    QCOMPARE(state.end->exit.code, 7);
    QCOMPARE(state.end->cause, "");
    QCOMPARE(state.end->inheritedFiles.value(5), "inherited\nx");
    QVERIFY(state.end->at > 0ms && state.end->at < 30s);
    QVERIFY(!state.isSupervised);
    const auto rights = QFile(m_folder).permissions();
    QVERIFY(!(rights & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeGroup | QFile::ExeOther)));
}

void TestSupervisedProcess::tellsEachThingOnce()
{
    const auto process = started(shell("while read line; do echo \"<$line>\"; done"));
    process->tell({.key = "a", .bytes = "one\n", .note = "the first"});
    process->tell({.key = "a", .bytes = "one\n", .note = "the first"});
    attached()->tell({.key = "a", .bytes = "one\n", .note = "the first"});
    process->tell({.key = "b", .bytes = "two\n", .note = {}});
    process->closeInput();
    process->closeInput();
    const Heard heard = hear(*process);
    QCOMPARE(heard.output, "<one>\n<two>\n");
    QCOMPARE(heard.told, QByteArrayList({"a\nthe first", "b\n"}));
}

void TestSupervisedProcess::readsTheSameFromTheBeginningAfterTheEnd()
{
    const auto process = started(shell("for i in 1 2 3; do echo $i; echo e$i >&2; done"));
    const Heard live = hear(*process);
    const auto later = attached();
    const Heard again = hear(*later);
    QVERIFY(again.ended);
    QCOMPARE(again.output, live.output);
    QCOMPARE(again.error, live.error);
    QVERIFY(later->next(SOON, {})->kind == Happening::Ended);
}

void TestSupervisedProcess::letsManyAttachAtOnce()
{
    const auto process
        = started(shell("read go; i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done"));
    std::vector<QByteArray> outputs(4);
    {
        std::vector<std::jthread> threads;
        for (QByteArray& output : outputs) {
            threads.emplace_back([this, &output] { output = hear(*attached()).output; });
        }
        process->tell({.key = "go", .bytes = "\n", .note = {}});
    }
    for (const QByteArray& output : outputs) {
        QCOMPARE(output.count('\n'), 2000);
        QCOMPARE(output, outputs.front());
        QVERIFY(output.endsWith("line 1999\n"));
    }
}

void TestSupervisedProcess::stopsFollowingOnRequestAndLeavesTheProgram()
{
    auto process = started(shell("echo $$; exec sleep 1000"));
    const pid_t program = numbersIn(hear(*process, "\n").output).value(0);
    std::stop_source source;
    std::jthread stopper([&source] { source.request_stop(); });
    const auto event = process->next(SOON, source.get_token());
    QVERIFY(!event && event.error().code == errors::CANCELLED);
    process.reset();
    QVERIFY(isAlive(program));
    QCOMPARE(io::stateOf(m_folder).kind, Kind::Running);
    QVERIFY(attached()->end("test"));
    QVERIFY(!isAlive(program));
}

void TestSupervisedProcess::outlivesAStarterThatIsKilled_data()
{
    QTest::addColumn<QString>("script");
    const QString count = "i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i+1)); done; ";
    QTest::newRow("a busy program") << count;
    QTest::newRow("in bubblewrap")
        << "exec bwrap --bind / / --proc /proc --dev /dev --unshare-pid --die-with-parent "
           "--new-session --clearenv sh -c '"
            + count + "'";
}

// Killed at once, so in the middle of the start of the program and of its output.
void TestSupervisedProcess::outlivesAStarterThatIsKilled()
{
    QFETCH(const QString, script);
    for (int round = 0; round < 5; ++round) {
        m_folder = m_place->filePath(QString::number(round));
        QProcess starter;
        starter.start(QCoreApplication::applicationFilePath(), {"--follow", m_folder, script});
        QVERIFY(starter.waitForReadyRead(30'000));
        QCOMPARE(starter.readAll(), "started\n");
        ::kill(pid_t(starter.processId()), SIGKILL);
        QVERIFY(starter.waitForFinished());
        QElapsedTimer elapsed;
        elapsed.start();
        const auto process = attached();
        QVERIFY(elapsed.elapsed() < 2000);
        const Heard heard = hear(*process);
        QVERIFY(heard.ended);
        QCOMPARE(heard.output.count('\n'), 300);
        QVERIFY(heard.output.endsWith("line 299\n"));
        QCOMPARE(process->state().end->exit.code, 0);
    }
}

void TestSupervisedProcess::saysThatTheProgramWasKilled()
{
    const auto process = started(shell("echo $$; setsid sleep 1000 & echo $!; wait"));
    QList<pid_t> pids;
    QByteArray said;
    while (pids.size() < 2) {
        said += hear(*process, "\n").output;
        pids = numbersIn(said);
    }
    ::kill(pids.first(), SIGKILL);
    QVERIFY(hear(*process).ended);
    const auto state = process->state();
    QCOMPARE(state.kind, Kind::Ended);
    QCOMPARE(state.end->exit.signal, SIGKILL);
    QVERIFY(!isAlive(pids.last()));
}

void TestSupervisedProcess::endsTheWholeTree_data()
{
    QTest::addColumn<QString>("script");
    const QString deaf = "trap '' TERM INT HUP; echo $$; while :; do sleep 1000; done";
    QTest::newRow("polite") << "echo $$; exec sleep 1000";
    QTest::newRow("deaf") << deaf;
    QTest::newRow("grandchildren with a session of their own")
        << "echo $$; setsid sh -c \"" + QString(deaf).replace("$$", "\\$\\$") + "\" & wait";
    QTest::newRow("a daemon that emptied its environment")
        << "echo $$; (setsid env -i sh -c 'echo $$; exec sleep 1000' &) ; exec sleep 1000";
    QTest::newRow("a sandbox")
        << "echo $$; exec bwrap --bind / / --proc /proc --dev /dev --unshare-pid --die-with-parent "
           "--clearenv sh -c 'trap \"\" TERM; while :; do sleep 1000; done'";
}

void TestSupervisedProcess::endsTheWholeTree()
{
    QFETCH(const QString, script);
    const auto process = started(shell(script + "; true"));
    QByteArray said = hear(*process, "\n").output;
    if (script.contains("setsid")) {
        while (numbersIn(said).size() < 2) {
            said += hear(*process, "\n").output;
        }
    }
    const QList<pid_t> pids = numbersIn(said);
    const pid_t supervisor = supervisorOf(pids.first());
    QVERIFY(isAlive(supervisor));
    QElapsedTimer elapsed;
    elapsed.start();
    QVERIFY(process->end("enough"));
    QVERIFY2(elapsed.elapsed() < 5000, qPrintable(QString::number(elapsed.elapsed())));
    QCOMPARE(process->state().kind, Kind::Ended);
    QCOMPARE(process->state().end->cause, "enough");
    QTRY_VERIFY(!isAlive(supervisor));
    for (const pid_t pid : pids) {
        QVERIFY(!isAlive(pid));
    }
}

void TestSupervisedProcess::saysFarewellFirst()
{
    auto order = shell("trap 'echo signalled' TERM; echo up; read word; echo \"heard $word\"");
    order.farewell = "goodbye\n";
    const auto process = started(order);
    hear(*process, "up\n");
    process->requestEnd("enough", "It was enough.");
    process->requestEnd("again");
    const Heard heard = hear(*process);
    QCOMPARE(heard.output, "heard goodbye\n");
    QCOMPARE(heard.told, QByteArrayList({"enough\nIt was enough."}));
    QCOMPARE(process->state().end->cause, "enough");
    QCOMPARE(process->state().end->exit.code, 0);
}

void TestSupervisedProcess::endsAtTheWallLimitWhenNobodyIsAttached()
{
    auto order = shell("echo $$; while :; do echo busy; done");
    order.process.timeLimit = 500ms;
    started(order).reset();
    QTRY_COMPARE(io::stateOf(m_folder).kind, Kind::Ended);
    QCOMPARE(io::stateOf(m_folder).end->cause, io::end_cause::WALL_LIMIT);
    QVERIFY(io::stateOf(m_folder).end->at < 5s);
    QVERIFY(!isAlive(numbersIn(hear(*attached(), "\n").output).first()));
}

void TestSupervisedProcess::endsWhoWritesTooMuch()
{
    auto order = shell("echo $$; trap '' TERM; while :; do echo busy; done");
    order.mostOutput = 100'000;
    started(order).reset();
    QTRY_COMPARE(io::stateOf(m_folder).kind, Kind::Ended);
    QCOMPARE(io::stateOf(m_folder).end->cause, io::end_cause::OUTPUT_LIMIT);
    const Heard heard = hear(*attached());
    QVERIFY(heard.output.size() <= order.mostOutput);
    QVERIFY(heard.output.size() > order.mostOutput / 2);
    QVERIFY(!isAlive(numbersIn(heard.output).first()));
}

void TestSupervisedProcess::endsItsTreeWhenItIsTerminated()
{
    const auto process = started(shell("echo $$; exec sleep 1000"));
    const pid_t program = numbersIn(hear(*process, "\n").output).first();
    ::kill(supervisorOf(program), SIGTERM);
    QVERIFY(hear(*process).ended);
    QCOMPARE(process->state().end->cause, io::end_cause::SIGNALLED);
    QVERIFY(!isAlive(program));
}

void TestSupervisedProcess::survivesTheHangupOfATerminal()
{
    const auto process = started(shell("echo $$; read word; echo $word"));
    const pid_t program = numbersIn(hear(*process, "\n").output).first();
    ::kill(supervisorOf(program), SIGHUP);
    process->tell({.key = "word", .bytes = "still here\n", .note = {}});
    QCOMPARE(hear(*process).output, "still here\n");
    QCOMPARE(process->state().end->exit.code, 0);
}

void TestSupervisedProcess::clearsAwayWhatAKilledSupervisorLeft()
{
    const auto process = started(shell("echo $$; (setsid sh -c 'echo $$; exec sleep 1000' &) ; "
                                       "trap '' TERM; while :; do sleep 1000; done"));
    QByteArray said;
    while (numbersIn(said).size() < 2) {
        said += hear(*process, "\n").output;
    }
    const QList<pid_t> pids = numbersIn(said);
    ::kill(supervisorOf(pids.first()), SIGKILL);
    QVERIFY(hear(*process).ended);
    QCOMPARE(process->state().kind, Kind::Unknown);
    QVERIFY(!process->state().isSupervised);
    for (const pid_t pid : pids) {
        QVERIFY(!isAlive(pid));
    }
    QCOMPARE(hear(*attached()).output, said); // What it said is kept.
}

void TestSupervisedProcess::doubtsASupervisorThatHangsAndEndsIt()
{
    const auto process = started(shell("echo $$; exec sleep 1000"));
    const pid_t program = numbersIn(hear(*process, "\n").output).first();
    const pid_t supervisor = supervisorOf(program);
    ::kill(supervisor, SIGSTOP);
    QTRY_COMPARE_WITH_TIMEOUT(process->state().kind, Kind::Unknown, 20'000);
    QVERIFY(process->state().isSupervised);
    QVERIFY(process->end("test"));
    QVERIFY(!isAlive(program));
    QTRY_VERIFY(!isAlive(supervisor));
}

void TestSupervisedProcess::buriesTheDead()
{
    const auto process
        = started(shell("echo $$; (sleep 0 &) ; (sleep 0 &) ; read go; exec sleep 1000"));
    const pid_t program = numbersIn(hear(*process, "\n").output).first();
    const QString children = QString("/proc/%1/task/%1/children").arg(supervisorOf(program));
    const auto count = [&children] {
        QFile file(children);
        return file.open(QIODevice::ReadOnly) ? file.readAll().simplified().split(' ').size() : -1;
    };
    QTRY_COMPARE(count(), 1);
}

void TestSupervisedProcess::refusesWhatCannotStart()
{
    auto order = shell("true");
    order.process.program = "/no/such/program";
    const auto noProgram = io::SupervisedProcess::start({SUPERVISOR, m_folder}, order);
    QCOMPARE(noProgram.error().code, errors::PROGRAM_NOT_FOUND);
    QVERIFY(noProgram.error().detail.contains("/no/such/program"));
    QVERIFY(!QFile::exists(m_folder));

    order = shell("true");
    order.process.workingFolder = "/no/folder";
    const auto noFolder = io::SupervisedProcess::start({SUPERVISOR, m_folder}, order);
    QCOMPARE(noFolder.error().code, errors::PROCESS_START_FAILED);

    const auto noSupervisor = io::SupervisedProcess::start({"/no/supervisor", m_folder}, order);
    QCOMPARE(noSupervisor.error().code, errors::PROGRAM_NOT_FOUND);
    QVERIFY(!QFile::exists(m_folder));

    const auto noSession = io::SupervisedProcess::attach(m_folder);
    QCOMPARE(noSession.error().code, errors::NOT_FOUND);

    hear(*started(shell("true")));
    const auto twice = io::SupervisedProcess::start({SUPERVISOR, m_folder}, shell("true"));
    QCOMPARE(twice.error().code, errors::INVALID_ARGUMENT);
    QVERIFY(io::isSession(m_folder)); // The first one is untouched.
}

void TestSupervisedProcess::losesNothingOnAFullDisk()
{
    const QTemporaryDir disk;
    QProcess again;
    again.setProcessChannelMode(QProcess::MergedChannels);
    again.start("bwrap",
                {"--bind", "/", "/", "--dev-bind", "/dev", "/dev", "--size", "8000000", "--tmpfs",
                 disk.path(), QCoreApplication::applicationFilePath(), "--fill", disk.path()});
    QVERIFY(again.waitForFinished(60'000));
    const QByteArray said = again.readAll();
    if (said.startsWith("bwrap:")) {
        QSKIP("bubblewrap cannot make a sandbox on this machine");
    }
    QVERIFY2(again.exitCode() == 0, said.constData());
}

void TestSupervisedProcess::takesWordsOfAnySize()
{
    auto order = shell("wc -c");
    order.process.standardInput = QByteArray(1'000'000, 'o');
    const auto process = started(order);
    process->tell({.key = "long", .bytes = QByteArray(5'000'000, 'x'), .note = {}});
    process->closeInput();
    QCOMPARE(hear(*process).output, "6000000\n");
}

int main(int argc, char** argv)
{
    const QStringList arguments(argv + 1, argv + argc);
    QCoreApplication app(argc, argv);
    if (arguments.size() == 3 && arguments.first() == "--follow") {
        return followASession(arguments[1], arguments[2]);
    }
    if (arguments.size() == 2 && arguments.first() == "--fill") {
        return fillTheDisk(arguments[1]);
    }
    TestSupervisedProcess test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_supervised_process.moc"
