// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/approval_text.h"

#include "ui/text/kept_text.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;

namespace {

// More than anybody reads with care in one go.
constexpr int LARGE_LINES = 1'000;
constexpr qsizetype LARGE_FILES = 40;

struct ApprovalText {
    Q_DECLARE_TR_FUNCTIONS(ApprovalText)
};

QString escalationText(const Approval& approval, Timestamp now)
{
    const QString why = approval.escalatedBecause == "breaking"_L1
        ? ApprovalText::tr("It may break others, so it should not wait.")
        : ApprovalText::tr("It is overdue by %1. It stays open: time decides nothing.")
              .arg(ageText(now - approval.dueAt()));
    return approval.escalatedTo.isEmpty()
        ? why
        : why + u' ' + ApprovalText::tr("%1 is named to look after it.").arg(approval.escalatedTo);
}

QString handedText(const Approval& approval)
{
    const QString who = approval.handedTo == approval.handedBy
        ? ApprovalText::tr("Taken by %1").arg(approval.handedTo)
        : ApprovalText::tr("Handed to %1 by %2").arg(approval.handedTo, approval.handedBy);
    return approval.handedWhy.isEmpty()
        ? who + u'.'
        : ApprovalText::tr("%1 because: %2").arg(who, approval.handedWhy);
}

/// What the gate says when it found nothing, and when it failed or leaves something to a person.
std::pair<QString, QString> plainVerdict(const QString& gate)
{
    if (gate == "build"_L1) {
        return {ApprovalText::tr("It works as a whole program."),
                ApprovalText::tr("It does not work as a whole program.")};
    }
    if (gate == "test"_L1) {
        return {ApprovalText::tr("The automatic tests pass."),
                ApprovalText::tr("Automatic tests fail.")};
    }
    if (gate == "quality"_L1) {
        return {ApprovalText::tr("It is written in the way of this project."),
                ApprovalText::tr("It is not written in the way of this project.")};
    }
    if (gate == "tamper"_L1) {
        return {ApprovalText::tr("The checks themselves were left alone."),
                ApprovalText::tr("The checks themselves were changed.")};
    }
    if (gate == "security"_L1) {
        return {ApprovalText::tr("No password or other secret is in it."),
                ApprovalText::tr("Something in it may be a secret or a danger.")};
    }
    if (gate == "review"_L1) {
        return {ApprovalText::tr("It was read once more, and nothing has to change."),
                ApprovalText::tr("It was read once more, and something has to change.")};
    }
    if (gate == "ci"_L1) {
        return {ApprovalText::tr("The project's own checks pass."),
                ApprovalText::tr("The project's own checks fail.")};
    }
    return {ApprovalText::tr("The check “%1” passes.").arg(gate),
            ApprovalText::tr("The check “%1” fails.").arg(gate)};
}

} // namespace

QString approvalHeadline(const Approval& approval)
{
    switch (approval.status) {
    case Approval::Status::Granted:
        return ApprovalText::tr("Approved");
    case Approval::Status::Rejected:
        return ApprovalText::tr("Sent back");
    case Approval::Status::Voided:
        return ApprovalText::tr("No longer asked");
    case Approval::Status::Open:
        break;
    }
    if (approval.request.kind == "escalation"_L1) {
        return ApprovalText::tr("Needs your help");
    }
    if (approval.request.kind == "budget"_L1) {
        return ApprovalText::tr("Has spent its budget");
    }
    if (approval.request.kind == "clarification"_L1) {
        return ApprovalText::tr("Asks a question");
    }
    return ApprovalText::tr("Waits for your decision");
}

QString approvalRules(const Approval& approval, Timestamp now)
{
    QStringList rules;
    if (approval.status != Approval::Status::Open) {
        return {};
    }
    if (approval.request.quorum > 1) {
        rules.append(ApprovalText::tr("%1 of %2 approvals")
                         .arg(approval.grantedBy.size())
                         .arg(approval.request.quorum));
    }
    if (const Timestamp due = approval.dueAt(); due != Timestamp{}) {
        rules.append(now < due ? ApprovalText::tr("due in %1").arg(durationText(due - now))
                               : ApprovalText::tr("overdue by %1").arg(durationText(now - due)));
    }
    return rules.join(u" · "_s);
}

QList<ApprovalNotice> approvalNotices(const Approval& approval, const QString& person,
                                      Timestamp now)
{
    QList<ApprovalNotice> notices;
    if (approval.status != Approval::Status::Open) {
        return notices;
    }
    if (!approval.escalatedBecause.isEmpty()) {
        notices.append({u"triangle-alert"_s, escalationText(approval, now), true});
    } else if (approval.dueSoon && !approval.isOverdue(now)) {
        notices.append({u"clock"_s,
                        ApprovalText::tr("Due in %1. It stays open after that: time decides "
                                         "nothing.")
                            .arg(ageText(approval.dueAt() - now)),
                        true});
    }
    if (!approval.handedTo.isEmpty()) {
        notices.append({u"user"_s, handedText(approval)});
    }
    if (approval.isSnoozedBy(person, now)) {
        notices.append({u"history"_s,
                        ApprovalText::tr("You put it aside; it comes back %1.")
                            .arg(comingText(approval.snoozedUntil.value(person), now))});
    }
    if (approval.request.mayNotDecide.contains(person)) {
        notices.append({u"eye"_s,
                        ApprovalText::tr("You asked for this change or steered it, so somebody "
                                         "else has to approve it. You may send it back.")});
    } else if (approval.grantedBy.contains(person)) {
        notices.append(
            {u"circle-check"_s, ApprovalText::tr("You said yes; somebody else has to, too.")});
    }
    return notices;
}

QString approvalQuestion(const Approval& approval, bool plain)
{
    if (!plain || approval.request.kind != "merge"_L1 || approval.issueTitle.isEmpty()) {
        return approval.request.question;
    }
    return ApprovalText::tr("Should “%1” become part of %2?")
        .arg(approval.issueTitle, repositoryLabel(approval.repository));
}

QString riskSentence(const Approval& approval)
{
    if (approval.request.kind != "merge"_L1) {
        return {};
    }
    if (approval.request.breaking) {
        return ApprovalText::tr("High: it changes something that others rely on, so what they "
                                "have may stop working.");
    }
    if (const int lines = approval.linesAdded + approval.linesRemoved; approval.isRoutine()
        && (lines > LARGE_LINES || approval.filesChanged.size() > LARGE_FILES)) {
        return ApprovalText::tr(
                   "Medium: every check passed, but it is large: %1 lines in %2 files.")
            .arg(QLocale().toString(lines), QLocale().toString(approval.filesChanged.size()));
    }
    return approval.isRoutine()
        ? ApprovalText::tr("Low: every check passed, and none of them wants a person to look.")
        : ApprovalText::tr("Not routine: read why you are asked before you decide.");
}

QString undoSentence(const Approval& approval, bool plain)
{
    const QString& kind = approval.request.kind;
    if (kind == "clarification"_L1) {
        return ApprovalText::tr("Nothing is final yet: you are asked again before the result "
                                "is used.");
    }
    if (kind != "merge"_L1) {
        return ApprovalText::tr("Nothing is final yet: what was done so far is kept, whatever "
                                "you choose.");
    }
    return plain ? ApprovalText::tr("For ten seconds you can take your decision back here. Later "
                                    "the whole change can be taken out again in one step.")
                 : ApprovalText::tr("For ten seconds you can take your decision back here. After "
                                    "that it is one merge commit on %1: “git revert -m 1” of it "
                                    "takes all of it out again.")
                       .arg(approval.baseBranch.isEmpty() ? ApprovalText::tr("the base branch")
                                                          : approval.baseBranch);
}

QString forecastText(const git::MergeForecast& forecast, bool plain)
{
    if (!plain) {
        return forecastSentence(forecast);
    }
    return forecast.conflicts.isEmpty()
        ? ApprovalText::tr("It still fits together with what others did meanwhile.")
        : ApprovalText::tr("It no longer fits together with what others did meanwhile; if you say "
                           "yes, it has to be worked over first.");
}

QString plainSummary(const Approval& approval)
{
    return approval.request.kind == "escalation"_L1
        ? ApprovalText::tr("The agent cannot get on by itself. A hint may help it: what you would "
                           "try, or what it should leave alone. Or let it be; somebody can look at "
                           "the technical details.")
        : approval.request.summary;
}

bool isLeftToPerson(const Approval& approval)
{
    return std::ranges::any_of(approval.verdicts, [](const events::Verdict& verdict) {
        return !verdict.needsPerson.isEmpty();
    });
}

bool isGood(const events::Verdict& verdict)
{
    return verdict.exitCode == 0 && !verdict.timedOut
        && std::ranges::none_of(verdict.findings, [](const events::Finding& finding) {
               return finding.severity == "high"_L1 || finding.severity == "critical"_L1;
           });
}

QString checkSentence(const events::Verdict& verdict)
{
    const auto [passed, failed] = plainVerdict(verdict.gateId.text());
    if (!isGood(verdict) || !verdict.needsPerson.isEmpty()) {
        return failed;
    }
    return verdict.flaky ? ApprovalText::tr("The automatic tests pass, but not every time.")
                         : passed;
}

} // namespace tamma::ui
