// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace tamma::store::postgres {

/// What PostgreSQL or libpq said.
struct Complaint {
    QByteArray state; ///< SQLSTATE (five letters); empty when it is libpq's own word.
    QString message;
};

/// Says what a failure means for the caller, and what to do:
/// STORE_UNAVAILABLE (retryable: the server is gone, restarts, is busy or out of connections; not
/// when a person has to act: password, rights, a missing database, a certificate), DISK_FULL
/// (retryable), CORRUPT_EVENT (the files of the server are damaged), INVALID_ARGUMENT (two rows
/// that exclude each other). `shown` is who and where, without a password. The context has the
/// "sqlState".
[[nodiscard]] Error errorFrom(const Complaint& complaint, const QString& shown);

/// STORE_UNAVAILABLE, retryable: no answer in time, or the connection ended by itself.
[[nodiscard]] Error lostConnection(const QString& shown, const QString& why);

/// Whether the connection may have ended before the answer came: then a change may have been made.
[[nodiscard]] bool leavesDoubt(const Error& error);

[[nodiscard]] bool hasState(const Error& error, QByteArrayView state);

} // namespace tamma::store::postgres
