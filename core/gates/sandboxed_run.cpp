// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/sandboxed_run.h"

#include "core/io/child_process.h"
#include "core/io/process_runner.h"

#include <QDir>
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

using io::SupervisedProcess;

struct RawEnd {
    io::ProcessExit exit;
    QByteArray status; ///< What the sandbox said of itself.
    SandboxedEnd end;
};

Result<RawEnd> runHere(const SandboxedScript& script, GateLog& log, std::stop_token stop)
{
    TRY_ASSIGN(const sandbox::SandboxedCommand command,
               sandbox::sandboxed(script.profile, {"/bin/sh", "-c", script.text}));
    RawEnd raw;
    raw.end.began = QDateTime::currentDateTime();
    QElapsedTimer elapsed;
    elapsed.start();
    TRY_ASSIGN(const auto child, io::ChildProcess::start(specOf(command)));
    TRY_ASSIGN(raw.end.timedOut,
               follow(*child, QDeadlineTimer(script.timeLimit), log, std::move(stop)));
    child->terminateTree();
    raw.exit = child->exit().value_or(io::ProcessExit{});
    raw.status = child->inheritedFile(sandbox::STATUS_DESCRIPTOR);
    raw.end.duration = std::chrono::milliseconds(elapsed.elapsed());
    return raw;
}

bool isWorthTakingUp(const io::SessionState& state)
{
    const QStringList itsOwnEnd{QString(), io::end_cause::WALL_LIMIT, io::end_cause::OUTPUT_LIMIT};
    return state.kind == io::SessionState::Kind::Running
        || (state.end && !state.end->outputLost && itsOwnEnd.contains(state.end->cause));
}

Error unknownEnd(const SandboxedScript& script)
{
    return {errors::PROCESS_CRASHED,
            QStringLiteral("The supervisor of `%1` was killed: nobody knows how far it came")
                .arg(script.text),
            {},
            script.mayRepeat};
}

Result<std::unique_ptr<SupervisedProcess>> takeUpOrStart(const SandboxedScript& script)
{
    const QString& folder = script.session->folder;
    if (io::isSession(folder)) {
        auto found = SupervisedProcess::attach(folder);
        const bool answersLater = !found && found.error().retryable;
        if (answersLater || (found && isWorthTakingUp((*found)->state()))) {
            return found;
        }
        if (found) {
            (*found)->end(io::end_cause::SIGNALLED);
        }
        if (!script.mayRepeat) {
            return std::unexpected(unknownEnd(script));
        }
    }
    QDir(folder).removeRecursively(); // A killed one may have left a part of it.
    // The streams of a session stay apart; a log is read in the order in which it was written.
    TRY_ASSIGN(const sandbox::SandboxedCommand command,
               sandbox::sandboxed(script.profile,
                                  {"/bin/sh", "-c", QStringLiteral("exec 2>&1\n") + script.text}));
    io::ProcessSpec spec = specOf(command);
    spec.mergeStreams = false;
    spec.timeLimit = script.timeLimit;
    return SupervisedProcess::start(*script.session, {spec, {}, script.mostOutput});
}

Result<RawEnd> runInSession(const SandboxedScript& script, GateLog& log,
                            const std::stop_token& stop)
{
    TRY_ASSIGN(const auto process, takeUpOrStart(script));
    RawEnd raw;
    raw.end.began = QDateTime::currentDateTime().addDuration(-process->state().sinceStart);
    for (bool ended = false; !ended;) {
        TRY_ASSIGN(const auto event, process->next(log.flushTime(), stop));
        ended = event.kind == SupervisedProcess::Happening::Ended;
        if (event.kind == SupervisedProcess::Happening::Piece) {
            log.append(event.piece.bytes);
        }
        if (log.flushTime().hasExpired()) {
            log.flush();
        }
    }
    const io::SessionState state = process->state();
    if (!state.end) {
        return std::unexpected(unknownEnd(script));
    }
    if (state.end->outputLost) {
        return retryableFailure(errors::DISK_FULL, QStringLiteral("The log of the gate is cut"));
    }
    if (!isWorthTakingUp(state)) {
        return failure(errors::CANCELLED, state.end->cause);
    }
    raw.exit = state.end->exit;
    raw.status = state.end->inheritedFiles.value(sandbox::STATUS_DESCRIPTOR);
    raw.end.timedOut = state.end->cause == io::end_cause::WALL_LIMIT;
    raw.end.wroteTooMuch = state.end->cause == io::end_cause::OUTPUT_LIMIT;
    raw.end.duration = state.end->at;
    return raw;
}

Result<SandboxedEnd> endOf(const RawEnd& raw, const SandboxedScript& script, const GateLog& log)
{
    // A signal that ends bubblewrap came from outside, from the kernel that has no memory left.
    const bool started = sandbox::hasStarted(raw.status);
    if (!started && !raw.end.timedOut && raw.exit.signal == 0) {
        return std::unexpected(sandbox::explainFailure(log.tail().toUtf8()));
    }
    if (raw.exit.code != 0
        && QStorageInfo(script.profile.workFolder).bytesAvailable() < NO_SPACE_BYTES) {
        return retryableFailure(errors::DISK_FULL, QStringLiteral("No space left for the gate"),
                                {{QStringLiteral("folder"), script.profile.workFolder}});
    }
    SandboxedEnd end = raw.end;
    end.exitCode = raw.exit.code;
    return end;
}

} // namespace

Result<SandboxedEnd> runSandboxed(const SandboxedScript& script, GateLog& log, std::stop_token stop)
{
    TRY_ASSIGN(const RawEnd raw,
               script.session ? runInSession(script, log, stop)
                              : runHere(script, log, std::move(stop)));
    auto end = endOf(raw, script, log);
    if (!end && script.session && script.mayRepeat) {
        QDir(script.session->folder).removeRecursively(); // The next try is to begin anew.
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
