// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QJsonValue>

namespace tamma::providers {

/// Checks `value` against a JSON Schema (draft 7; references only inside the schema itself).
///
/// Errors   SCHEMA_VIOLATION: the value does not fit; `detail` says where and why, one fault a
/// line,
///          in words that a model can act on. INVALID_ARGUMENT: the schema itself is wrong.
/// Threads  Any.
[[nodiscard]] Result<> validateAgainstSchema(const QJsonValue& value, const QJsonObject& schema);

} // namespace tamma::providers
