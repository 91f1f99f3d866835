// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/approval_commands.h"

#include <QDateTime>
#include <QRegularExpression>

namespace tamma::cli {

using readmodels::Approval;
using namespace Qt::StringLiterals;

namespace {

Result<Approval> find(Session& session, const QString& name)
{
    TRY_ASSIGN(const RecordView view, session.view());
    return view.findApproval(name);
}

// What agents and files say must not look like a line of the card.
QString oneLine(QString words)
{
    return words.replace(u'\n', u"\\n"_s);
}

QString quoted(QString words)
{
    return u"| "_s + words.replace(u'\n', u"\n| "_s);
}

QString card(const Approval& approval)
{
    const events::ApprovalRequested& request = approval.request;
    QString text = u"#%1  %2\n%3\n\n%4\n"_s.arg(approval.issueNumber)
                       .arg(oneLine(approval.issueTitle), oneLine(request.question),
                            quoted(request.summary));
    if (!approval.handedTo.isEmpty()) {
        text += u"\n  handed to %1 by %2. %3"_s.arg(approval.handedTo, approval.handedBy,
                                                    approval.handedWhy);
    }
    if (approval.dueAt() != Timestamp{}) {
        text += u"\n  due    %1"_s.arg(toIso8601(approval.dueAt()));
    }
    if (!approval.escalatedBecause.isEmpty()) {
        text += u"\n  escalated %1 %2"_s.arg(approval.escalatedBecause, approval.escalatedTo);
    }
    for (const QString& reason : request.reasons) {
        text += u"\n  why    %1"_s.arg(oneLine(reason));
    }
    for (const events::Verdict& verdict : approval.verdicts) {
        text += u"\n  gate   %1: %2"_s.arg(verdict.gateId.text(), oneLine(verdict.summary));
    }
    for (const QString& file : approval.filesChanged) {
        text += u"\n  file   %1"_s.arg(oneLine(file));
    }
    for (const readmodels::ApprovalExchange& exchange : approval.exchanges) {
        text += u"\n  asked  %1\n         %2"_s.arg(oneLine(exchange.question),
                                                    oneLine(exchange.answer));
    }
    const auto diff = [&](const QString& from) {
        return u"git -C %1 diff %2 %3"_s.arg(approval.repository, from.left(12),
                                             request.evidence.commit.left(12));
    };
    if (!request.evidence.commit.isEmpty()) {
        text += u"\n\n  see    "_s + diff(request.evidence.baseCommit);
    }
    for (const auto& [person, change] : approval.seen.asKeyValueRange()) {
        if (change.commit != request.evidence.commit) {
            text += u"\n  new    %1   (since %2 looked)"_s.arg(diff(change.commit), person);
        }
    }
    return text + u"\n  id     %1"_s.arg(request.approvalId.text());
}

/// One line: who has it, and until when it is put aside.
QString line(const Approval& approval)
{
    QString text = u"%1  #%2  %3"_s.arg(approval.request.approvalId.text())
                       .arg(approval.issueNumber)
                       .arg(approval.request.question);
    if (!approval.handedTo.isEmpty()) {
        text += u"  [with %1]"_s.arg(approval.handedTo);
    }
    const Timestamp now = SystemClock().now();
    for (const auto& [person, until] : approval.snoozedUntil.asKeyValueRange()) {
        if (until > now) {
            text += u"  [%1: back %2]"_s.arg(person, toIso8601(until));
        }
    }
    return approval.isOverdue(now) ? text + u"  [overdue]"_s : text;
}

using Done = Result<>;

/// Does something about each approval that is named; one that fails does not keep the others from
/// it. Returns the code of the first failure.
template <typename Act>
ExitCode forEach(Session& session, const ApprovalArguments& arguments, const Act& act)
{
    ExitCode code = Ok;
    for (const QString& name : arguments.names) {
        const auto approval = find(session, name);
        const auto done = approval ? act(*approval) : Done(std::unexpected(approval.error()));
        if (!done) {
            if (arguments.names.size() > 1) {
                session.output().warn(name + u':');
            }
            const ExitCode failed = session.output().fail(done.error());
            code = code == Ok ? failed : code;
        }
    }
    return code;
}

Result<> showAgain(Session& session, const ApprovalId& id)
{
    TRY_ASSIGN(const Approval approval, find(session, id.text()));
    session.output().row(toJson(approval), line(approval));
    return {};
}

/// How long from `now` until what the arguments say.
Result<std::chrono::milliseconds> durationOf(const ApprovalArguments& arguments, Timestamp now)
{
    if (!arguments.until.isEmpty()) {
        const QDateTime until = QDateTime::fromString(arguments.until, Qt::ISODate);
        if (!until.isValid()) {
            return failure(
                errors::INVALID_ARGUMENT,
                u"\"%1\" is no moment; write one as 2026-01-31T09:00."_s.arg(arguments.until));
        }
        return std::chrono::milliseconds(until.toMSecsSinceEpoch()) - now.time_since_epoch();
    }
    static const QRegularExpression pattern(u"\\A(\\d{1,5})(m|h|d)\\z"_s);
    const auto parts = pattern.match(arguments.duration);
    if (!parts.hasMatch()) {
        return failure(errors::INVALID_ARGUMENT,
                       u"Say until when: --for 90m, --for 2h, --for 3d, or --until "
                       "2026-01-31T09:00."_s);
    }
    const int count = parts.captured(1).toInt();
    const QString unit = parts.captured(2);
    return unit == u"m"_s ? std::chrono::minutes(count)
        : unit == u"h"_s  ? std::chrono::hours(count)
                          : std::chrono::hours(24 * count);
}

/// Understands FILE:LINE:TEXT; a file may have colons in its name.
Result<QList<events::LineComment>> lineComments(const QStringList& words)
{
    static const QRegularExpression shape(u"^(.+?):([1-9][0-9]{0,8}):(.*)$"_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    QList<events::LineComment> comments;
    for (const QString& one : words) {
        const auto parts = shape.match(one);
        if (!parts.hasMatch()) {
            return failure(errors::INVALID_ARGUMENT,
                           u"a comment is FILE:LINE:TEXT, not \"%1\""_s.arg(one));
        }
        comments.append({parts.captured(1), parts.captured(2).toInt(), {}, parts.captured(3)});
    }
    return comments;
}

ExitCode decide(Session& session, const ApprovalArguments& arguments, bool granted)
{
    const auto comments = lineComments(arguments.comments);
    if (!comments) {
        return session.output().fail(comments.error());
    }
    QSet<LoopId> loops;
    const bool several = arguments.names.size() > 1;
    const ExitCode code = forEach(session, arguments, [&](const Approval& approval) -> Done {
        if (several && !approval.isRoutine()) {
            return failure(
                errors::INVALID_ARGUMENT,
                u"This one has to be decided by itself: it breaks others, asks for words,"
                " or a check wants a person to look."_s);
        }
        const ApprovalId id = approval.request.approvalId;
        TRY_ASSIGN(
            const auto receipt,
            session.carryOut(engine::DecideApproval{id, granted, arguments.words, *comments}));
        loops.insert(approval.request.loopId);
        session.output().row({{u"approvalId"_s, id.text()},
                              {u"status"_s, granted ? u"granted"_s : u"rejected"_s},
                              {u"position"_s, receipt.position.value}},
                             granted ? u"Recorded: yes, #%1."_s.arg(approval.issueNumber)
                                     : u"Recorded: no, #%1."_s.arg(approval.issueNumber));
        return {};
    });
    // Nobody else may be running: then the loops go on here, as if the window were open.
    if (arguments.noWait || loops.isEmpty()) {
        return code;
    }
    const ExitCode watched = session.watch(loops);
    return code == Ok ? watched : code;
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
            session.output().row(toJson(approval), line(approval));
        }
    }
    if (shown == 0) {
        session.output().say(u"Nothing waits for you."_s);
    }
    return Ok;
}

ExitCode showApprovals(Session& session, const ApprovalArguments& arguments)
{
    return forEach(session, arguments, [&](const Approval& approval) -> Done {
        session.output().row(toJson(approval), card(approval));
        return {};
    });
}

ExitCode approve(Session& session, const ApprovalArguments& arguments)
{
    return decide(session, arguments, true);
}

ExitCode reject(Session& session, const ApprovalArguments& arguments)
{
    return decide(session, arguments, false);
}

ExitCode snoozeApprovals(Session& session, const ApprovalArguments& arguments)
{
    const auto duration = durationOf(arguments, SystemClock().now());
    if (!duration) {
        return session.output().fail(duration.error());
    }
    return forEach(session, arguments, [&](const Approval& approval) -> Done {
        const ApprovalId id = approval.request.approvalId;
        TRY(session.carryOut(engine::SnoozeApproval{id, *duration}));
        return showAgain(session, id);
    });
}

ExitCode wakeApprovals(Session& session, const ApprovalArguments& arguments)
{
    return forEach(session, arguments, [&](const Approval& approval) -> Done {
        const ApprovalId id = approval.request.approvalId;
        TRY(session.carryOut(engine::EndSnooze{id}));
        return showAgain(session, id);
    });
}

ExitCode delegateApprovals(Session& session, const ApprovalArguments& arguments)
{
    return forEach(session, arguments, [&](const Approval& approval) -> Done {
        const ApprovalId id = approval.request.approvalId;
        TRY(session.carryOut(engine::DelegateApproval{id, arguments.to, arguments.words}));
        return showAgain(session, id);
    });
}

ExitCode askAboutApproval(Session& session, const ApprovalArguments& arguments)
{
    const auto approval = find(session, arguments.names.first());
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
