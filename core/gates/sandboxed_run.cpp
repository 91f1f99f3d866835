// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/sandboxed_run.h"

#include "core/io/child_process.h"
#include "core/io/process_runner.h"

#include <QElapsedTimer>
#include <QStorageInfo>

namespace tamma::gates {

namespace {

using Happening = io::ChildProcess::Happening;

constexpr qint64 NO_SPACE_BYTES = 1024 * 1024;

io::ProcessSpec specOf(const sandbox::SandboxedCommand& command)
{
    io::ProcessSpec spec;
    spec.program = command.program;
    spec.arguments = command.arguments;
    spec.inheritedFiles = command.inheritedFiles;
    spec.mergeStreams = true;
    // Bubblewrap ends at once, and its process namespace with it: nothing in there hears a TERM.
    spec.grace = std::chrono::milliseconds(500);
    return spec;
}

// Returns whether the time limit passed.
Result<bool> follow(io::ChildProcess& child, QDeadlineTimer limit, GateLog& log,
                    std::stop_token stop)
{
    while (true) {
        TRY_ASSIGN(const io::ChildProcess::Event event,
                   child.next(std::min(limit, log.flushTime()), stop));
        if (event.kind == Happening::Exited) {
            return false;
        }
        if (event.kind == Happening::Output) {
            log.append(event.chunk.bytes);
        }
        if (limit.hasExpired()) {
            return true;
        }
        if (log.flushTime().hasExpired()) {
            log.flush();
        }
    }
}

} // namespace

Result<SandboxedEnd> runSandboxed(const SandboxedScript& script, GateLog& log, std::stop_token stop)
{
    TRY_ASSIGN(const sandbox::SandboxedCommand command,
               sandbox::sandboxed(script.profile, {"/bin/sh", "-c", script.text}));
    QElapsedTimer elapsed;
    elapsed.start();
    TRY_ASSIGN(const auto child, io::ChildProcess::start(specOf(command)));
    TRY_ASSIGN(const bool timedOut,
               follow(*child, QDeadlineTimer(script.timeLimit), log, std::move(stop)));
    child->terminateTree();

    SandboxedEnd end;
    const io::ProcessExit exit = child->exit().value_or(io::ProcessExit{});
    end.exitCode = exit.code;
    end.timedOut = timedOut;
    end.duration = std::chrono::milliseconds(elapsed.elapsed());
    // A signal that ends bubblewrap came from outside, from the kernel that has no memory left.
    const bool started = sandbox::hasStarted(child->inheritedFile(sandbox::STATUS_DESCRIPTOR));
    if (!started && !timedOut && exit.signal == 0) {
        return std::unexpected(sandbox::explainFailure(log.tail().toUtf8()));
    }
    if (exit.code != 0
        && QStorageInfo(script.profile.workFolder).bytesAvailable() < NO_SPACE_BYTES) {
        return retryableFailure(errors::DISK_FULL, QStringLiteral("No space left for the gate"),
                                {{QStringLiteral("folder"), script.profile.workFolder}});
    }
    return end;
}

Result<> probeSandbox()
{
    return sandbox::probe([](const sandbox::SandboxedCommand& command) {
        io::ProcessSpec spec = specOf(command);
        spec.timeLimit = std::chrono::seconds(20);
        sandbox::CommandEnd end;
        const auto keep = [&end](const io::OutputChunk& chunk) { end.output += chunk.bytes; };
        const auto result = io::SystemProcessRunner().run(spec, keep, {});
        return result.transform([&end](const io::ProcessResult& ran) {
            end.exitCode = ran.exit.code;
            return end;
        });
    });
}

} // namespace tamma::gates
