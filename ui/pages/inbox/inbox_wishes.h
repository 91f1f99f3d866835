// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/readmodels/approvals.h"

namespace tamma::ui {

/// One command about one approval.
struct InboxCommand {
    ApprovalId approvalId;
    engine::Command command;
};

/// What a person wants to be done with the chosen approvals.
///
/// Shape    Either `missing` is empty and there is a command for each of them, or it says what has
///          to be written first.
struct InboxWish {
    QList<InboxCommand> commands;
    QString words; ///< What was done: "Approved #12", "Approved 3 together".
    QString missing;
};

/// The answer of yes: approve, answer, try again, spend more.
[[nodiscard]] InboxWish wishToGrant(const QList<readmodels::Approval>& chosen, const QString& note);

/// What goes to the agent with a change that is sent back; one or the other is needed.
struct SentBackWith {
    QString note;
    QList<events::LineComment> comments;
};

/// The answer of no: send back, give up.
[[nodiscard]] InboxWish wishToReject(const QList<readmodels::Approval>& chosen,
                                     const SentBackWith& with);

/// Put them aside until a time.
[[nodiscard]] InboxWish wishToSnooze(const QList<readmodels::Approval>& chosen, Timestamp until,
                                     Timestamp now);

/// Hand them to somebody; `note` says why.
[[nodiscard]] InboxWish wishToHandOn(const QList<readmodels::Approval>& chosen, const QString& to,
                                     const QString& note);

/// Returns those that may be decided together: the one, when it is one; none, when only one of
/// several may.
[[nodiscard]] QList<readmodels::Approval>
decidableTogether(const QList<readmodels::Approval>& chosen);

} // namespace tamma::ui
