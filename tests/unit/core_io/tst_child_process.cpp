// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/child_process.h"

#include <QCoreApplication>
#include <QTest>

#include <csignal>
#include <cstdio>

#include <unistd.h>

using namespace tamma;
using namespace std::chrono_literals;
using Happening = io::ChildProcess::Happening;

namespace {

io::ProcessSpec interactive(const QString& script)
{
    io::ProcessSpec spec;
    spec.program = "/bin/sh";
    spec.arguments = {"-c", script};
    spec.environment = {{"PATH", "/usr/bin:/bin"}};
    spec.keepInputOpen = true;
    spec.grace = 300ms;
    return spec;
}

// Reads until a line is complete; empty when the program ended or was silent for too long.
QByteArray readLine(io::ChildProcess& child)
{
    QByteArray line;
    while (!line.endsWith('\n')) {
        const auto event = child.next(QDeadlineTimer(20s), {});
        if (!event || event->kind != Happening::Output) {
            return {};
        }
        line += event->chunk.bytes;
    }
    return line;
}

bool isAlive(pid_t pid)
{
    QFile stat(QString("/proc/%1/stat").arg(pid));
    return stat.open(QIODevice::ReadOnly) && !stat.readAll().contains(") Z ");
}

// The part of a Tamma that gets killed: starts a program, says its number, and waits.
int holdAChild()
{
    const auto child = io::ChildProcess::start(interactive("echo $$; exec sleep 7777"));
    if (!child) {
        return 1;
    }
    const QByteArray line = readLine(**child);
    fputs(line.constData(), stdout);
    fflush(stdout);
    pause();
    return 0;
}

} // namespace

class TestChildProcess : public QObject {
    Q_OBJECT

private slots:
    void talksLineByLine()
    {
        const auto child
            = io::ChildProcess::start(interactive("while read line; do echo \"<$line>\"; done"));
        QVERIFY(child);
        (*child)->write("one\n");
        QCOMPARE(readLine(**child), "<one>\n");
        (*child)->write("two\n");
        QCOMPARE(readLine(**child), "<two>\n");
        QVERIFY(!(*child)->exit());
        (*child)->closeInput();
        const auto event = (*child)->next(QDeadlineTimer(20s), {});
        QVERIFY(event && event->kind == Happening::Exited);
        QCOMPARE((*child)->exit()->code, 0);
        const auto again = (*child)->next(QDeadlineTimer(20s), {});
        QVERIFY(again && again->kind == Happening::Exited);
    }

    void deliversAllInputThatDoesNotFitAtOnce()
    {
        const auto child = io::ChildProcess::start(interactive("wc -c"));
        QVERIFY(child);
        (*child)->write(QByteArray(3'000'000, 'x'));
        (*child)->closeInput();
        QCOMPARE(readLine(**child), "3000000\n");
    }

    void reportsThatTheDeadlinePassed()
    {
        const auto child = io::ChildProcess::start(interactive("echo up; exec sleep 1000"));
        QVERIFY(child);
        QCOMPARE(readLine(**child), "up\n");
        const auto event = (*child)->next(QDeadlineTimer(50ms), {});
        QVERIFY(event && event->kind == Happening::DeadlinePassed);
        QVERIFY(!(*child)->exit());
    }

    void leavesTheProgramToTheCallerOnAStopRequest()
    {
        const auto child = io::ChildProcess::start(interactive("echo $$; exec sleep 1000"));
        QVERIFY(child);
        const pid_t pid = readLine(**child).trimmed().toInt();
        std::stop_source source;
        source.request_stop();
        const auto event = (*child)->next(QDeadlineTimer(20s), source.get_token());
        QVERIFY(!event && event.error().code == errors::CANCELLED);
        QVERIFY(isAlive(pid));
        (*child)->terminateTree();
        QVERIFY(!isAlive(pid));
        QCOMPARE((*child)->exit()->signal, SIGTERM);
    }

    void endsTheProgramWithTheObject()
    {
        pid_t pid = 0;
        {
            const auto child = io::ChildProcess::start(interactive("echo $$; exec sleep 1000"));
            QVERIFY(child);
            pid = readLine(**child).trimmed().toInt();
            QVERIFY(isAlive(pid));
        }
        QVERIFY(!isAlive(pid));
    }

    void dropsInputForAProgramThatEnded()
    {
        const auto child = io::ChildProcess::start(interactive("exit 4"));
        QVERIFY(child);
        const auto event = (*child)->next(QDeadlineTimer(20s), {});
        QVERIFY(event && event->kind == Happening::Exited);
        (*child)->write("too late\n");
        (*child)->closeInput();
        QCOMPARE((*child)->exit()->code, 4);
    }

    void takesTheProgramAlongWhenTammaIsKilled()
    {
        io::ProcessSpec spec;
        spec.program = QCoreApplication::applicationFilePath();
        spec.arguments = {"--hold-a-child"};
        const auto holder = io::ChildProcess::start(spec);
        QVERIFY(holder);
        const pid_t pid = readLine(**holder).trimmed().toInt();
        QVERIFY(pid > 0);
        QVERIFY(isAlive(pid));
        QFile stat(QString("/proc/%1/stat").arg(pid));
        QVERIFY(stat.open(QIODevice::ReadOnly));
        const QByteArray line = stat.readAll();
        const pid_t tamma = line.mid(line.lastIndexOf(')') + 2).split(' ')[1].toInt();
        ::kill(tamma, SIGKILL);
        QTRY_VERIFY(!isAlive(pid));
    }
};

int main(int argc, char** argv)
{
    if (argc > 1 && QByteArray(argv[1]) == "--hold-a-child") {
        return holdAChild();
    }
    const QCoreApplication application(argc, argv);
    TestChildProcess test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_child_process.moc"
