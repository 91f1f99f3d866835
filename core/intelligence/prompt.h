// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QMap>
#include <QString>

namespace tamma::intelligence {

/// What stands for each placeholder of a prompt.
using PromptValues = QMap<QString, QString>;

/// Returns the prompt `name` of resources/prompts with every {{placeholder}} filled in.
///
/// Errors   NOT_FOUND: there is no such prompt. INVALID_ARGUMENT: a placeholder has no value, or a
///          value has no placeholder; both are faults of the caller or of the prompt file.
/// Threads  Any.
[[nodiscard]] Result<QString> renderPrompt(const QString& name, const PromptValues& values);

/// The same for a text at hand. Values are put in as they are: braces in them are not looked at
/// again, so nothing in an issue can pull in another value.
[[nodiscard]] Result<QString> fillPlaceholders(const QString& text, const PromptValues& values);

/// Returns the JSON Schema `name` of resources/schemas. Fails with NOT_FOUND or INVALID_JSON.
[[nodiscard]] Result<QJsonObject> answerSchema(const QString& name);

} // namespace tamma::intelligence
