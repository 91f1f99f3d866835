// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace tamma::tests {

/// What a program did to the world between two moments that it named, as strace(1) saw it in all of
/// its threads: lines of strace, one for each call.
struct SpiedCalls {
    QStringList writes; ///< Bytes that went to files; files made, cut, renamed, removed.
    QStringList processes; ///< Children and new programs; threads do not count.
    QStringList network; ///< Sockets.
    bool isWhole = false; ///< Both moments were seen.

    /// The arguments of strace that see all of it; the log goes to `file`.
    [[nodiscard]] static QStringList options(const QString& file);

    [[nodiscard]] static SpiedCalls inLog(const QByteArray& log);

    /// For the program itself: names the moments.
    static void begin();
    static void end();
};

} // namespace tamma::tests
