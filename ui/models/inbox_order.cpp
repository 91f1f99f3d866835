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

InboxGroups inboxOf(const QList<Approval>& approvals, const InboxReader& reader)
{
    const auto& [person, now, held] = reader;
    InboxGroups inbox;
    for (const Approval& approval : approvals) {
        if (approval.status != Approval::Status::Open
            || held.contains(approval.request.approvalId)) {
            continue;
        }
        auto& group = approval.isSnoozedBy(person, now) ? inbox.later
            : approval.isWithOthers(person, now)        ? inbox.withOthers
                                                        : inbox.waiting;
        group.append(approval);
    }
    std::ranges::stable_sort(inbox.waiting, {}, [&](const Approval& approval) {
        return std::tuple(!approval.request.breaking, !approval.isOverdue(reader.now),
                          approval.requestedAt);
    });
    std::ranges::stable_sort(inbox.later, {}, [&](const Approval& approval) {
        return approval.snoozedUntil.value(reader.person);
    });
    std::ranges::stable_sort(inbox.withOthers, {}, &Approval::requestedAt);
    return inbox;
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
