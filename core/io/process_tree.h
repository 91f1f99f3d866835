// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/file_descriptor.h"

#include <QByteArray>

#include <chrono>
#include <vector>

#include <sys/types.h>

namespace tamma::io {

/// All processes that came out of one start: the descendants of the first one, its session, and
/// whatever left both (a daemon) but still carries the marker in its environment.
///
/// Shape    The first process leads a session, and its parent has not waited for it yet. Or it is
///          the calling process, which adopts the orphans of its children (a subreaper): that one
///          is never a member itself.
///          A process that left the line *and* emptied its environment is not found: what runs
///          foreign code runs it in the sandbox, whose process namespace ends as a whole.
/// Threads  One at a time.
class ProcessTree {
public:
    /// `marker` is "NAME=value" as it stands in the environment of the first process.
    ProcessTree(pid_t root, QByteArray marker);

    /// What is left of a tree whose first process is gone: whoever carries the marker, and their
    /// descendants.
    [[nodiscard]] static ProcessTree remainsOf(QByteArray marker);

    /// Ends every process: TERM, then KILL after `grace`. Returns false when some process would not
    /// go (it hangs in the kernel). The root stays a zombie until its parent waits for it.
    bool terminate(std::chrono::milliseconds grace);

    /// Whether anything still runs.
    [[nodiscard]] bool isAlive() const { return !members().empty(); }

private:
    /// Handles, so that a number that the kernel gives away again is never hit.
    [[nodiscard]] std::vector<FileDescriptor> members() const;

    pid_t m_root;
    QByteArray m_marker;
    qint64 m_startedAt; ///< Of the root, in the kernel's ticks.
};

} // namespace tamma::io
