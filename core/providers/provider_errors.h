// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error_code.h"

#include <QString>

namespace tamma::providers {

/// Finds the code with this frozen name among those a session can end with ("PROVIDER_STALLED").
/// A name that this version does not know gives INTERNAL.
[[nodiscard]] ErrorCode providerErrorCode(const QString& name);

} // namespace tamma::providers
