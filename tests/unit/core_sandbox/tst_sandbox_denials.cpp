// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox_fixture.h"

#include <QTest>
#include <QUuid>

#include <csignal>
#include <cstddef>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tamma;

namespace {

// A process outside that an attacker may aim at.
class Victim {
public:
    Victim()
        : m_pid(::fork())
    {
        if (m_pid == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL); // Also when the test is ended from outside.
            ::execl("/bin/sleep", "sleep", "1000", nullptr);
            _exit(127);
        }
    }
    ~Victim()
    {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }

    [[nodiscard]] pid_t pid() const { return m_pid; }
    [[nodiscard]] bool isAlive() const { return ::waitpid(m_pid, nullptr, WNOHANG) == 0; }

private:
    pid_t m_pid;
};

// Something outside that listens, by TCP on loopback and under an abstract name.
class Listeners {
public:
    Listeners()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        m_tcp = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        m_works = ::bind(m_tcp, reinterpret_cast<sockaddr*>(&address), size) == 0
            && ::listen(m_tcp, 8) == 0
            && ::getsockname(m_tcp, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        m_port = ntohs(address.sin_port);

        sockaddr_un local{};
        local.sun_family = AF_UNIX;
        m_name = "tamma-" + QUuid::createUuid().toByteArray(QUuid::Id128);
        memcpy(local.sun_path + 1, m_name.constData(), m_name.size());
        m_unix = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto length
            = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + m_name.size());
        m_works = m_works && ::bind(m_unix, reinterpret_cast<sockaddr*>(&local), length) == 0
            && ::listen(m_unix, 8) == 0;
    }
    ~Listeners()
    {
        ::close(m_tcp);
        ::close(m_unix);
    }

    [[nodiscard]] bool work() const { return m_works; }
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] QByteArray name() const { return m_name; }

private:
    int m_tcp = -1;
    int m_unix = -1;
    int m_port = 0;
    QByteArray m_name;
    bool m_works = false;
};

// Calls the kernel by the numbers of x86-64, past what the C library would refuse by itself.
QString kernelCall(const QString& arguments)
{
    return "python3 -c \"import ctypes;l=ctypes.CDLL(None,use_errno=True);"
           "b=ctypes.create_string_buffer(128);print('BROKEN' if l.syscall("
        + arguments + ")>=0 else 'errno %d' % ctypes.get_errno())\"";
}

} // namespace

class TestSandboxDenials : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("TAMMA_TEST_SECRET", "CANARY-ENVIRONMENT");
        QVERIFY(m_listeners.work());
    }

    void keepsAnAttackerIn_data();
    void keepsAnAttackerIn();

    void keepsAProcessFromOutlivingTheCommand()
    {
        const QByteArray token = "86420." + QByteArray::number(QUuid::createUuid().data1);
        const test::SandboxFixture fixture;
        const auto seen = fixture.run("env -i setsid -f sleep " + token + "; echo started");
        QCOMPARE(seen.output, "started\n");
        const QStringList names = QDir("/proc").entryList(QDir::Dirs);
        for (const QString& name : names) {
            QFile file("/proc/" + name + "/cmdline");
            QVERIFY(!file.open(QIODevice::ReadOnly) || !file.readAll().contains(token));
        }
    }

    void boundsAForkBomb()
    {
        if (::geteuid() == 0) {
            QSKIP("The kernel does not count the processes of root; the time limit ends them");
        }
        test::SandboxFixture fixture;
        fixture.profile.limits.processes = 100;
        const auto seen = fixture.run(R"(python3 - <<'END'
import os, signal
children = []
try:
    while len(children) < 400:
        pid = os.fork()
        if pid == 0:
            signal.pause()
        children.append(pid)
    print('BROKEN')
except OSError as error:
    print('stopped', len(children) < 100)
for pid in children:
    os.kill(pid, 9)
END)");
        QCOMPARE(seen.output, "stopped True\n");
    }

    void givesNoUnixSocketsTogetherWithTheNetwork()
    {
        test::SandboxFixture fixture;
        fixture.profile.network = true;
        const auto seen = fixture.run(
            QString("python3 -c \"import "
                    "socket;socket.create_connection(('127.0.0.1',%1));print('net')\";"
                    "python3 -c \"import socket;socket.socket(socket.AF_UNIX);print('BROKEN')\" "
                    "2>&1 | tail -1")
                .arg(m_listeners.port()));
        QCOMPARE(seen.output, "net\nPermissionError: [Errno 1] Operation not permitted\n");
    }

private:
    static void row(const char* name, const QString& script) { QTest::newRow(name) << script; }
    static void addAttacksOnFiles();
    static void addAttacksOnProcesses();
    static void addAttacksOnTheKernel();

    Listeners m_listeners;
    Victim m_victim;
};

// %HOST is the folder of the fixture, %VICTIM a process, %PORT and %NAME what listens outside. A
// script says BROKEN when it got through, or leaves a trace outside; nothing here writes to a
// setting of the kernel.
void TestSandboxDenials::addAttacksOnFiles()
{
    row("read the home", "cat %HOST/home/.ssh/id_rsa && echo BROKEN");
    row("read another worktree", "cat %HOST/other/secret.txt && echo BROKEN");
    row("search the disk",
        "grep -rsl CANARY /home /root /etc /var /tmp /run /opt /srv && echo BROKEN");
    row("symbolic link to the home", "ln -s %HOST/home/.ssh l; cat l/id_rsa && echo BROKEN");
    row("hard link to a key", "ln %HOST/home/.ssh/id_rsa k && echo BROKEN");
    row("root of another process", "cat /proc/1/root%HOST/home/.ssh/id_rsa && echo BROKEN");
    row("users of the machine",
        "grep -v ^tamma: /etc/passwd && echo BROKEN; test -e /etc/shadow && echo BROKEN");
    row("write outside", "echo x > %HOST/planted");
    row("shell start-up files", "echo evil >> %HOST/home/.bashrc && echo BROKEN");
    row("write the system", "touch /usr/x /etc/x /x && echo BROKEN");
    row("plant a git hook", "echo evil > .git/hooks/pre-commit && echo BROKEN");
    row("change the git settings", "echo evil >> .git/config && echo BROKEN");
    row("rename .git", "mv .git .old && echo BROKEN");
    row("remove .git", "rm -rf .git; test -e .git/HEAD || echo BROKEN");
    row("mount over .git", "mount -t tmpfs none .git && echo BROKEN");
    row("unmount .git", "umount -l .git && echo BROKEN");
    row("change .tamma", "echo 'network: true' > .tamma/project.yaml && echo BROKEN");
    row("rename .tamma", "mv .tamma .old && echo BROKEN");
}

void TestSandboxDenials::addAttacksOnProcesses()
{
    row("network of the machine", "exec 3<>/dev/tcp/127.0.0.1/%PORT && echo BROKEN");
    row("other interfaces", "test $(grep -c : /proc/net/dev) = 1 || echo BROKEN");
    row("abstract socket",
        "python3 -c \"import "
        "socket;socket.socket(socket.AF_UNIX).connect('\\0%NAME');print('BRO'+'KEN')\"");
    row("raw and strange sockets",
        "python3 -c \"import socket\nfor a in "
        "((2,3,1),(10,3,58),(17,3,3),(16,3,9),(40,1,0),(38,5,0),(31,3,1)):\n"
        " try:\n  socket.socket(*a); print('BROKEN',a)\n except OSError: pass\"");
    row("environment of the first process", "grep -a CANARY /proc/*/environ && echo BROKEN");
    row("inherited descriptor", "cat <&9 && echo BROKEN");
    row("descriptors of others",
        "for f in /proc/[0-9]*/fd/*; do timeout 1 head -c 100 $f; done </dev/null | grep -a CANARY "
        "&& echo BROKEN");
    row("trace the first process", kernelCall("101,16,1,0,0"));
    row("memory of the first process", "test -w /proc/1/mem && echo BROKEN");
    row("read the memory of others", kernelCall("310,1,b,1,b,1,0"));
}

void TestSandboxDenials::addAttacksOnTheKernel()
{
    row("new user namespace", "unshare -U true && echo BROKEN");
    row("new user namespace by clone", kernelCall("56,0x10000011,0,0,0,0"));
    row("remount the system", "mount -o remount,rw / && echo BROKEN");
    row("new mount calls", kernelCall("430,b,0"));
    row("change the root", kernelCall("161,b'/tmp'"));
    row("settings of the kernel", "test -w /proc/sys/kernel/core_pattern && echo BROKEN");
    row("settings of the network", "test -w /proc/sys/net/ipv4/ip_forward && echo BROKEN");
    row("trigger of the kernel", "test -w /proc/sysrq-trigger && echo BROKEN");
    row("any file of /proc", "find /proc -maxdepth 2 -type f -writable | grep . && echo BROKEN");
    row("devices",
        "ls /dev/sda /dev/vda /dev/mem /dev/kmsg && echo BROKEN; mknod d b 8 0 && echo BROKEN");
    row("/sys", "ls /sys/kernel && echo BROKEN");
    row("keyring", kernelCall("250,0,-3,1"));
    row("io_uring", kernelCall("425,4,b"));
    row("bpf", kernelCall("321,0,b,128"));
    row("perf events", kernelCall("298,b,0,-1,-1,0"));
    row("userfaultfd", kernelCall("323,0"));
    row("become root",
        "su -c id && echo BROKEN; newgrp root </dev/null && echo BROKEN; test $(id -u) = 0 && echo "
        "BROKEN");
    row("capabilities",
        "grep -E 'Cap(Eff|Prm|Bnd|Amb)' /proc/self/status | grep -v 0000000000000000 && echo "
        "BROKEN");
    row("kill a process outside", "kill -9 %VICTIM; true");
    row("kill everything", "kill -9 -1; true");
    row("58 GB file", "truncate -s 58G big && echo BROKEN");
    row("far end of a file", "dd if=/dev/zero of=big bs=1M seek=59000 count=1 && echo BROKEN");
    row("fill /tmp", "head -c 64M /dev/zero > /tmp/x && echo BROKEN");
    row("fill /dev/shm", "head -c 64M /dev/zero > /dev/shm/x && echo BROKEN");
    row("fill /dev", "touch /dev/x && echo BROKEN");
    row("core files", "test $(ulimit -c) = 0 || echo BROKEN");
    row("terminal", "test -e /dev/console && echo BROKEN; exec 3<>/dev/tty && echo BROKEN");
}

void TestSandboxDenials::keepsAnAttackerIn_data()
{
    QTest::addColumn<QString>("script");
    addAttacksOnFiles();
    addAttacksOnProcesses();
    addAttacksOnTheKernel();
}

void TestSandboxDenials::keepsAnAttackerIn()
{
    QFETCH(QString, script);
    test::SandboxFixture fixture;
    fixture.profile.limits.temporaryBytes = 16 << 20;
    const QByteArray before = fixture.outside();
    QVERIFY(before.contains("CANARY-KEY"));
    const int secret = ::open(qPrintable(fixture.path("home/.ssh/id_rsa")), O_RDONLY);
    QCOMPARE(::dup2(secret, 9), 9);
    script.replace("%HOST", fixture.folder.path());
    script.replace("%VICTIM", QString::number(m_victim.pid()));
    script.replace("%PORT", QString::number(m_listeners.port()));
    script.replace("%NAME", m_listeners.name());
    const auto seen = fixture.run("echo BEGIN; " + script);
    ::close(secret);
    ::close(9);
    QVERIFY2(seen.result, seen.output.constData());
    QVERIFY2(seen.output.contains("BEGIN\n"), seen.output.constData());
    QVERIFY2(!seen.output.contains("BROKEN"), seen.output.constData());
    QVERIFY2(!seen.output.contains("CANARY"), seen.output.constData());
    QCOMPARE(fixture.outside(), before);
    QVERIFY(m_victim.isAlive());
    QVERIFY(!QFile::exists(fixture.path("planted")));
}

QTEST_GUILESS_MAIN(TestSandboxDenials)
#include "tst_sandbox_denials.moc"
