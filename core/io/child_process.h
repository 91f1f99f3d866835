// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/io/process_spec.h"
#include "core/io/process_tree.h"

#include <QDeadlineTimer>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>

namespace tamma::io {

/// A program that runs now, for talking with it line by line. For "run it and wait" take
/// ProcessRunner.
///
/// Shape    The program gets a session of its own, no descriptor but 0, 1, 2 and `inheritedFiles`,
///          and default signals. The kernel kills it when the thread that started it ends, so also
///          with `kill -9` of Tamma.
/// Owns     The whole tree of processes: the destructor ends what still runs.
/// Threads  The one that started it; next() and terminateTree() block.
class ChildProcess {
public:
    enum class Happening { Output, Exited, DeadlinePassed, Watched };

    /// What next() saw; `chunk` is there for Output.
    struct Event {
        Happening kind = Happening::DeadlinePassed;
        OutputChunk chunk = {};
    };

    /// Starts the program. Fails with PROGRAM_NOT_FOUND (tell the user what to install),
    /// PROCESS_START_FAILED (no such folder, not executable; retryable when the machine is out of
    /// processes or memory).
    [[nodiscard]] static Result<std::unique_ptr<ChildProcess>> start(const ProcessSpec& spec);

    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Queues `bytes` for the program; next() delivers what does not fit now. What a program does
    /// not read before it ends or closes its input is dropped.
    void write(const QByteArray& bytes);

    /// Ends the input of the program after what is queued.
    void closeInput();

    /// Has next() wake, too, when this descriptor can be read; it stays the caller's.
    void alsoWatch(const FileDescriptor& descriptor) { m_watched = descriptor.number(); }

    /// Waits for output, the end or `deadline`. After the last output comes Exited, again and
    /// again; then nothing of the tree runs any more. Fails with CANCELLED on a stop request: the
    /// program still runs, so call terminateTree().
    [[nodiscard]] Result<Event> next(QDeadlineTimer deadline, std::stop_token stop);

    /// Ends every process of the tree: TERM, KILL after the grace of the spec. Output that is left
    /// in the pipes is dropped.
    void terminateTree();

    /// How it ended; nothing while it runs.
    [[nodiscard]] std::optional<ProcessExit> exit() const { return m_exit; }

    /// What the program left in an inherited file, at most 64 KiB.
    [[nodiscard]] QByteArray inheritedFile(int descriptor) const;

private:
    ChildProcess(const ProcessSpec& spec, QByteArray marker);

    Result<> spawn(const ProcessSpec& spec);
    void deliverInput();
    std::optional<OutputChunk> readFrom(OutputChunk::Stream stream);
    void reap();
    void buryOrphans() const;

    struct Pipes;

    FileDescriptor m_input;
    std::array<FileDescriptor, 2> m_output; // By OutputChunk::Stream.
    FileDescriptor m_process; // A pidfd.
    int m_watched = -1;
    std::map<int, FileDescriptor> m_inherited;
    QByteArray m_queued;
    bool m_closeInput = false;
    QByteArray m_marker;
    std::chrono::milliseconds m_grace;
    bool m_adoptsOrphans;
    pid_t m_pid = -1;
    std::optional<ProcessTree> m_tree;
    std::optional<ProcessExit> m_exit;
    QDeadlineTimer m_drainLimit;
};

} // namespace tamma::io
