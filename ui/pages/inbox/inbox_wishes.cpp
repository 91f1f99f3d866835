// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/inbox_wishes.h"

#include "ui/text/status_text.h"
#include "ui/text/time_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;

namespace {

struct InboxWishes {
    Q_DECLARE_TR_FUNCTIONS(InboxWishes)
};

/// The commands for all of `chosen`, one each.
template <typename Make>
InboxWish wish(const QList<Approval>& chosen, const QString& words, const Make& make)
{
    InboxWish wish{{}, words, {}};
    for (const Approval& approval : chosen) {
        wish.commands.append({approval.request.approvalId, make(approval.request.approvalId)});
    }
    return wish;
}

/// "#12", or "3 questions".
QString subject(const QList<Approval>& chosen)
{
    return chosen.size() == 1
        ? issueLabel(chosen.first().issueNumber)
        : InboxWishes::tr("%1 questions").arg(QLocale().toString(chosen.size()));
}

} // namespace

QList<Approval> decidableTogether(const QList<Approval>& chosen)
{
    if (chosen.size() == 1) {
        return chosen;
    }
    QList<Approval> together;
    std::ranges::copy_if(chosen, std::back_inserter(together), &Approval::isRoutine);
    return together.size() > 1 ? together : QList<Approval>();
}

InboxWish wishToGrant(const QList<Approval>& chosen, const QString& note)
{
    const QList<Approval> together = decidableTogether(chosen);
    if (together.isEmpty()) {
        return {{}, {}, InboxWishes::tr("Each of these has to be decided by itself.")};
    }
    const QString kind = together.first().request.kind;
    if (kind == "clarification"_L1 && note.isEmpty()) {
        return {{}, {}, InboxWishes::tr("Write the answer first; the agent works by it.")};
    }
    const QString words = together.size() > 1 ? InboxWishes::tr("Approved %1 together")
        : kind == "clarification"_L1          ? InboxWishes::tr("Answered %1")
        : kind == "escalation"_L1             ? InboxWishes::tr("%1 tries again")
        : kind == "budget"_L1                 ? InboxWishes::tr("%1 may spend more")
                                              : InboxWishes::tr("Approved %1");
    return wish(together, words.arg(subject(together)),
                [&](const ApprovalId& id) { return engine::DecideApproval{id, true, note}; });
}

InboxWish wishToReject(const QList<Approval>& chosen, const SentBackWith& with)
{
    const QList<Approval> together = decidableTogether(chosen);
    if (together.isEmpty()) {
        return {{}, {}, InboxWishes::tr("Each of these has to be decided by itself.")};
    }
    const bool givesUp = together.first().request.kind != "merge"_L1; // Only a change is sent back.
    if (with.note.isEmpty() && with.comments.isEmpty() && !givesUp) {
        return {{},
                {},
                InboxWishes::tr(
                    "Write what should be different first; the agent gets it as its task.")};
    }
    const QString words = givesUp ? InboxWishes::tr("Gave up %1") : InboxWishes::tr("Sent back %1");
    const QString reason = with.note.isEmpty() && givesUp ? u"given up in the inbox"_s : with.note;
    return wish(together, words.arg(subject(together)), [&](const ApprovalId& id) {
        return engine::DecideApproval{id, false, reason, with.comments};
    });
}

InboxWish wishToSnooze(const QList<Approval>& chosen, Timestamp until, Timestamp now)
{
    return wish(chosen,
                InboxWishes::tr("%1 comes back %2").arg(subject(chosen), comingText(until, now)),
                [&](const ApprovalId& id) { return engine::SnoozeApproval{id, until - now}; });
}

InboxWish wishToHandOn(const QList<Approval>& chosen, const QString& to, const QString& note)
{
    if (to.isEmpty()) {
        return {{}, {}, InboxWishes::tr("Write who it should go to.")};
    }
    return wish(chosen, InboxWishes::tr("Handed %1 to %2").arg(subject(chosen), to),
                [&](const ApprovalId& id) { return engine::DelegateApproval{id, to, note}; });
}

} // namespace tamma::ui
