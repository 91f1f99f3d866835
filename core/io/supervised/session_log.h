// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/io/file_descriptor.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <optional>

namespace tamma::io {

/// One thing that happened in a session: the program wrote something, or it was told something.
struct SessionPiece {
    enum class Kind : quint32 {
        Output, ///< Standard output: raw bytes, at most 64 KiB, cut anywhere.
        Error, ///< Standard error, likewise.
        Told, ///< See Message: its key, a line end, its note.
    };
    Kind kind = Kind::Output;
    std::chrono::milliseconds at{0}; ///< Since the start of the session.
    QByteArray bytes;
};

/// Writes the log of a session: all pieces in their order, from both ends of the pipe.
///
/// Shape    Two files that only grow: the bytes, and an index of fixed-size rows with place, length
///          and check sum. A row is written after its bytes, so what a crash cut short has no whole
///          row, or one whose sum does not fit.
class SessionLogWriter {
public:
    /// Makes both files. Fails with FILE_WRITE_FAILED or DISK_FULL.
    [[nodiscard]] static Result<SessionLogWriter> create(const QString& folder);

    /// Adds a piece, or fails with DISK_FULL or FILE_WRITE_FAILED and leaves the log as it was: try
    /// again later.
    [[nodiscard]] Result<> append(const SessionPiece& piece);

private:
    SessionLogWriter(FileDescriptor bytes, FileDescriptor index, QString folder);

    FileDescriptor m_bytes;
    FileDescriptor m_index;
    QString m_folder;
    qint64 m_size = 0;
    qint64 m_rows = 0;
};

/// Reads the log of a session, while it grows or later. Any number of readers at once.
class SessionLogReader {
public:
    /// Begins at piece `first`. Fails with NOT_FOUND when there is no such log.
    [[nodiscard]] static Result<SessionLogReader> open(const QString& folder, qint64 first = 0);

    /// The next piece; nothing when there is none yet, or only the torn end of one.
    [[nodiscard]] std::optional<SessionPiece> next();

    /// The number of the piece that next() returns next.
    [[nodiscard]] qint64 position() const { return m_next; }

private:
    SessionLogReader(FileDescriptor bytes, FileDescriptor index, qint64 first);

    FileDescriptor m_bytes;
    FileDescriptor m_index;
    qint64 m_next;
};

} // namespace tamma::io
