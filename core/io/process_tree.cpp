// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/process_tree.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QHash>
#include <QSet>

#include <csignal>

#include <poll.h>
#include <sys/syscall.h>

namespace tamma::io {

namespace {

struct Entry {
    pid_t parent = 0;
    pid_t session = 0;
    bool marked = false;
};

QByteArray readProc(pid_t pid, const char* name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1StringView(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool carries(const QByteArray& environment, const QByteArray& marker)
{
    return environment.startsWith(marker + '\0') || environment.contains('\0' + marker + '\0');
}

// Zombies are left out: they run nothing, and only their parent can remove them.
QHash<pid_t, Entry> runningProcesses(const QByteArray& marker)
{
    QHash<pid_t, Entry> table;
    const QStringList names = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString& name : names) {
        bool isNumber = false;
        const pid_t pid = name.toInt(&isNumber);
        if (!isNumber) {
            continue;
        }
        // The name in brackets may hold anything; the fields after its last bracket are fixed.
        const QByteArray stat = readProc(pid, "stat");
        const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        if (fields.size() < 4 || fields[0] == "Z" || fields[0] == "X") {
            continue;
        }
        table.insert(
            pid, {fields[1].toInt(), fields[3].toInt(), carries(readProc(pid, "environ"), marker)});
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
}

std::vector<FileDescriptor> ProcessTree::members() const
{
    std::vector<FileDescriptor> handles;
    for (const pid_t pid : familyOf(m_root, runningProcesses(m_marker))) {
        FileDescriptor handle(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
        if (handle.isOpen()) {
            handles.push_back(std::move(handle));
        }
    }
    return handles;
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
