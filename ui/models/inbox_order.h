// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"

#include <QSet>

namespace tamma::ui {

/// Who looks at the inbox, and when.
struct InboxReader {
    QString person;
    Timestamp now{};
    QSet<ApprovalId> held = {}; ///< Decided by them, but not in the record yet: left out.
};

/// The open approvals, divided by what a reader has to do with them.
struct InboxGroups {
    QList<readmodels::Approval> waiting; ///< Breaking changes first, then the overdue, then the
                                         ///< oldest.
    QList<readmodels::Approval> later; ///< Put aside: what comes back first is first.
    QList<readmodels::Approval> withOthers; ///< Oldest first.

    [[nodiscard]] bool isEmpty() const
    {
        return waiting.isEmpty() && later.isEmpty() && withOthers.isEmpty();
    }
};

[[nodiscard]] InboxGroups inboxOf(const QList<readmodels::Approval>& approvals,
                                  const InboxReader& reader);

/// Which approval opens when `gone` leaves the inbox: the one that took its place, or the last
/// when it was the last. `before` is the order in which `gone` was; if it was not there (an inbox
/// that was empty) the first opens. Empty when nothing is left.
[[nodiscard]] ApprovalId nextAfter(const ApprovalId& gone,
                                   const QList<readmodels::Approval>& before,
                                   const QList<readmodels::Approval>& now);

} // namespace tamma::ui
