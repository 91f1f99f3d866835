// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/process_runner.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

#include <fcntl.h>
#include <unistd.h>

using namespace tamma;
using namespace std::chrono_literals;

namespace {

struct Ran {
    Result<io::ProcessResult> result;
    QByteArray output;
    QByteArray error;
};

io::ProcessSpec shell(const QString& script)
{
    io::ProcessSpec spec;
    spec.program = "/bin/sh";
    spec.arguments = {"-c", script};
    spec.environment = {{"PATH", "/usr/bin:/bin"}};
    spec.grace = 300ms;
    return spec;
}

Ran run(const io::ProcessSpec& spec, std::stop_token stop = {})
{
    Ran ran;
    const auto sink = [&ran](const io::OutputChunk& chunk) {
        (chunk.stream == io::OutputChunk::Stream::Output ? ran.output : ran.error) += chunk.bytes;
    };
    ran.result = io::SystemProcessRunner().run(spec, sink, stop);
    return ran;
}

// The number of running processes with `token` in their command line.
int processesWith(const QByteArray& token)
{
    int count = 0;
    const QStringList names = QDir("/proc").entryList(QDir::Dirs);
    for (const QString& name : names) {
        QFile file("/proc/" + name + "/cmdline");
        if (name[0].isDigit() && file.open(QIODevice::ReadOnly)) {
            count += file.readAll().contains(token) ? 1 : 0;
        }
    }
    return count;
}

// A duration that no other process sleeps: it is how the test finds its own.
QByteArray uniqueDuration()
{
    return "987654." + QByteArray::number(QUuid::createUuid().data1);
}

qint64 peakMemoryKiB()
{
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly)) {
        return -1;
    }
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:")) {
            return line.mid(6).trimmed().split(' ').first().toLongLong();
        }
    }
    return -1;
}

} // namespace

class TestProcessRunner : public QObject {
    Q_OBJECT

private slots:
    void returnsHowItEnded_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("signal");
        QTest::newRow("success") << "true" << 0 << 0;
        QTest::newRow("failure") << "exit 3" << 3 << 0;
        QTest::newRow("killed by a signal") << "kill -SEGV $$" << 139 << 11;
    }

    void returnsHowItEnded()
    {
        QFETCH(QString, script);
        const Ran ran = run(shell(script));
        QVERIFY(ran.result);
        QTEST(ran.result->exit.code, "code");
        QTEST(ran.result->exit.signal, "signal");
        QVERIFY(!ran.result->timedOut);
    }

    void handsOverExactlyWhatTheSpecSays()
    {
        const QTemporaryDir folder;
        io::ProcessSpec spec = shell("pwd; printf '%s|' \"$0\" \"$@\"; echo; cat; env");
        spec.arguments << "zero" << "with space" << QString::fromUtf8("gr\u00fc\u00df");
        spec.environment["ANSWER"] = "4 2";
        spec.workingFolder = folder.path();
        spec.standardInput = "from outside\n";
        qputenv("TAMMA_TEST_SECRET", "leaked");
        const Ran ran = run(spec);
        QVERIFY(ran.result);
        const QList<QByteArray> lines = ran.output.split('\n');
        QCOMPARE(lines[0], folder.path().toUtf8());
        QCOMPARE(lines[1], QByteArray("zero|with space|gr\xc3\xbc\xc3\x9f|"));
        QCOMPARE(lines[2], "from outside");
        QVERIFY(ran.output.contains("\nANSWER=4 2\n"));
        QVERIFY(ran.output.contains("\nTAMMA_RUN_ID="));
        QVERIFY(!ran.output.contains("leaked"));
        QVERIFY(!ran.output.contains("HOME="));
    }

    void givesNoInputUnlessThereIsSome()
    {
        const Ran ran = run(shell("cat; echo end"));
        QCOMPARE(ran.output, "end\n");
    }

    void survivesAProgramThatDoesNotReadItsInput()
    {
        io::ProcessSpec spec = shell("exec 0<&-; echo done");
        spec.standardInput = QByteArray(8 * 1024 * 1024, 'x');
        const Ran ran = run(spec);
        QVERIFY(ran.result);
        QCOMPARE(ran.output, "done\n");
    }

    void passesALargeInputAndOutputWithoutDeadlock()
    {
        io::ProcessSpec spec = shell("cat; cat >&2 /dev/null");
        spec.standardInput = QByteArray(8 * 1024 * 1024, 'x');
        const Ran ran = run(spec);
        QCOMPARE(ran.output.size(), spec.standardInput->size());
    }

    void keepsTheStreamsApartOrMergesThem()
    {
        io::ProcessSpec spec = shell("echo 1; echo 2 >&2; echo 3; echo 4 >&2");
        const Ran apart = run(spec);
        QCOMPARE(apart.output, "1\n3\n");
        QCOMPARE(apart.error, "2\n4\n");
        spec.mergeStreams = true;
        const Ran merged = run(spec);
        QCOMPARE(merged.output, "1\n2\n3\n4\n");
        QCOMPARE(merged.error, "");
    }

    void handsOverFilesByNumberAndReadsThemBack()
    {
        io::ProcessSpec spec = shell("cat <&7; printf back >&9; cat <&3");
        spec.inheritedFiles = {{3, "three"}, {7, "seven,"}, {9, {}}};
        const Ran ran = run(spec);
        QVERIFY(ran.result);
        QCOMPARE(ran.output, "seven,three");
        QCOMPARE(ran.result->inheritedFiles[9], "back");
        QCOMPARE(ran.result->inheritedFiles[3], "three");
    }

    void letsNoOtherDescriptorThrough()
    {
        const int secret
            = ::open("/dev/zero", O_RDONLY); // Without O_CLOEXEC, as careless code has it.
        const int high = ::fcntl(secret, F_DUPFD, 200);
        io::ProcessSpec spec = shell("for f in /proc/self/fd/*; do readlink $f; done");
        spec.inheritedFiles = {{5, "x"}};
        const Ran ran = run(spec);
        ::close(secret);
        ::close(high);
        QVERIFY2(!ran.output.contains("/dev/zero"), ran.output.constData());
        QVERIFY2(ran.output.count("memfd") <= 1, ran.output.constData());
    }

    void saysWhyItCouldNotStart_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("code");
        QTest::newRow("no such name") << "no-such-program" << "/" << "PROGRAM_NOT_FOUND";
        QTest::newRow("no such path") << "/no/such/program" << "/" << "PROGRAM_NOT_FOUND";
        QTest::newRow("not executable") << "/etc/hostname" << "/" << "PROCESS_START_FAILED";
        QTest::newRow("no such folder") << "/bin/sh" << "/no/such/folder" << "PROCESS_START_FAILED";
    }

    void saysWhyItCouldNotStart()
    {
        QFETCH(QString, program);
        QFETCH(QString, folder);
        io::ProcessSpec spec;
        spec.program = program;
        spec.workingFolder = folder;
        const Ran ran = run(spec);
        QVERIFY(!ran.result);
        QTEST(ran.result.error().code.text(), "code");
        QVERIFY(!ran.result.error().detail.isEmpty());
    }

    void saysThatAProgramIsNoProgram()
    {
        const QTemporaryDir folder;
        QFile broken(folder.filePath("broken"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("\x7f"
                     "ELF nonsense");
        broken.close();
        QVERIFY(broken.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        io::ProcessSpec spec;
        spec.program = broken.fileName();
        const Ran ran = run(spec);
        QVERIFY(!ran.result);
        QVERIFY(ran.result.error().code == errors::PROCESS_START_FAILED);
    }

    void endsTheWholeTreeAtTheTimeLimit_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("one process") << "exec sleep %1";
        QTest::newRow("child and grandchild") << "sh -c 'sleep %1; :' & sleep %1";
        QTest::newRow("ignores TERM") << "trap '' TERM; sleep %1; sleep %1";
        QTest::newRow("session of its own") << "setsid -f sleep %1; exec sleep %1";
        QTest::newRow("daemon of a daemon")
            << "setsid sh -c 'setsid -f sleep %1; sleep %1'; sleep %1";
        QTest::newRow("emptied environment") << "env -i sleep %1 & sleep %1";
        QTest::newRow("writes all the time") << "sleep %1 & yes";
    }

    void endsTheWholeTreeAtTheTimeLimit()
    {
        QFETCH(QString, script);
        const QByteArray token = uniqueDuration();
        io::ProcessSpec spec = shell(script.arg(QString::fromLatin1(token)));
        spec.timeLimit = 200ms;
        const auto drop = [](const io::OutputChunk&) { };
        const auto result = io::SystemProcessRunner().run(spec, drop, {});
        QVERIFY(result);
        QVERIFY(result->timedOut);
        QVERIFY(result->duration >= 200ms);
        QCOMPARE(processesWith(token), 0);
    }

    void endsTheWholeTreeOnAStopRequest()
    {
        const QByteArray token = uniqueDuration();
        std::stop_source source;
        const io::ProcessSpec spec
            = shell("echo up; setsid -f sleep " + token + "; exec sleep " + token);
        const auto stopAtFirstOutput = [&source](const io::OutputChunk&) { source.request_stop(); };
        const auto result
            = io::SystemProcessRunner().run(spec, stopAtFirstOutput, source.get_token());
        QVERIFY(!result);
        QVERIFY(result.error().code == errors::CANCELLED);
        QCOMPARE(processesWith(token), 0);
    }

    void stopsFromAnotherThread()
    {
        const QByteArray token = uniqueDuration();
        std::stop_source source;
        Result<io::ProcessResult> result;
        std::thread worker([&] {
            result = io::SystemProcessRunner().run(shell("exec sleep " + token), {},
                                                   source.get_token());
        });
        const bool started = QTest::qWaitFor([&] { return processesWith(token) > 0; });
        source.request_stop();
        worker.join();
        QVERIFY(started);
        QVERIFY(!result && result.error().code == errors::CANCELLED);
        QCOMPARE(processesWith(token), 0);
    }

    void doesNotStartWhatWasStoppedBefore()
    {
        std::stop_source source;
        source.request_stop();
        const Ran ran = run(shell("exec sleep 1000"), source.get_token());
        QVERIFY(!ran.result && ran.result.error().code == errors::CANCELLED);
    }

    void leavesNothingRunningAfterASuccess()
    {
        const QByteArray token = uniqueDuration();
        const Ran ran = run(shell("setsid -f sleep " + token + "; echo out"));
        QVERIFY(ran.result);
        QCOMPARE(ran.result->exit.code, 0);
        QCOMPARE(ran.output, "out\n");
        QCOMPARE(processesWith(token), 0);
    }

    void keepsMemoryBoundedWithHugeOutput()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("AddressSanitizer keeps freed memory, so the peak says nothing");
#endif
        const qint64 before = peakMemoryKiB();
        qint64 bytes = 0;
        const auto count = [&bytes](const io::OutputChunk& chunk) { bytes += chunk.bytes.size(); };
        const auto result
            = io::SystemProcessRunner().run(shell("head -c 209715200 /dev/zero"), count, {});
        QVERIFY(result);
        QCOMPARE(bytes, 209715200);
        QVERIFY(peakMemoryKiB() - before < 32 * 1024);
    }

    void runsManyAtOnce()
    {
        std::atomic<int> good = 0;
        std::vector<std::thread> workers;
        for (int worker = 0; worker < 8; ++worker) {
            workers.emplace_back([&good, worker] {
                for (int round = 0; round < 5; ++round) {
                    const QString text = QString("%1-%2").arg(worker).arg(round);
                    const Ran ran = run(shell("echo " + text));
                    good += ran.result && ran.output == text.toUtf8() + '\n' ? 1 : 0;
                }
            });
        }
        for (std::thread& worker : workers) {
            worker.join();
        }
        QCOMPARE(good.load(), 40);
    }
};

QTEST_GUILESS_MAIN(TestProcessRunner)
#include "tst_process_runner.moc"
