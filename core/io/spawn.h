// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/io/file_descriptor.h"

#include <QByteArray>
#include <QList>

#include <map>

#include <sys/types.h>

namespace tamma::io {

/// Everything that the short time between fork and exec needs, made ready before it: there nothing
/// may be allocated.
struct SpawnOrder {
    QByteArray program; ///< Absolute.
    QList<QByteArray> arguments; ///< With the name of the program first.
    QList<QByteArray> environment; ///< "NAME=value".
    QByteArray workingFolder;
    std::map<int, int> descriptors; ///< Number in the program to an open one of ours; 0, 1, 2 too.
};

/// Starts a program in a session of its own that has exactly the descriptors of the order, and dies
/// with the calling thread. Fails with PROGRAM_NOT_FOUND or PROCESS_START_FAILED.
[[nodiscard]] Result<pid_t> spawn(const SpawnOrder& order);

} // namespace tamma::io
