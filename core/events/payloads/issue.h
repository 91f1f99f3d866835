// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QStringList>

namespace tamma::events {

/// An issue was written down (platform `local`) or first seen on a forge.
struct IssueCreated {
    IssueId issueId;
    int number = 0; ///< Counts from 1 in each repository.
    QString repository; ///< Absolute path of the user's repository.
    QString title;
    QString body; ///< Markdown.
    QStringList labels;
    QString author;

    friend bool operator==(const IssueCreated&, const IssueCreated&) = default;
};

/// Title and body were replaced; both are the new ones.
struct IssueEdited {
    IssueId issueId;
    QString title;
    QString body;

    friend bool operator==(const IssueEdited&, const IssueEdited&) = default;
};

/// The labels were replaced by these.
struct IssueLabelled {
    IssueId issueId;
    QStringList labels;

    friend bool operator==(const IssueLabelled&, const IssueLabelled&) = default;
};

/// Somebody wrote under the issue.
struct IssueCommented {
    IssueId issueId;
    QString author;
    QString text; ///< Markdown.

    friend bool operator==(const IssueCommented&, const IssueCommented&) = default;
};

/// The issue was closed, by a merge or by a person.
struct IssueClosed {
    IssueId issueId;
    QString reason;

    friend bool operator==(const IssueClosed&, const IssueClosed&) = default;
};

/// A loop took the issue: who it works for, and on which branch.
struct IssueAssigned {
    IssueId issueId;
    LoopId loopId;
    QString assignee;
    QString branch;

    friend bool operator==(const IssueAssigned&, const IssueAssigned&) = default;
};

} // namespace tamma::events
