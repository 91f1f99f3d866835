// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace tamma::events {

/// The JSON Schema (draft 7) of the data of a type of event, made from the fields that the codec
/// reads and writes; an empty object when the type is not ours.
///
/// Shape    No field is required: older versions wrote fewer. Unknown fields are allowed: newer
///          ones write more.
[[nodiscard]] QJsonObject schemaOf(const QString& type);

} // namespace tamma::events
