// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"
#include "core/readmodels/issues.h"
#include "core/readmodels/loops.h"

namespace tamma::readmodels {

/// A row at two moments; it did not exist at the earlier one when `before` is empty.
template <typename Row> struct RowChange {
    std::optional<Row> before;
    Row after;
};

/// The rows of one moment.
struct Moment {
    const QList<LoopRow>& loops;
    const QList<Approval>& approvals;
    const QList<IssueRow>& issues;
};

/// What is different between two moments of one record, in the order in which it first came.
struct Differences {
    QList<RowChange<LoopRow>> loops;
    QList<RowChange<Approval>> approvals;
    QList<RowChange<IssueRow>> issues;
};

/// `before` is the earlier one: nothing that was in it is missing in `after`.
[[nodiscard]] Differences differencesBetween(const Moment& before, const Moment& after);

} // namespace tamma::readmodels
