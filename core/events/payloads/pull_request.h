// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QString>

namespace tamma::events {

/// A branch was offered for merging.
struct PullRequestOpened {
    PullRequestId pullRequestId;
    LoopId loopId;
    IssueId issueId;
    int number = 0;
    QString branch;
    QString baseBranch;
    QString commit;
    QString title;
    QString description; ///< Markdown.

    friend bool operator==(const PullRequestOpened&, const PullRequestOpened&) = default;
};

/// The branch has a new head: another attempt, or work after it was sent back.
struct PullRequestUpdated {
    PullRequestId pullRequestId;
    LoopId loopId;
    QString commit;
    QString description;

    friend bool operator==(const PullRequestUpdated&, const PullRequestUpdated&) = default;
};

/// The change is on the base branch, as a real merge commit.
struct PullRequestMerged {
    PullRequestId pullRequestId;
    LoopId loopId;
    QString mergeCommit;
    QString baseBranch;
    bool checkoutUpdated = false; ///< The user's checkout was clean and on that branch.

    friend bool operator==(const PullRequestMerged&, const PullRequestMerged&) = default;
};

/// The project's deploy command was run on the merged commit.
struct DeploymentCompleted {
    LoopId loopId;
    QString commit;
    QString command;
    int exitCode = 0;
    qint64 durationMs = 0;
    QString logTail;

    friend bool operator==(const DeploymentCompleted&, const DeploymentCompleted&) = default;
};

} // namespace tamma::events
