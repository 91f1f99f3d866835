// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/inbox_order.h"

namespace tamma::ui {

using readmodels::Approval;

namespace {

bool contains(const QList<Approval>& approvals, const ApprovalId& id)
{
    return std::ranges::any_of(approvals,
                               [&](const Approval& a) { return a.request.approvalId == id; });
}

} // namespace

QList<Approval> inboxOf(const QList<Approval>& approvals, const QSet<ApprovalId>& held)
{
    QList<Approval> open;
    std::ranges::copy_if(approvals, std::back_inserter(open), [&](const Approval& approval) {
        return approval.status == Approval::Status::Open
            && !held.contains(approval.request.approvalId);
    });
    std::ranges::stable_sort(open, [](const Approval& a, const Approval& b) {
        return a.request.breaking != b.request.breaking ? a.request.breaking
                                                        : a.requestedAt < b.requestedAt;
    });
    return open;
}

ApprovalId nextAfter(const ApprovalId& gone, const QList<Approval>& before,
                     const QList<Approval>& now)
{
    const auto place = std::ranges::find_if(
        before, [&](const Approval& a) { return a.request.approvalId == gone; });
    for (auto it = place; it != before.end(); ++it) {
        if (contains(now, it->request.approvalId)) {
            return it->request.approvalId;
        }
    }
    if (now.isEmpty()) {
        return {};
    }
    return place == before.end() ? now.first().request.approvalId : now.last().request.approvalId;
}

} // namespace tamma::ui
