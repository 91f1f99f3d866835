// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/event.h"
#include "core/git/merge.h"

#include <QString>
#include <QStringList>

#include <stop_token>

namespace tamma::platforms {

/// An issue as a loop sees it.
struct Issue {
    IssueId id;
    int number = 0;
    QString repository; ///< Absolute path of the user's repository.
    QString title;
    QString body; ///< Markdown.
    QStringList labels;
    QString author;
    QStringList comments; ///< Oldest first, "author: text".
    bool closed = false;
};

/// What is needed to write an issue down.
struct IssueDraft {
    QString repository;
    QString title;
    QString body;
    QStringList labels;
    QString author;
};

/// What is needed to offer a branch for merging.
struct PullRequestDraft {
    LoopId loopId;
    IssueId issueId;
    QString repository;
    QString branch;
    QString baseBranch;
    QString commit; ///< Head of `branch` that was checked.
    QString title;
    QString description;
};

/// What is needed to merge: the head must still be `commit`.
struct MergeRequest {
    events::PullRequestOpened pullRequest;
    QString repository;
    QString commit;
    QString message;
    QString prepared = {}; ///< What prepareMerge() made: exactly that commit gets in, or none.
};

/// A forge, or a plain folder with git. Platforms return values; the engine records them.
/// Every write looks first, so doing it again after a crash changes nothing.
///
/// Errors   NOT_FOUND, and the git codes (NOT_A_REPOSITORY, MERGE_CONFLICT, ...).
/// Threads  Any; calls block.
class GitPlatform {
public:
    virtual ~GitPlatform() = default;

    [[nodiscard]] virtual PlatformId id() const = 0;

    /// Returns the issue with labels and comments as they are now.
    [[nodiscard]] virtual Result<Issue> issue(const IssueId& id) const = 0;

    /// Makes an issue with a fresh id and the next free number of its repository. The value is to
    /// be appended under a guard on the repository's ISSUE.CREATED events: two at once must not get
    /// one number.
    [[nodiscard]] virtual Result<events::IssueCreated> createIssue(const IssueDraft& draft) = 0;

    /// Opens the pull request of a loop, or brings the open one to `draft.commit`.
    [[nodiscard]] virtual Result<events::Payload> openPullRequest(const PullRequestDraft& draft)
        = 0;

    /// Makes the commit that merge() would put on the base branch as it is now, and moves nothing:
    /// gates can judge it in request.repository. Fails with MERGE_CONFLICT (detail: the paths).
    [[nodiscard]] virtual Result<git::PreparedMerge> prepareMerge(const MergeRequest& request) = 0;

    /// Merges with a real merge commit; when that was done before, finds it. Fails with
    /// MERGE_CONFLICT (detail: the paths) or EVIDENCE_CHANGED when the branch moved: ask again;
    /// with "baseCommit" in its context the base moved since request.prepared was made.
    [[nodiscard]] virtual Result<events::PullRequestMerged> merge(const MergeRequest& request) = 0;
};

} // namespace tamma::platforms
