// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/sandbox.h"

#include <QFile>
#include <QTemporaryDir>

namespace tamma::sandbox {

namespace {

// Each line says what happened; the expected answer is fixed, so a wall that is missing, and honest
// work that is refused, both show.
const QString PROBE_SCRIPT = QStringLiteral(R"sh(
yes_or_no() { if "$@" >/dev/null 2>&1; then echo yes; else echo no; fi; }
echo "work $(yes_or_no touch made-here)"
echo "read $(yes_or_no cat '%1/secret')"
echo "write $(yes_or_no touch '%1/planted')"
echo "git $(yes_or_no touch .git/planted)"
echo "kernel $(yes_or_no test -w /proc/sys/kernel/core_pattern)"
echo "namespace $(yes_or_no unshare -U true)"
echo "network $(grep -c : /proc/net/dev)"
)sh");
constexpr QByteArrayView EXPECTED
    = "work yes\nread no\nwrite no\ngit no\nkernel no\nnamespace no\nnetwork 1\n";

QByteArray setting(const char* path)
{
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

QString mendForNamespaces()
{
    if (setting("/proc/sys/kernel/unprivileged_userns_clone") == "0") {
        return QStringLiteral("sudo sysctl -w kernel.unprivileged_userns_clone=1");
    }
    if (setting("/proc/sys/user/max_user_namespaces") == "0") {
        return QStringLiteral("sudo sysctl -w user.max_user_namespaces=15000");
    }
    if (setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1") {
        return QStringLiteral("Allow bwrap to make user namespaces with an AppArmor profile "
                              "(package apparmor-profiles, profile bwrap-userns-restrict), or: "
                              "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");
    }
    return QStringLiteral("Allow unprivileged user namespaces; in a container start it with "
                          "--security-opt seccomp=unconfined");
}

QString mendFor(const QByteArray& output)
{
    if (output.contains("mount proc")) {
        return QStringLiteral("The /proc of this container is masked; start it with "
                              "--security-opt systempaths=unconfined");
    }
    if (output.contains("namespace") || output.contains("uid map") || output.contains("gid map")
        || output.contains("Operation not permitted")) {
        return mendForNamespaces();
    }
    if (output.contains("Unknown option")) {
        return QStringLiteral("Install bubblewrap 0.8 or newer");
    }
    return QStringLiteral("Run `tamma doctor` and read the message of bubblewrap");
}

} // namespace

Error explainFailure(const QByteArray& output)
{
    const QString message = QString::fromUtf8(output.right(2000)).trimmed();
    return {errors::SANDBOX_UNAVAILABLE,
            QStringLiteral("The sandbox could not be built: ") + message,
            {{QStringLiteral("mend"), mendFor(output)}}};
}

Result<> probe(const CommandRunner& run)
{
    const QTemporaryDir work;
    const QTemporaryDir outside;
    QFile secret(outside.filePath(QStringLiteral("secret")));
    if (!work.isValid() || !QDir(work.path()).mkdir(QStringLiteral(".git"))
        || !secret.open(QIODevice::WriteOnly)) {
        return failure(errors::FILE_WRITE_FAILED, QStringLiteral("No temporary folder"));
    }
    SandboxProfile profile;
    profile.workFolder = work.path();
    const QString script = PROBE_SCRIPT.arg(outside.path());
    TRY_ASSIGN(const SandboxedCommand command,
               sandboxed(profile, {QStringLiteral("/bin/sh"), QStringLiteral("-c"), script}));
    TRY_ASSIGN(const CommandEnd end, run(command));
    if (end.output == EXPECTED) {
        return {};
    }
    if (!end.output.startsWith("work ")) {
        return std::unexpected(explainFailure(end.output));
    }
    return failure(
        errors::SANDBOX_UNAVAILABLE,
        QStringLiteral("The sandbox does not hold: ") + QString::fromUtf8(end.output),
        {{QStringLiteral("mend"),
          QStringLiteral("Update bubblewrap and the kernel; until then gates do not run")}});
}

} // namespace tamma::sandbox
