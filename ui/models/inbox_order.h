// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"

#include <QSet>

namespace tamma::ui {

/// The approvals that still wait for a person: breaking changes first, then the oldest. Those in
/// `held` (decided, but not sent yet) are left out.
[[nodiscard]] QList<readmodels::Approval> inboxOf(const QList<readmodels::Approval>& approvals,
                                                  const QSet<ApprovalId>& held);

/// Which approval opens when `gone` leaves the inbox: the one that took its place, or the last
/// when it was the last. `before` is the order in which `gone` was; if it was not there (an inbox
/// that was empty) the first opens. Empty when nothing is left.
[[nodiscard]] ApprovalId nextAfter(const ApprovalId& gone,
                                   const QList<readmodels::Approval>& before,
                                   const QList<readmodels::Approval>& now);

} // namespace tamma::ui
