// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/loops.h"

namespace tamma::ui {

// Short words for what things are and how they are doing. Everything is translated.

/// What a loop is doing, in two or three words: "Generate code", "Your approval", "Merged".
[[nodiscard]] QString loopHeadline(const readmodels::LoopRow& loop);

/// What is worth knowing of it at `now`: "3 min · 2 attempts · 41 k tokens".
[[nodiscard]] QString loopFacts(const readmodels::LoopRow& loop, Timestamp now);

/// "last sign 3 s ago" for a running loop; empty for others.
[[nodiscard]] QString signOfLife(const readmodels::LoopRow& loop, Timestamp now);

/// True when a running loop has been silent for longer than a minute.
[[nodiscard]] bool isSilent(const readmodels::LoopRow& loop, Timestamp now);

/// "#12", or "no issue" where the number is not known.
[[nodiscard]] QString issueLabel(int number);

/// The last part of a path: how people call a repository.
[[nodiscard]] QString repositoryLabel(const QString& repository);

/// "Claude Code", "Recording green"; unknown ids as they are.
[[nodiscard]] QString providerLabel(const QString& provider);

/// "Build", "Tests", "Security scan"; unknown ids as they are.
[[nodiscard]] QString gateLabel(const GateId& gate);

[[nodiscard]] QString tokensText(qint64 tokens); ///< "830 tokens", "41 k tokens"
[[nodiscard]] QString costText(double usd); ///< "$0.38"
[[nodiscard]] QString attemptsText(int attempts); ///< "1 attempt", "3 attempts"
[[nodiscard]] QString filesText(int files); ///< "1 file", "4 files"

/// "+80 −9"
[[nodiscard]] QString linesText(int added, int removed);

} // namespace tamma::ui
