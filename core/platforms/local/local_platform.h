// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/platforms/builtin_platforms.h"
#include "core/platforms/local/record_reader.h"

namespace tamma::platforms {

/// A forge without a forge: issues and pull requests live in the record, and any folder with a git
/// repository will do. It reads the record and never appends; what it returns, the engine records.
///
/// Shape    Issues and pull requests are counted from 1, each kind by itself, in each repository; a
///          repository is named by the canonical path of its checkout.
/// Errors   INVALID_ARGUMENT (context "field"), EVIDENCE_CHANGED, those of core/git and the store.
/// Threads  Any; calls block on the disk.
class LocalPlatform final : public GitPlatform {
public:
    explicit LocalPlatform(const PlatformParts& parts)
        : m_record(parts.store)
        , m_ids(parts.ids)
        , m_clock(parts.clock)
    {
    }

    [[nodiscard]] PlatformId id() const override { return LOCAL; }
    [[nodiscard]] Result<Issue> issue(const IssueId& id) const override;

    /// A title is one line of 1 to 256 characters; a label one of 1 to 64. Spaces around them and
    /// repeated labels are dropped.
    [[nodiscard]] Result<events::IssueCreated> createIssue(const IssueDraft& draft) override;

    /// The branch must be on `draft.commit` (EVIDENCE_CHANGED otherwise: check the new commit) and
    /// the base branch must exist (BRANCH_NOT_FOUND).
    [[nodiscard]] Result<events::Payload> openPullRequest(const PullRequestDraft& draft) override;

    [[nodiscard]] Result<git::PreparedMerge> prepareMerge(const MergeRequest& request) override;

    /// Fails with CHECKOUT_DIRTY, too, before anything was changed: the user has work on the base
    /// branch that is not committed; ask to commit or stash it, and merge again.
    [[nodiscard]] Result<events::PullRequestMerged> merge(const MergeRequest& request) override;

private:
    RecordReader m_record;
    IdSource& m_ids;
    Clock& m_clock;
};

} // namespace tamma::platforms
