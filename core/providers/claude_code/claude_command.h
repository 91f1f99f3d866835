// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/ai_provider.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

namespace tamma::providers::claude {

/// Variables of a process by name.
using Environment = QMap<QString, QString>;

/// Returns the program's arguments for `task`: which tools it may use, and the two-way protocol of
/// JSON lines. Prompts and secrets are never among them.
[[nodiscard]] QStringList arguments(const AgentTask& task);

/// Picks from `own` what the program may see: no token of anybody else's among it.
[[nodiscard]] Environment passedOn(const Environment& own);

/// Adds to passedOn() what keeps the program quiet and its retries few.
/// `runFolder` is private to this run; with an API key the agent's configuration lives there too,
/// because parallel runs have corrupted a shared one.
[[nodiscard]] Environment environmentFor(const Environment& own, const AgentLimits& limits,
                                         const QString& runFolder);

/// One line for the program's standard input: a message of the user.
[[nodiscard]] QByteArray userMessage(const QString& text);

/// One line for the program's standard input: say that you are there. The program answers at once
/// that it does not know the question, whatever else it does.
[[nodiscard]] QByteArray questionWhetherAlive();

/// One line for the program's standard input: stop what you do and report.
[[nodiscard]] QByteArray interruptRequest();

} // namespace tamma::providers::claude
