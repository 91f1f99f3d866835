// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/io/process_spec.h"

#include <optional>

namespace tamma::io {

/// Something to write to a supervised program.
///
/// Shape    What was told once under a key is not told again, so whoever comes back after a crash
///          and does its part over does no harm. The note is for readers of the log; both stand
///          there before the program hears anything.
struct Message {
    QString key; ///< One line.
    QByteArray bytes;
    QString note;
};

/// What a supervisor is to run.
struct SessionOrder {
    ProcessSpec process; ///< Its time limit is enforced by the supervisor; its streams stay apart.
    QByteArray farewell; ///< Written to the program when it is to end, before any signal.
    qint64 mostOutput = 0; ///< Bytes; who writes more is ended. 0: no limit.
};

/// What is asked of a running supervisor.
struct SessionRequest {
    enum class Kind : quint8 { Tell, CloseInput, End };
    Kind kind = Kind::Tell;
    Message message; ///< For End: the cause is the key.
};

[[nodiscard]] QByteArray encoded(const SessionOrder& order);

/// Fails with INVALID_ARGUMENT.
[[nodiscard]] Result<SessionOrder> decodedOrder(const QByteArray& bytes);

/// One frame of the supervisor's socket.
[[nodiscard]] QByteArray encoded(const SessionRequest& request);

/// Takes the first whole frame out of `bytes`; nothing when there is none yet. Clears `bytes` when
/// they are no frames at all.
[[nodiscard]] std::optional<SessionRequest> takeRequest(QByteArray& bytes);

} // namespace tamma::io
