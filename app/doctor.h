// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/engine/engine_client.h"

#include <QList>

namespace tamma {

/// Looks at everything that Tamma works with on this machine: git, the sandbox, the record, the
/// providers. Takes seconds at most; starts no session and changes nothing.
///
/// Threads  Any but the GUI thread: it runs programs.
[[nodiscard]] QList<engine::Diagnosis> diagnose(const Paths& paths);

} // namespace tamma
