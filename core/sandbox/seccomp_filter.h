// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace tamma::sandbox {

/// Returns the kernel program (classic BPF) that refuses the system calls no build or test needs:
/// other processes' memory, namespaces and mounts, io_uring, keyrings, kernel settings, exotic and
/// raw sockets; with `unixSockets` false also the doors to the desktop of the user.
/// Fails with SANDBOX_UNAVAILABLE when libseccomp refuses.
[[nodiscard]] Result<QByteArray> seccompFilter(bool unixSockets);

} // namespace tamma::sandbox
