// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/project_config.h"
#include "core/gates/detect_commands.h"
#include "core/gates/gate.h"
#include "core/gates/gate_log.h"
#include "core/gates/repository_access.h"
#include "core/gates/sandboxed_run.h"

#include <optional>

namespace tamma::gates {

/// Which command of a project a gate runs.
enum class CommandKind { Build, Test, Ci };

/// Where commands of gates are kept that outlive Tamma: `<root>/<loop>/gate-...`, beside the agents
/// of the loop. Without a supervisor they end with Tamma.
struct GateSessions {
    QString supervisor; ///< The program `tamma-supervisor`.
    QString root;
    qint64 mostOutput = qint64(256) * 1024 * 1024; ///< Bytes; a command that writes more is ended.
};

/// What a gate with a command works with; everything outlives it.
struct CommandGateParts {
    Checkouts& checkouts;
    const ChangeReader& changes;
    QString cacheFolder; ///< Paths::cache.
    GateSessions sessions = {};
};

/// A gate that runs a command of the project in a clean checkout of the commit, in the sandbox. The
/// command is, first come: that of the planned step, that of the gate or of `commands` in
/// `.tamma/project.yaml` of the base commit, the one that is detected in the files of the base
/// commit, or else in those of the change. Without any the gate is skipped and
/// says so; it never passes then.
///
/// Shape    Tests on a checkout that was not built for this commit are built first, in the same
/// run.
///          Tests that fail run once more on the same commit unless the project says otherwise;
///          when they pass then, the verdict is flaky: Failed, or Passed if the project wants so.
///          $HOME in the sandbox is a folder of the repository in the cache, so that npm, Cargo,
///          Go, Maven, Gradle and ccache find what they kept.
///          With sessions, a command that Tamma's end interrupted goes on, and the next check of
///          the same commit takes it up: no work is done twice.
/// Errors   As Gate, and CONFIG_INVALID when the project file or a setting of the step is wrong.
class CommandGate final : public Gate {
public:
    CommandGate(CommandKind kind, CommandGateParts parts)
        : m_kind(kind)
        , m_parts(std::move(parts))
    {
    }

    [[nodiscard]] GateId id() const override;
    [[nodiscard]] Result<GateOutcome> check(const GateRequest& request, GateListener& listener,
                                            std::stop_token stop) override;

private:
    struct Job;
    struct Run;

    [[nodiscard]] Result<Job> plan(const GateRequest& request) const;
    [[nodiscard]] std::optional<io::SupervisedProcess::Place>
    sessionFor(const Job& job, const config::ProjectCommand& command,
               const events::Verdict& verdict, const Run& run) const;
    Result<SandboxedEnd> runOne(const Job& job, const config::ProjectCommand& command,
                                events::Verdict& verdict, const Run& run) const;
    Result<SandboxedEnd> runAll(const Job& job, events::Verdict& verdict, const Run& run) const;
    Result<GateOutcome> run(const Job& job, GateOutcome outcome, GateListener& listener,
                            std::stop_token stop) const;

    CommandKind m_kind;
    CommandGateParts m_parts;
};

} // namespace tamma::gates
