// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/process_runner.h"

#include "core/io/child_process.h"

#include <QElapsedTimer>

namespace tamma::io {

namespace {

ProcessResult resultOf(const ChildProcess& child, const ProcessSpec& spec, qint64 elapsedMs)
{
    ProcessResult result;
    result.exit = child.exit().value_or(ProcessExit{});
    result.duration = std::chrono::milliseconds(elapsedMs);
    for (const int descriptor : spec.inheritedFiles.keys()) {
        result.inheritedFiles.insert(descriptor, child.inheritedFile(descriptor));
    }
    return result;
}

} // namespace

Result<ProcessResult> SystemProcessRunner::run(const ProcessSpec& spec, const OutputSink& sink,
                                               std::stop_token stop) const
{
    QElapsedTimer elapsed;
    elapsed.start();
    TRY_ASSIGN(const auto child, ChildProcess::start(spec));
    const QDeadlineTimer deadline = spec.timeLimit.count() > 0
        ? QDeadlineTimer(spec.timeLimit)
        : QDeadlineTimer(QDeadlineTimer::Forever);
    bool timedOut = false;
    while (true) {
        const Result<ChildProcess::Event> event = child->next(deadline, stop);
        if (!event) {
            child->terminateTree();
            return std::unexpected(event.error());
        }
        if (event->kind == ChildProcess::Happening::Exited) {
            break;
        }
        // A program that never stops writing must not outlive its limit either.
        if (event->kind == ChildProcess::Happening::DeadlinePassed || deadline.hasExpired()) {
            timedOut = true;
            child->terminateTree();
            break;
        }
        if (sink) {
            sink(event->chunk);
        }
    }
    ProcessResult result = resultOf(*child, spec, elapsed.elapsed());
    result.timedOut = timedOut;
    return result;
}

} // namespace tamma::io
