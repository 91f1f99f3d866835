// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/approval_commands.h"

namespace tamma::cli {

using readmodels::Approval;
using namespace Qt::StringLiterals;

namespace {

Result<Approval> find(Session& session, const QString& name)
{
    TRY_ASSIGN(const RecordView view, session.view());
    return view.findApproval(name);
}

QString card(const Approval& approval)
{
    const events::ApprovalRequested& request = approval.request;
    QString text = u"#%1  %2\n%3\n\n%4\n"_s.arg(approval.issueNumber)
                       .arg(approval.issueTitle, request.question, request.summary);
    for (const QString& reason : request.reasons) {
        text += u"\n  why    %1"_s.arg(reason);
    }
    for (const events::Verdict& verdict : approval.verdicts) {
        text += u"\n  gate   %1: %2"_s.arg(verdict.gateId.text(), verdict.summary);
    }
    for (const QString& file : approval.filesChanged) {
        text += u"\n  file   %1"_s.arg(file);
    }
    for (const readmodels::ApprovalExchange& exchange : approval.exchanges) {
        text += u"\n  asked  %1\n         %2"_s.arg(exchange.question, exchange.answer);
    }
    if (!request.evidence.commit.isEmpty()) {
        text += u"\n\n  see    git -C %1 diff %2 %3"_s.arg(approval.repository,
                                                           request.evidence.baseCommit.left(12),
                                                           request.evidence.commit.left(12));
    }
    return text + u"\n  id     %1"_s.arg(request.approvalId.text());
}

} // namespace

ExitCode listApprovals(Session& session, const ApprovalArguments& arguments)
{
    const auto view = session.view();
    if (!view) {
        return session.output().fail(view.error());
    }
    int shown = 0;
    for (const Approval& approval : view->approvals.rows()) {
        if (arguments.all || approval.status == Approval::Status::Open) {
            ++shown;
            session.output().row(toJson(approval),
                                 u"%1  #%2  %3"_s.arg(approval.request.approvalId.text())
                                     .arg(approval.issueNumber)
                                     .arg(approval.request.question));
        }
    }
    if (shown == 0) {
        session.output().say(u"Nothing waits for you."_s);
    }
    return Ok;
}

ExitCode showApproval(Session& session, const ApprovalArguments& arguments)
{
    const auto approval = find(session, arguments.name);
    if (!approval) {
        return session.output().fail(approval.error());
    }
    session.output().row(toJson(*approval), card(*approval));
    return Ok;
}

ExitCode decideApproval(Session& session, const ApprovalArguments& arguments, bool granted)
{
    const auto approval = find(session, arguments.name);
    if (!approval) {
        return session.output().fail(approval.error());
    }
    const ApprovalId id = approval->request.approvalId;
    const auto receipt = session.carryOut(engine::DecideApproval{id, granted, arguments.words});
    if (!receipt) {
        return session.output().fail(receipt.error());
    }
    session.output().row({{u"approvalId"_s, id.text()},
                          {u"status"_s, granted ? u"granted"_s : u"rejected"_s},
                          {u"position"_s, receipt->position.value}},
                         granted ? u"Recorded: yes, #%1."_s.arg(approval->issueNumber)
                                 : u"Recorded: no, #%1."_s.arg(approval->issueNumber));
    // Nobody else may be running: then the loop goes on here, as if the window were open.
    return arguments.noWait ? Ok : session.watch({approval->request.loopId});
}

ExitCode askAboutApproval(Session& session, const ApprovalArguments& arguments)
{
    const auto approval = find(session, arguments.name);
    if (!approval) {
        return session.output().fail(approval.error());
    }
    const auto receipt
        = session.carryOut(engine::AskAboutApproval{approval->request.approvalId, arguments.words});
    if (!receipt) {
        return session.output().fail(receipt.error());
    }
    const auto answered = find(session, approval->request.approvalId.text());
    session.output().row(toJson(*answered), answered->exchanges.last().answer);
    return Ok;
}

} // namespace tamma::cli
