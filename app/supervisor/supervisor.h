// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/supervisor/request_socket.h"
#include "core/io/child_process.h"
#include "core/io/supervised/session_folder.h"
#include "core/io/supervised/session_log.h"

#include <QSet>

#include <memory>

namespace tamma::supervisor {

/// Keeps one program: writes down what it says, tells it what it is to be told, and ends it with
/// everything that came out of it.
///
/// Shape    A full disk holds the program back (it blocks when it writes more) until there is room;
///          nothing is lost by that. Of a program that wrote too much only the beginning is kept.
/// Threads  One, and it must be the one that lives as long as the process.
class Supervisor {
public:
    /// Makes the session in an existing folder; the program is not started yet. Fails with
    /// INVALID_ARGUMENT when there is one, DISK_FULL, FILE_WRITE_FAILED.
    [[nodiscard]] static Result<std::unique_ptr<Supervisor>> make(const QString& folder);

    /// Starts the program. Fails as io::ChildProcess::start() does.
    [[nodiscard]] Result<> start(const io::SessionOrder& order);

    /// Returns when the program has ended, nothing of its tree runs, and that is written down.
    void run();

private:
    Supervisor(RequestSocket socket, io::SessionLife life, io::SessionLogWriter log);

    void takeStep();
    void waitForRoom();
    void serve();
    void onSignal();
    void tell(const io::Message& message);
    void beginEnd(const io::Message& why);
    void keep(const io::OutputChunk& chunk);
    void write(const io::SessionPiece& piece);
    void writeEnd();
    [[nodiscard]] QDeadlineTimer nextTimer() const;
    void onTimers();

    RequestSocket m_socket;
    io::SessionLife m_life;
    io::SessionLogWriter m_log;
    io::FileDescriptor m_signals;
    std::unique_ptr<io::ChildProcess> m_child;
    QList<int> m_inheritedFiles;
    QByteArray m_farewell;
    qint64 m_mostOutput = 0;
    qint64 m_output = 0; // Bytes so far.
    QList<io::SessionPiece> m_unwritten; // The disk is full.
    QSet<QString> m_told;
    QString m_cause;
    bool m_isOver = false;
    QDeadlineTimer m_heartbeat;
    QDeadlineTimer m_wallLimit = QDeadlineTimer(QDeadlineTimer::Forever);
    QDeadlineTimer m_endLimit = QDeadlineTimer(QDeadlineTimer::Forever);
};

} // namespace tamma::supervisor
