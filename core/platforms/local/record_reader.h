// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_store.h"
#include "core/platforms/git_platform.h"

#include <optional>

namespace tamma::platforms {

/// The issues and pull requests of the local platform as the record tells them. It looks at the
/// payloads and not at the tags for what it needs to be sure of.
///
/// Errors   Those of the store; NOT_FOUND.
class RecordReader {
public:
    explicit RecordReader(const events::EventStore& store)
        : m_store(store)
    {
    }

    /// Folds one issue. Fails with NOT_FOUND when it was never created.
    [[nodiscard]] Result<Issue> issue(const IssueId& id) const;

    /// Returns the number that comes after the highest issue's of `repository`.
    [[nodiscard]] Result<int> nextIssueNumber(const QString& repository) const;

    /// The same for pull requests, which are counted by themselves.
    [[nodiscard]] Result<int> nextPullRequestNumber(const QString& repository) const;

    /// Returns the pull request that was opened for a loop.
    [[nodiscard]] Result<std::optional<events::PullRequestOpened>>
    pullRequestOf(const LoopId& loop) const;

private:
    const events::EventStore& m_store;
};

} // namespace tamma::platforms
