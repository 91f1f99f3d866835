// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/loop_look.h"

#include "ui/text/approval_text.h"
#include <QCoreApplication>

namespace tamma::ui {

using readmodels::Approval;
using workflow::LoopStatus;
using workflow::StepStatus;

Status statusOf(LoopStatus status)
{
    switch (status) {
    case LoopStatus::Unknown:
    case LoopStatus::Queued:
    case LoopStatus::Waiting:
        return Status::Queued;
    case LoopStatus::Paused:
        return Status::Paused;
    case LoopStatus::Running:
        return Status::Running;
    case LoopStatus::NeedsYou:
        return Status::NeedsYou;
    case LoopStatus::Completed:
        return Status::Passed;
    case LoopStatus::Failed:
        return Status::Failed;
    case LoopStatus::Cancelled:
        return Status::Cancelled;
    }
    Q_UNREACHABLE_RETURN(Status::Queued);
}

Status statusOf(StepStatus status)
{
    switch (status) {
    case StepStatus::Pending:
        return Status::Queued;
    case StepStatus::Running:
        return Status::Running;
    case StepStatus::Passed:
        return Status::Passed;
    case StepStatus::Skipped:
        return Status::Skipped;
    case StepStatus::Failed:
        return Status::Failed;
    }
    Q_UNREACHABLE_RETURN(Status::Queued);
}

Status statusOf(const Approval& approval)
{
    switch (approval.status) {
    case Approval::Status::Open:
        return Status::NeedsYou;
    case Approval::Status::Granted:
        return Status::Passed;
    case Approval::Status::Rejected:
        return Status::Failed;
    case Approval::Status::Voided:
        return Status::Cancelled;
    }
    Q_UNREACHABLE_RETURN(Status::Queued);
}

Status statusOf(const events::Verdict& verdict)
{
    if (!isGood(verdict)) {
        return Status::Failed;
    }
    return verdict.needsPerson.isEmpty() ? Status::Passed : Status::NeedsYou;
}

QList<StepBarCell> stepBarOf(const readmodels::LoopRow& loop)
{
    QList<StepBarCell> cells;
    for (qsizetype index = 0; index < loop.steps.size(); ++index) {
        const readmodels::StepCell& step = loop.steps.at(index);
        Status status = statusOf(step.status);
        if (loop.status == LoopStatus::NeedsYou && index == loop.currentStep) {
            status = Status::NeedsYou;
        } else if (loop.finishedAt != Timestamp{} && status == Status::Running) {
            status = Status::Cancelled; // Nothing runs in a loop that is over.
        }
        cells.append({step.name, status, step.summary});
    }
    return cells;
}

StatusLook recordedLook(const ColourTokens& colours)
{
    return {QStringLiteral("history"),
            QCoreApplication::translate("tamma::ui::LoopLook", "Recorded"), colours.idle};
}

} // namespace tamma::ui
