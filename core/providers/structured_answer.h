// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>

namespace tamma::providers {

/// Finds the answer in what a model said: a fenced block, else the first balanced object, else
/// nothing. Prose around it is ignored.
///
/// Errors   SCHEMA_VIOLATION: there is no JSON object in the text.
[[nodiscard]] Result<QJsonObject> extractObject(const QString& text);

/// Returns the agent's structured answer: `wire` when the protocol carried one, else the object in
/// `text`; either way it fits `schema`.
///
/// Errors   SCHEMA_VIOLATION: send repairPrompt() once, then give up. INVALID_ARGUMENT: the schema
///          is wrong, asking again is useless.
[[nodiscard]] Result<QJsonObject> structuredAnswer(const QJsonObject& wire, const QString& text,
                                                   const QJsonObject& schema);

/// What to say to a model whose answer did not fit, with the validator's own message.
[[nodiscard]] QString repairPrompt(const Error& violation);

} // namespace tamma::providers
