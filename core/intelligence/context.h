// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/intelligence.h"
#include "core/git/repository.h"

#include <stop_token>

namespace tamma::intelligence {

inline constexpr int DEFAULT_CONTEXT_BUDGET = 12'000;

/// What context is wanted for.
struct ContextRequest {
    LoopId loopId;
    QString commit; ///< What is read: the repository as it was there.
    QString issueText; ///< Title, body, comments.
    int budget = DEFAULT_CONTEXT_BUDGET; ///< Estimated tokens.
};

/// Gathers the files, outlines, documents and recent commits that matter for an issue, each with
/// its reason: ranked by the words of the issue in paths, symbols and text.
///
/// Shape    The estimate for `text` as a whole is never above the budget. An issue whose words are
///          nowhere in the repository gets the README and the list of files.
/// Errors   The git codes; CANCELLED on a stop request. Binary, generated, vendored and secret
///          files are passed over, files above 512 KiB too.
/// Threads  Any; blocks while it reads.
[[nodiscard]] Result<events::ContextGathered> gatherContext(const git::Repository& repository,
                                                            const ContextRequest& request,
                                                            std::stop_token stop);

} // namespace tamma::intelligence
