// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/process_tree.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QHash>
#include <QSet>

#include <csignal>
#include <limits>

#include <poll.h>
#include <sys/syscall.h>

namespace tamma::io {

namespace {

struct Entry {
    pid_t parent = 0;
    pid_t session = 0;
    qint64 startedAt = 0; // In the kernel's ticks.
    bool marked = false;
    bool hidden = false; // It has no environment: on purpose, or it is just becoming a program.
};

// Fields of /proc/PID/stat, counted behind the name.
constexpr int STATE = 0;
constexpr int PARENT = 1;
constexpr int SESSION = 3;
constexpr int FLAGS = 6;
constexpr int STARTED_AT = 19;

constexpr unsigned KERNEL_THREAD = 0x0020'0000; // PF_KTHREAD of linux/sched.h

constexpr int MOST_LISTINGS = 20; // Some programs start others without end.

// How long a look is repeated that may have missed somebody, on a busy machine.
constexpr std::chrono::milliseconds LONGEST_DOUBT(200);

QString procFile(pid_t pid, const char* name)
{
    return QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1StringView(name));
}

// Empty when the process is gone. The name in brackets may hold anything; the fields after its last
// bracket are fixed.
QList<QByteArray> statOf(pid_t pid)
{
    QFile file(procFile(pid, "stat"));
    const QByteArray stat = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.size() > STARTED_AT ? fields : QList<QByteArray>();
}

bool carries(const QByteArray& environment, const QByteArray& marker)
{
    return environment.startsWith(marker + '\0') || environment.contains('\0' + marker + '\0');
}

Entry entryOf(pid_t pid, const QList<QByteArray>& stat, const QByteArray& marker)
{
    QFile file(procFile(pid, "environ"));
    const bool isOurs = file.open(QIODevice::ReadOnly);
    const QByteArray environment = isOurs ? file.readAll() : QByteArray();
    const bool isProgram = (stat[FLAGS].toUInt() & KERNEL_THREAD) == 0;
    return {.parent = stat[PARENT].toInt(),
            .session = stat[SESSION].toInt(),
            .startedAt = stat[STARTED_AT].toLongLong(),
            .marked = carries(environment, marker),
            .hidden = isOurs && isProgram && environment.isEmpty()};
}

// Zombies are left out: they run nothing, and only their parent can remove them. Whoever came while
// we looked, perhaps from one that has gone since, is in the next listing: so it is listed until
// nobody is new.
QHash<pid_t, Entry> runningProcesses(const QByteArray& marker)
{
    QHash<pid_t, Entry> table;
    QSet<pid_t> seen;
    qsizetype before = -1;
    for (int listing = 0; listing < MOST_LISTINGS && before != seen.size(); ++listing) {
        before = seen.size();
        for (const QString& name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
            bool isNumber = false;
            const pid_t pid = name.toInt(&isNumber);
            if (!isNumber || seen.contains(pid)) {
                continue;
            }
            seen.insert(pid);
            const QList<QByteArray> stat = statOf(pid);
            if (!stat.isEmpty() && stat[STATE] != "Z" && stat[STATE] != "X") {
                table.insert(pid, entryOf(pid, stat, marker));
            }
        }
    }
    return table;
}

QSet<pid_t> familyOf(pid_t root, const QHash<pid_t, Entry>& table)
{
    QSet<pid_t> family;
    if (table.contains(root)) {
        family.insert(root);
    }
    for (auto it = table.begin(); it != table.end(); ++it) {
        if (it->marked || it->session == root) {
            family.insert(it.key());
        }
    }
    for (qsizetype before = -1; before != family.size();) {
        before = family.size();
        for (auto it = table.begin(); it != table.end(); ++it) {
            // The root may be a zombie already, and then is no member itself.
            if (it->parent == root || family.contains(it->parent)) {
                family.insert(it.key());
            }
        }
    }
    family.remove(::getpid()); // Whoever ends a tree lives on.
    return family;
}

void signalAll(const std::vector<FileDescriptor>& processes, int signal)
{
    for (const FileDescriptor& process : processes) {
        syscall(SYS_pidfd_send_signal, process.number(), signal, nullptr, 0);
    }
}

// Returns when all have ended or the time is over.
void waitForAll(const std::vector<FileDescriptor>& processes, QDeadlineTimer deadline)
{
    for (const FileDescriptor& process : processes) {
        pollfd entry{process.number(), POLLIN, 0};
        const auto left = deadline.remainingTime();
        while (::poll(&entry, 1, static_cast<int>(left)) < 0 && errno == EINTR) { }
    }
}

} // namespace

ProcessTree::ProcessTree(pid_t root, QByteArray marker)
    : m_root(root)
    , m_marker(std::move(marker))
{
    const QList<QByteArray> fields = statOf(root);
    m_startedAt
        = fields.isEmpty() ? std::numeric_limits<qint64>::max() : fields[STARTED_AT].toLongLong();
}

ProcessTree ProcessTree::remainsOf(QByteArray marker)
{
    constexpr pid_t NOBODY = -1; // No process has it as its parent or session.
    return {NOBODY, std::move(marker)};
}

std::vector<FileDescriptor> ProcessTree::members() const
{
    // Between fork and exec a process of the tree can be without its marker, and without a parent.
    const auto mayBecomeOurs
        = [this](const Entry& entry) { return entry.hidden && entry.startedAt >= m_startedAt; };
    const QDeadlineTimer limit(LONGEST_DOUBT);
    for (;;) {
        const QHash<pid_t, Entry> table = runningProcesses(m_marker);
        const QSet<pid_t> family = familyOf(m_root, table);
        std::vector<FileDescriptor> handles;
        for (const pid_t pid : family) {
            FileDescriptor handle(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
            if (handle.isOpen()) {
                handles.push_back(std::move(handle));
            }
        }
        const bool sure = family.isEmpty() && std::ranges::none_of(table, mayBecomeOurs);
        if (!handles.empty() || sure || limit.hasExpired()) {
            return handles;
        }
    }
}

bool ProcessTree::terminate(std::chrono::milliseconds grace)
{
    std::vector<FileDescriptor> alive = members();
    signalAll(alive, SIGTERM);
    waitForAll(alive, QDeadlineTimer(grace));

    // A process may start another one between the look and the signal: look until none is left.
    const QDeadlineTimer limit(std::chrono::seconds(10));
    for (alive = members(); !alive.empty(); alive = members()) {
        if (limit.hasExpired()) {
            return false;
        }
        signalAll(alive, SIGKILL);
        waitForAll(alive, QDeadlineTimer(std::chrono::milliseconds(500)));
    }
    return true;
}

} // namespace tamma::io
