// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sandbox/sandbox_profile.h"

#include <QByteArray>

#include <functional>

namespace tamma::sandbox {

/// A command together with the walls around it, ready to be started. The fields are named as those
/// of io::ProcessSpec.
struct SandboxedCommand {
    QString program;
    QStringList arguments;
    QMap<int, QByteArray> inheritedFiles; ///< The environment stays empty: it is in one of these.
};

/// The descriptor into which bubblewrap writes what became of the command; see hasStarted().
inline constexpr int STATUS_DESCRIPTOR = 12;

/// How a command ended, as probe() wants to know it.
struct CommandEnd {
    int exitCode = 0;
    QByteArray output; ///< Both streams.
};

/// Runs a command for probe(), with a time limit of a few seconds.
using CommandRunner = std::function<Result<CommandEnd>(const SandboxedCommand&)>;

/// Returns `command` (program and arguments, with their paths inside) behind the walls of
/// `profile`. Fails with SANDBOX_UNAVAILABLE when bubblewrap is not installed (`mend` in the
/// context), NOT_FOUND for a folder that is not there, INVALID_ARGUMENT for "/" and relative paths.
/// There is no way to get the command without the walls.
[[nodiscard]] Result<SandboxedCommand> sandboxed(const SandboxProfile& profile,
                                                 const QStringList& command);

/// Says in a few words what the walls of `profile` are: "bubblewrap, seccomp, no network".
[[nodiscard]] QString describe(const SandboxProfile& profile);

/// Whether the command itself ran, going by what is in STATUS_DESCRIPTOR after the end. If not,
/// the exit code is bubblewrap's and the output says why: SANDBOX_UNAVAILABLE, not a failed
/// command.
[[nodiscard]] bool hasStarted(const QByteArray& status);

/// Runs a command that tries to break out, and succeeds only when every attempt was refused and
/// honest work was not. Fails with SANDBOX_UNAVAILABLE; `mend` in the context is what to do.
[[nodiscard]] Result<> probe(const CommandRunner& run);

/// Says why bubblewrap could not build the walls, and what mends it: a SANDBOX_UNAVAILABLE with the
/// key `mend`. `output` is what it wrote.
[[nodiscard]] Error explainFailure(const QByteArray& output);

} // namespace tamma::sandbox
