// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/spawn.h"

#include <csignal>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace tamma::io {

namespace {

enum class Stage { Descriptors, Folder, Program };

struct Fault {
    Stage stage;
    int number;
};

struct Prepared {
    const char* program;
    std::vector<char*> arguments;
    std::vector<char*> environment;
    const char* folder;
    std::vector<std::pair<int, int>> descriptors; // Target, source; ascending.
    pid_t parent;
};

std::vector<char*> pointers(const QList<QByteArray>& texts)
{
    std::vector<char*> result;
    for (const QByteArray& text : texts) {
        result.push_back(const_cast<char*>(text.constData()));
    }
    result.push_back(nullptr);
    return result;
}

[[noreturn]] void giveUp(int report, Stage stage)
{
    const Fault fault{stage, errno};
    // Nothing more can be done when even this fails; the parent then sees an exit without a fault.
    [[maybe_unused]] const ssize_t written = ::write(report, &fault, sizeof fault);
    _exit(127);
}

// Sources go above every target first, so that no target overwrites a source that is still needed.
int placeDescriptors(Prepared& prepared, int report)
{
    const int above = prepared.descriptors.back().first + 1;
    const int movedReport = ::fcntl(report, F_DUPFD_CLOEXEC, above);
    if (movedReport < 0) {
        giveUp(report, Stage::Descriptors);
    }
    for (auto& [target, source] : prepared.descriptors) {
        source = ::fcntl(source, F_DUPFD_CLOEXEC, above);
        if (source < 0) {
            giveUp(movedReport, Stage::Descriptors);
        }
    }
    int next = 0;
    for (const auto& [target, source] : prepared.descriptors) {
        if (::dup2(source, target) < 0) {
            giveUp(movedReport, Stage::Descriptors);
        }
        if (next < target) {
            ::close_range(next, target - 1, 0);
        }
        next = target + 1;
    }
    ::close_range(next, ~0U, CLOSE_RANGE_CLOEXEC);
    return movedReport;
}

[[noreturn]] void becomeProgram(Prepared& prepared, int report)
{
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != prepared.parent) {
        _exit(127); // The parent died before the line above could take effect.
    }
    for (int signal = 1; signal < NSIG; ++signal) {
        ::signal(signal, SIG_DFL);
    }
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    report = placeDescriptors(prepared, report);
    if (::chdir(prepared.folder) != 0) {
        giveUp(report, Stage::Folder);
    }
    ::execve(prepared.program, prepared.arguments.data(), prepared.environment.data());
    giveUp(report, Stage::Program);
}

std::unexpected<Error> explain(const Fault& fault, const SpawnOrder& order)
{
    const QString why = QString::fromLocal8Bit(strerror(fault.number));
    const QString program = QString::fromLocal8Bit(order.program);
    if (fault.stage == Stage::Program && fault.number == ENOENT) {
        return failure(errors::PROGRAM_NOT_FOUND, program + QStringLiteral(": ") + why,
                       {{QStringLiteral("program"), program}});
    }
    const QString folder = QString::fromLocal8Bit(order.workingFolder);
    const QString place = fault.stage == Stage::Folder ? folder : program;
    return failure(errors::PROCESS_START_FAILED, place + QStringLiteral(": ") + why,
                   {{QStringLiteral("program"), program}, {QStringLiteral("folder"), folder}});
}

} // namespace

Result<pid_t> spawn(const SpawnOrder& order)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        return retryableFailure(errors::PROCESS_START_FAILED,
                                QString::fromLocal8Bit(strerror(errno)));
    }
    FileDescriptor report(ends[0]);
    FileDescriptor reportWriter(ends[1]);
    Prepared prepared{order.program.constData(),
                      pointers(order.arguments),
                      pointers(order.environment),
                      order.workingFolder.constData(),
                      {order.descriptors.begin(), order.descriptors.end()},
                      ::getpid()};
    // A signal handler of ours must not run in the child.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t child = ::fork();
    if (child == 0) {
        becomeProgram(prepared, reportWriter.number());
    }
    const int forkError = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (child < 0) {
        return retryableFailure(errors::PROCESS_START_FAILED,
                                QString::fromLocal8Bit(strerror(forkError)));
    }
    reportWriter.close();
    Fault fault{};
    ssize_t got = 0;
    while ((got = ::read(report.number(), &fault, sizeof fault)) < 0 && errno == EINTR) { }
    if (got == sizeof fault) {
        ::waitpid(child, nullptr, 0);
        return explain(fault, order);
    }
    return child;
}

} // namespace tamma::io
