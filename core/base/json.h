// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>

namespace tamma::json {

/// Reads one JSON object. Fails with INVALID_JSON and the offset of the fault.
[[nodiscard]] Result<QJsonObject> parseObject(const QByteArray& text);

/// Writes JSON on one line, keys sorted: equal values give equal bytes.
[[nodiscard]] QByteArray compact(const QJsonObject& object);

/// Writes JSON for people to read.
[[nodiscard]] QByteArray indented(const QJsonObject& object);

} // namespace tamma::json
