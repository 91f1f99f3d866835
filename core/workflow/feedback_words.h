// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/approval.h"
#include "core/events/payloads/gate.h"

namespace tamma::workflow {

// What the agent is told of why it has to work once more.

/// The summary, a line for each finding, and the end of the log.
[[nodiscard]] QString wordsOf(const events::Verdict& verdict);

/// The reason, and the comments in the order of files and lines: each line once, with what it was.
[[nodiscard]] QString wordsOf(const events::ApprovalRejected& rejected);

} // namespace tamma::workflow
