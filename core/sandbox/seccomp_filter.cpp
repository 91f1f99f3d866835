// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/seccomp_filter.h"

#include <cerrno>
#include <cstring>
#include <memory>

#include <linux/sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace tamma::sandbox {

namespace {

constexpr int DENIED_CALLS[] = {
    // Other processes. The first process of the sandbox has no filter: nobody may steer it.
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd), SCMP_SYS(kcmp), SCMP_SYS(process_madvise),
    // Namespaces and mounts.
    SCMP_SYS(mount), SCMP_SYS(umount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot),
    SCMP_SYS(setns), SCMP_SYS(unshare), SCMP_SYS(open_tree), SCMP_SYS(move_mount),
    SCMP_SYS(mount_setattr), SCMP_SYS(fsopen), SCMP_SYS(fsmount), SCMP_SYS(fsconfig),
    SCMP_SYS(fspick), SCMP_SYS(open_by_handle_at), SCMP_SYS(name_to_handle_at),
    // Ways round this filter, and the kernel's larger attack surfaces.
    SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(memfd_secret), SCMP_SYS(vmsplice),
    // Keyrings are not in any namespace.
    SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key),
    // The machine.
    SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(init_module), SCMP_SYS(finit_module),
    SCMP_SYS(delete_module), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(iopl),
    SCMP_SYS(ioperm), SCMP_SYS(quotactl), SCMP_SYS(acct), SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime), SCMP_SYS(clock_adjtime), SCMP_SYS(adjtimex), SCMP_SYS(syslog),
    SCMP_SYS(lookup_dcookie), SCMP_SYS(vhangup), SCMP_SYS(uselib), SCMP_SYS(nfsservctl)};

// 0x541C: fakes input of a Linux console, as TIOCSTI does for every terminal.
constexpr unsigned long DENIED_REQUESTS[] = {TIOCSTI, 0x541C};

using Filter = std::unique_ptr<void, decltype([](void* filter) { seccomp_release(filter); })>;

// The first refusal of libseccomp is kept; the rest of the rules is still written, and thrown away.
class Rules {
public:
    explicit Rules(scmp_filter_ctx filter)
        : m_filter(filter)
    {
    }

    template <typename... Conditions> void deny(int error, int call, Conditions... conditions)
    {
        const int result = seccomp_rule_add(m_filter, SCMP_ACT_ERRNO(error), call,
                                            sizeof...(Conditions), conditions...);
        m_error = m_error == 0 ? result : m_error;
    }

    [[nodiscard]] int error() const { return m_error; }

private:
    scmp_filter_ctx m_filter;
    int m_error = 0;
};

void denySockets(Rules& rules, bool unixSockets)
{
    const int call = SCMP_SYS(socket);
    for (int family = 0; family <= AF_NETLINK; ++family) {
        const bool wanted = family == AF_INET || family == AF_INET6 || family == AF_NETLINK
            || (family == AF_UNIX && unixSockets);
        if (!wanted) {
            rules.deny(EPERM, call, SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family)));
        }
    }
    rules.deny(EPERM, call, SCMP_A0(SCMP_CMP_GT, AF_NETLINK));
    for (const scmp_datum_t family : {AF_INET, AF_INET6}) {
        rules.deny(EPERM, call, SCMP_A0(SCMP_CMP_EQ, family),
                   SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, SOCK_RAW));
    }
    // Protocol 0 lists the network interfaces, which is all that honest programs want.
    rules.deny(EPERM, call, SCMP_A0(SCMP_CMP_EQ, AF_NETLINK), SCMP_A2(SCMP_CMP_NE, 0));
}

} // namespace

Result<QByteArray> seccompFilter(bool unixSockets)
{
    const Filter filter(seccomp_init(SCMP_ACT_ALLOW));
    if (!filter) {
        return failure(errors::SANDBOX_UNAVAILABLE, QStringLiteral("libseccomp does not work"));
    }
    Rules rules(filter.get());
    for (const int call : DENIED_CALLS) {
        rules.deny(EPERM, call);
    }
    for (const unsigned long request : DENIED_REQUESTS) {
        // The kernel looks at 32 bits only; a filter on all 64 is passed with one more bit set.
        rules.deny(EPERM, SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffffU, request));
    }
    rules.deny(EPERM, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER));
    // The flags of clone3 are in memory, where a filter cannot look; every C library falls back.
    rules.deny(ENOSYS, SCMP_SYS(clone3));
    denySockets(rules, unixSockets);

    size_t size = 0;
    int error = rules.error();
    error = error == 0 ? seccomp_export_bpf_mem(filter.get(), nullptr, &size) : error;
    QByteArray program(static_cast<qsizetype>(size), '\0');
    error = error == 0 ? seccomp_export_bpf_mem(filter.get(), program.data(), &size) : error;
    if (error != 0) {
        return failure(errors::SANDBOX_UNAVAILABLE,
                       QStringLiteral("libseccomp: ") + QString::fromLocal8Bit(strerror(-error)));
    }
    return program;
}

} // namespace tamma::sandbox
