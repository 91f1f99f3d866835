// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/sandbox.h"

#include "core/sandbox/git_folder.h"
#include "core/sandbox/seccomp_filter.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace tamma::sandbox {

namespace {

constexpr int ARGUMENTS_DESCRIPTOR = 10;
constexpr int SECCOMP_DESCRIPTOR = 11;
constexpr int FIRST_FILE_DESCRIPTOR = 13;

const QString HOME = QStringLiteral("/home/tamma");

// What compilers, linkers, interpreters and TLS libraries look up; nothing that names the user, the
// machine or a secret (/etc/ssl/private is why not all of /etc/ssl).
constexpr const char* SYSTEM_SETTINGS[] = {"/etc/alternatives",
                                           "/etc/ssl/certs",
                                           "/etc/ssl/openssl.cnf",
                                           "/etc/pki/tls/certs",
                                           "/etc/ca-certificates",
                                           "/etc/ld.so.cache",
                                           "/etc/ld.so.conf",
                                           "/etc/ld.so.conf.d",
                                           "/etc/localtime",
                                           "/etc/os-release",
                                           "/etc/mime.types",
                                           "/etc/fonts",
                                           "/etc/nodejs",
                                           "/etc/maven",
                                           "/etc/python3",
                                           "/etc/perl",
                                           "/etc/magic"};
constexpr const char* NETWORK_SETTINGS[]
    = {"/etc/resolv.conf", "/etc/gai.conf", "/etc/services", "/etc/protocols"};

// Collects the arguments of bubblewrap; it works through them in their order.
class Walls {
public:
    void add(const QStringList& arguments) { m_arguments += arguments; }

    // Files that would name the user or the machine are made up.
    void addFile(const QString& path, const QByteArray& content)
    {
        const int descriptor = FIRST_FILE_DESCRIPTOR + static_cast<int>(m_files.size());
        m_files.insert(descriptor, content);
        add({"--ro-bind-data", QString::number(descriptor), path});
    }

    [[nodiscard]] QMap<int, QByteArray> files() const
    {
        QMap<int, QByteArray> files = m_files;
        for (const QString& argument : m_arguments) {
            files[ARGUMENTS_DESCRIPTOR] += argument.toLocal8Bit() + '\0';
        }
        return files;
    }

private:
    QStringList m_arguments;
    QMap<int, QByteArray> m_files;
};

void addNamespaces(Walls& walls, const SandboxProfile& profile)
{
    walls.add({"--unshare-user", "--uid", "1000", "--gid", "1000", "--unshare-ipc", "--unshare-pid",
               "--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox",
               "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"});
    if (!profile.network) {
        walls.add({"--unshare-net"});
    }
}

void addSystem(Walls& walls)
{
    walls.add({"--ro-bind", "/usr", "/usr"});
    for (const char* name : {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
        const QFileInfo folder{QString::fromLatin1(name)};
        if (folder.isSymLink()) {
            walls.add({"--symlink", folder.symLinkTarget().mid(1), folder.filePath()});
        } else if (folder.isDir()) {
            walls.add({"--ro-bind", folder.filePath(), folder.filePath()});
        }
    }
    for (const char* path : SYSTEM_SETTINGS) {
        walls.add({"--ro-bind-try", path, path});
    }
    const QStringList javas = QDir(QStringLiteral("/etc")).entryList({"java*"}, QDir::Dirs);
    for (const QString& java : javas) {
        walls.add({"--ro-bind", "/etc/" + java, "/etc/" + java});
    }
    walls.addFile("/etc/passwd", "tamma:x:1000:1000::/home/tamma:/bin/sh\n");
    walls.addFile("/etc/group", "tamma:x:1000:\n");
    walls.addFile("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    walls.addFile("/etc/hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n");
}

// /proc is read-only as a whole: as root, /proc/sys would be writable in spite of the namespaces,
// and /proc/1/mem is a way into the one process that has no filter.
void addKernelFolders(Walls& walls, const SandboxLimits& limits)
{
    const QString size = QString::number(limits.temporaryBytes);
    walls.add({"--proc", "/proc", "--remount-ro", "/proc", "--dev", "/dev", "--size", size,
               "--tmpfs", "/dev/shm", "--remount-ro", "/dev", "--size", size, "--tmpfs", "/tmp",
               "--symlink", "/tmp", "/var/tmp"});
}

void addEnvironment(Walls& walls, const SandboxProfile& profile)
{
    QMap<QString, QString> environment{{"PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"},
                                       {"HOME", HOME},
                                       {"USER", "tamma"},
                                       {"LOGNAME", "tamma"},
                                       {"LANG", "C.UTF-8"},
                                       {"TMPDIR", "/tmp"}};
    environment.insert(profile.environment);
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        walls.add({"--setenv", it.key(), it.value()});
    }
}

Result<QString> existingFolder(const QString& path)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    if (!QDir::isAbsolutePath(path) || canonical == QLatin1StringView("/")) {
        return failure(errors::INVALID_ARGUMENT, QStringLiteral("Not for a sandbox: ") + path);
    }
    if (canonical.isEmpty()) {
        return failure(errors::NOT_FOUND, QStringLiteral("No such folder: ") + path,
                       {{QStringLiteral("path"), path}});
    }
    return canonical;
}

// A mount point can neither be written through nor renamed away. A symbolic link is left alone: to
// bind it would open what it points to.
void protect(Walls& walls, const QString& workFolder)
{
    for (const char* name : {"/.git", "/.tamma"}) {
        const QFileInfo entry(workFolder + QLatin1StringView(name));
        if (entry.exists() && !entry.isSymLink()) {
            walls.add({"--ro-bind", entry.filePath(), entry.filePath()});
        }
    }
    if (const auto git = linkedGitFolder(workFolder)) {
        walls.add({"--ro-bind", git->path, git->asWritten});
    }
}

Result<> addFolders(Walls& walls, const SandboxProfile& profile)
{
    if (profile.home.isEmpty()) {
        walls.add({"--size", QString::number(profile.limits.temporaryBytes), "--tmpfs", HOME});
    } else {
        TRY_ASSIGN(const QString home, existingFolder(profile.home));
        walls.add({"--bind", home, HOME});
    }
    for (const QString& path : profile.readOnly) {
        TRY_ASSIGN(const QString folder, existingFolder(path));
        walls.add({"--ro-bind", folder, path});
    }
    TRY_ASSIGN(const QString work, existingFolder(profile.workFolder));
    walls.add({"--bind", work, work});
    for (const QString& path : profile.writable) {
        TRY_ASSIGN(const QString folder, existingFolder(path));
        walls.add({"--bind", folder, path});
    }
    for (const QString& path : profile.hidden) {
        TRY_ASSIGN(const QString folder, existingFolder(path));
        walls.add({"--tmpfs", folder, "--remount-ro", folder});
    }
    protect(walls, work);
    walls.add({"--chdir", work});
    return {};
}

} // namespace

Result<SandboxedCommand> sandboxed(const SandboxProfile& profile, const QStringList& command)
{
    const QString prlimit = QStandardPaths::findExecutable(QStringLiteral("prlimit"));
    const QString bubblewrap = QStandardPaths::findExecutable(QStringLiteral("bwrap"));
    if (bubblewrap.isEmpty() || prlimit.isEmpty()) {
        return failure(errors::SANDBOX_UNAVAILABLE,
                       QStringLiteral("bwrap or prlimit is not installed"),
                       {{QStringLiteral("mend"),
                         QStringLiteral("Install the packages bubblewrap and util-linux")}});
    }
    Walls walls;
    addNamespaces(walls, profile);
    addSystem(walls);
    addKernelFolders(walls, profile.limits);
    if (profile.network) {
        for (const char* path : NETWORK_SETTINGS) {
            walls.add({"--ro-bind-try", path, path});
        }
    }
    TRY(addFolders(walls, profile));
    // The root itself is memory, too: nothing may be filled into it.
    walls.add({"--remount-ro", "/"});
    addEnvironment(walls, profile);
    walls.add({"--seccomp", QString::number(SECCOMP_DESCRIPTOR), "--json-status-fd",
               QString::number(STATUS_DESCRIPTOR)});

    SandboxedCommand result;
    result.program = prlimit;
    result.arguments = QStringList{QStringLiteral("--core=0"),
                                   QStringLiteral("--fsize=%1").arg(profile.limits.fileBytes),
                                   QStringLiteral("--nproc=%1").arg(profile.limits.processes),
                                   bubblewrap,
                                   QStringLiteral("--args"),
                                   QString::number(ARGUMENTS_DESCRIPTOR),
                                   QStringLiteral("--")}
        + command;
    result.inheritedFiles = walls.files();
    TRY_ASSIGN(result.inheritedFiles[SECCOMP_DESCRIPTOR], seccompFilter(!profile.network));
    result.inheritedFiles[STATUS_DESCRIPTOR] = {};
    return result;
}

QString describe(const SandboxProfile& profile)
{
    return profile.network ? QStringLiteral("bubblewrap, seccomp, network")
                           : QStringLiteral("bubblewrap, seccomp, no network");
}

bool hasStarted(const QByteArray& status)
{
    // Bubblewrap writes the exit code only when the program itself was started.
    return status.contains("\"exit-code\"");
}

} // namespace tamma::sandbox
