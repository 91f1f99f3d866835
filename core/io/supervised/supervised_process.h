// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/supervised/session_folder.h"
#include "core/io/supervised/session_log.h"
#include "core/io/supervised/session_order.h"

#include <QDeadlineTimer>

#include <memory>
#include <stop_token>

namespace tamma::io {

/// A program that runs under `tamma-supervisor` and so outlives Tamma, as one who talks with it
/// sees it. For a program that is to end with Tamma take ChildProcess.
///
/// Shape    A session is a folder. Its log has everything that was written and told, from the first
///          piece: whoever attaches reads the same as who was there all the time. Any number may be
///          attached at once.
/// Owns     Nothing of the program: the destructor only lets go of it.
/// Threads  One at a time; next() and end() block.
class SupervisedProcess {
public:
    enum class Happening { Piece, Ended, DeadlinePassed };

    /// What next() saw; `piece` is there for Piece.
    struct Event {
        Happening kind = Happening::DeadlinePassed;
        SessionPiece piece = {};
    };

    /// Where a session is to be, and what runs it.
    struct Place {
        QString supervisor; ///< The program `tamma-supervisor`.
        QString folder; ///< Made if it is not there; nobody else can look into it.
    };

    /// Starts the program and attaches to it. The supervisor dies with this process until it has
    /// the session's lock, and never after that.
    /// Fails with PROGRAM_NOT_FOUND and PROCESS_START_FAILED as ChildProcess does, INVALID_ARGUMENT
    /// when the session exists, DISK_FULL and FILE_WRITE_FAILED. Nothing is left of it then.
    [[nodiscard]] static Result<std::unique_ptr<SupervisedProcess>> start(const Place& place,
                                                                          SessionOrder order);

    /// Attaches to a session that runs, ended, or was lost; next() begins at piece `first`. Fails
    /// with NOT_FOUND when there is none, and TIMED_OUT (retryable) when its supervisor does not
    /// answer.
    [[nodiscard]] static Result<std::unique_ptr<SupervisedProcess>> attach(const QString& folder,
                                                                           qint64 first = 0);

    /// Waits for the next piece, the end, or `deadline`. After the last piece comes Ended, again
    /// and again; then nothing of the tree runs any more, also when the supervisor was killed and
    /// left a part of it. Fails with CANCELLED on a stop request; the program goes on.
    [[nodiscard]] Result<Event> next(QDeadlineTimer deadline, std::stop_token stop);

    /// Has the program told something; nothing happens when it has ended.
    void tell(const Message& message);

    /// Ends the input of the program.
    void closeInput();

    /// Has the program ended: its farewell, then TERM, then KILL for the whole tree, within 5 s. A
    /// supervisor that does not do it is ended too. Returns at once; next() says when it is done.
    void requestEnd(const QString& cause, const QString& note = {});

    /// Does the same and waits until nothing of it runs. Returns false when some process would not
    /// go (it hangs in the kernel).
    bool end(const QString& cause);

    /// What is known of it now. After Ended: Ended, or Unknown when its supervisor was killed.
    [[nodiscard]] SessionState state() const { return stateOf(m_folder); }

private:
    SupervisedProcess(QString folder, SessionLogReader log);

    void connect();
    void send(const SessionRequest& request);
    void await(QDeadlineTimer deadline, const FileDescriptor& stopped);
    void clearAway();

    QString m_folder;
    SessionLogReader m_log;
    FileDescriptor m_socket; // Closed by the other side when the supervisor is gone.
    QDeadlineTimer m_endLimit = QDeadlineTimer(QDeadlineTimer::Forever);
    bool m_isOver = false;
    bool m_isClear = true; // Nothing of the tree is left.
};

} // namespace tamma::io
