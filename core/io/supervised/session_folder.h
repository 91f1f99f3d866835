// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/io/file_descriptor.h"
#include "core/io/process_spec.h"

#include <QString>

#include <chrono>
#include <optional>

#include <sys/types.h>

namespace tamma::io {

/// How a supervised program ended.
struct SessionEnd {
    ProcessExit exit;
    QString cause; ///< Empty: by itself. Else the word of who had it ended, or one of those below.
    std::chrono::milliseconds at{0}; ///< Since its start.
    bool outputLost = false; ///< The disk was full until the end: the last output is missing.
    QMap<int, QByteArray> inheritedFiles; ///< As in ProcessResult.
};

/// Causes that the supervisor itself gives.
namespace end_cause {
inline const QString WALL_LIMIT = QStringLiteral("wallLimit");
inline const QString OUTPUT_LIMIT = QStringLiteral("outputLimit");
inline const QString SIGNALLED = QStringLiteral("signalled"); ///< Somebody ended the supervisor.
} // namespace end_cause

/// What can be known of a session from outside.
///
/// Shape    Running: the supervisor holds its lock and its heart beats. Ended: its last will is
///          there. Unknown: neither, so it was killed or it hangs.
struct SessionState {
    enum class Kind { Running, Ended, Unknown };
    Kind kind = Kind::Unknown;
    std::optional<SessionEnd> end; ///< There exactly for Ended.
    bool isSupervised = false; ///< Some process holds the lock.
    std::chrono::milliseconds sinceStart{0}; ///< Time in which the machine slept is not counted.
    std::chrono::milliseconds sinceHeartbeat{0};
    FileDescriptor supervisor; ///< A pidfd; closed when there is no supervisor.
};

/// The clock of sessions: all processes of a machine read the same, and it stands still while the
/// machine sleeps, so that nobody is taken for hung after that.
[[nodiscard]] std::chrono::milliseconds sessionClock();

/// The sign of life of a session, kept by its supervisor: a lock that the kernel gives back when
/// the process ends, however it ends, and a heartbeat.
///
/// Threads  One at a time.
class SessionLife {
public:
    /// Takes the lock. Fails with INVALID_ARGUMENT when the session has or had a supervisor, and
    /// with FILE_WRITE_FAILED or DISK_FULL.
    [[nodiscard]] static Result<SessionLife> take(const QString& folder);

    /// Writes down that this process lives now.
    void beat();

    /// Time since take().
    [[nodiscard]] std::chrono::milliseconds age() const { return sessionClock() - m_startedAt; }

    /// Writes how it ended, whole or not at all; the room for it was set aside at the start.
    [[nodiscard]] Result<> writeEnd(const SessionEnd& end);

private:
    SessionLife(QString folder, FileDescriptor lock, FileDescriptor lastWill);

    QString m_folder;
    FileDescriptor m_lock;
    FileDescriptor m_lastWill;
    std::chrono::milliseconds m_startedAt;
};

/// Whether a session got as far as having a supervisor, whatever became of it.
[[nodiscard]] bool isSession(const QString& folder);

/// Looks at lock, heartbeat and end.
[[nodiscard]] SessionState stateOf(const QString& folder);

/// What all processes of a session have in their environment: "NAME=value".
[[nodiscard]] QByteArray sessionMarker(const QString& folder);

/// Names of the files of a session.
namespace session_file {
inline const QString SOCKET = QStringLiteral("/socket");
inline const QString LIFE = QStringLiteral("/alive");
inline const QString END = QStringLiteral("/end.json");
inline const QString OUTPUT = QStringLiteral("/output");
inline const QString INDEX = QStringLiteral("/output.index");
} // namespace session_file

/// The failure that errno stands for, about a file: DISK_FULL (retryable) or FILE_WRITE_FAILED.
[[nodiscard]] std::unexpected<Error> writeFailure(const QString& file);

} // namespace tamma::io
