// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/event_text.h"

#include "ui/text/error_text.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace events;

namespace {

constexpr int LONGEST = 300;

QString oneLine(const QString& text)
{
    return text.left(LONGEST).simplified();
}

QString shortHash(const QString& commit)
{
    return commit.left(8);
}

QString took(qint64 durationMs)
{
    return durationText(std::chrono::milliseconds(durationMs));
}

/// "first: second", or only one of them.
QString both(const QString& first, const QString& second)
{
    return first.isEmpty() ? second : second.isEmpty() ? first : first + u": "_s + second;
}

/// One overload for each payload: a new one does not compile without its words.
struct EventText {
    Q_DECLARE_TR_FUNCTIONS(EventText)
public:
    QString operator()(const OpaquePayload& p) const
    {
        return QString::fromUtf8(QJsonDocument(p.data).toJson(QJsonDocument::Compact));
    }
    QString operator()(const IssueCreated& p) const
    {
        return tr("%1 written down: %2").arg(issueLabel(p.number), p.title);
    }
    QString operator()(const IssueEdited& p) const { return tr("Edited: %1").arg(p.title); }
    QString operator()(const IssueLabelled& p) const
    {
        return p.labels.isEmpty() ? tr("No labels any more")
                                  : tr("Labels: %1").arg(p.labels.join(u", "_s));
    }
    QString operator()(const IssueCommented& p) const { return both(p.author, p.text); }
    QString operator()(const IssueClosed& p) const { return both(tr("Closed"), p.reason); }
    QString operator()(const IssueAssigned& p) const
    {
        return tr("Assigned to %1 on branch %2").arg(p.assignee, p.branch);
    }
    QString operator()(const LoopStarted& p) const
    {
        return tr("Loop started with %1 on %2 at %3")
            .arg(providerLabel(p.provider), p.baseBranch, shortHash(p.baseCommit));
    }
    QString operator()(const StepStarted& p) const
    {
        return p.attempt > 1 ? tr("%1 begins, attempt %2").arg(p.stepName).arg(p.attempt)
                             : tr("%1 begins").arg(p.stepName);
    }
    QString operator()(const StepCompleted& p) const
    {
        return both(p.skipped ? tr("Nothing to do") : tr("Done"), p.summary);
    }
    QString operator()(const StepFailed& p) const { return failed(p.errorCode, p.detail); }
    QString operator()(const StepWaiting& p) const { return both(tr("Waits"), p.detail); }
    QString operator()(const StepRerunRequested& p) const
    {
        return both(tr("%1 wants %2 to be done again").arg(p.by, p.stepId.text()), p.hint);
    }
    QString operator()(const LoopForked& p) const
    {
        return both(tr("%1 has it tried in another way from %2 on").arg(p.by, p.stepId.text()),
                    p.hint);
    }
    QString operator()(const LoopPaused& p) const
    {
        return both(tr("Paused by %1").arg(p.by), p.reason);
    }
    QString operator()(const LoopResumed& p) const { return tr("Resumed by %1").arg(p.by); }
    QString operator()(const LoopPrioritized& p) const
    {
        return tr("%1 set the priority to %2").arg(p.by).arg(p.priority);
    }
    QString operator()(const LoopCompleted& p) const
    {
        return both(tr("Loop finished"), p.summary);
    }
    QString operator()(const LoopFailed& p) const { return failed(p.errorCode, p.detail); }
    QString operator()(const LoopCancelled& p) const
    {
        return both(tr("Cancelled by %1").arg(p.by), p.reason);
    }
    QString operator()(const ContextGathered& p) const
    {
        return tr("%1 pieces of context, %2").arg(p.items.size()).arg(tokensText(p.tokens));
    }
    QString operator()(const ResearchCompleted& p) const { return p.summary; }
    QString operator()(const AmbiguityChecked& p) const
    {
        return p.ambiguous ? both(tr("Unclear (%1 of 100)").arg(p.score),
                                  p.questions.isEmpty() ? QString() : p.questions.first().text)
                           : tr("Clear enough (%1 of 100)").arg(p.score);
    }
    QString operator()(const AgentSessionStarted& p) const
    {
        return p.recorded ? tr("Recorded session plays")
                          : tr("%1 begins (%2)").arg(providerLabel(p.provider), p.model);
    }
    QString operator()(const TranscriptAppended& p) const
    {
        return p.entries.isEmpty()
            ? QString()
            : both(p.entries.last().tool, p.entries.last().text.left(LONGEST));
    }
    QString operator()(const AgentSessionEnded& p) const
    {
        return tr("Session %1 after %2, %3, %4")
            .arg(p.outcome, took(p.durationMs), tokensText(p.inputTokens + p.outputTokens),
                 costText(p.costUsd));
    }
    QString operator()(const CodeGenerated& p) const
    {
        return tr("Attempt %1: %2, %3, commit %4")
            .arg(p.attempt)
            .arg(filesText(static_cast<int>(p.filesChanged.size())),
                 linesText(p.linesAdded, p.linesRemoved), shortHash(p.commit));
    }
    QString operator()(const WorkRestored& p) const
    {
        return p.branch.isEmpty()
            ? tr("%1 brought kept work back to %2").arg(p.by, p.folder)
            : tr("%1 brought kept work back as branch %2").arg(p.by, p.branch);
    }
    QString operator()(const WorkRestoreUndone& p) const
    {
        return tr("%1 took branch %2 back").arg(p.by, p.branch);
    }
    QString operator()(const GatePassed& p) const { return verdict(p.verdict); }
    QString operator()(const GateFailed& p) const { return verdict(p.verdict); }
    QString operator()(const GateLogAppended& p) const
    {
        return p.text.trimmed().section(u'\n', -1);
    }
    QString operator()(const ApprovalRequested& p) const { return p.question; }
    QString operator()(const ApprovalGranted& p) const
    {
        return both(tr("Approved by %1").arg(p.by), p.note);
    }
    QString operator()(const ApprovalRejected& p) const
    {
        const auto comments = p.comments.size() == 1
            ? tr("Sent back by %1 with a comment on a line").arg(p.by)
            : tr("Sent back by %1 with %2 comments on lines").arg(p.by).arg(p.comments.size());
        return both(p.comments.isEmpty() ? tr("Sent back by %1").arg(p.by) : comments, p.reason);
    }
    QString operator()(const ApprovalQuestionAsked& p) const
    {
        return both(tr("%1 asks").arg(p.by), p.text);
    }
    QString operator()(const ApprovalQuestionAnswered& p) const
    {
        return both(tr("%1 answers").arg(providerLabel(p.provider)), p.text);
    }
    QString operator()(const ApprovalVoided& p) const
    {
        return both(tr("The approval no longer counts"), p.reason);
    }
    QString operator()(const ApprovalSnoozed& p) const
    {
        return tr("%1 put it aside for %2").arg(p.by, took(p.forMs));
    }
    QString operator()(const ApprovalSnoozeEnded& p) const
    {
        return tr("%1 took it up again").arg(p.by);
    }
    QString operator()(const ApprovalDelegated& p) const
    {
        return both(p.to == p.by ? tr("%1 takes it").arg(p.by)
                                 : tr("%1 handed it to %2").arg(p.by, p.to),
                    p.reason);
    }
    QString operator()(const ApprovalDueSoon&) const { return tr("Its time ends soon"); }
    QString operator()(const ApprovalEscalated& p) const
    {
        const QString why
            = p.because == "breaking"_L1 ? tr("it breaks others") : tr("it is overdue");
        return p.to.isEmpty() ? tr("Needs attention: %1").arg(why)
                              : tr("Needs the attention of %1: %2").arg(p.to, why);
    }
    QString operator()(const PullRequestOpened& p) const
    {
        return tr("%1 into %2: %3").arg(p.branch, p.baseBranch, p.title);
    }
    QString operator()(const PullRequestUpdated& p) const
    {
        return tr("New head %1").arg(shortHash(p.commit));
    }
    QString operator()(const PullRequestMerged& p) const
    {
        return tr("Merged into %1 as %2").arg(p.baseBranch, shortHash(p.mergeCommit));
    }
    QString operator()(const DeploymentCompleted& p) const
    {
        return tr("%1 ended with %2 after %3")
            .arg(p.command)
            .arg(p.exitCode)
            .arg(took(p.durationMs));
    }
    QString operator()(const PersonErased& p) const
    {
        return tr("%1 was erased from %n events", nullptr, static_cast<int>(p.events))
            .arg(p.person);
    }

private:
    static QString verdict(const Verdict& verdict)
    {
        return tr("%1, %2: %3")
            .arg(gateLabel(verdict.gateId), took(verdict.durationMs), verdict.summary);
    }
    static QString failed(const QString& code, const QString& detail)
    {
        if (code.isEmpty()) {
            return detail;
        }
        const QByteArray name = code.toLatin1();
        QString what = errorText({ErrorCode(name.constData())}).what;
        if (!detail.isEmpty() && what.endsWith(u'.')) {
            what.chop(1);
        }
        return both(what, detail);
    }
};

} // namespace

QString eventText(const Payload& payload)
{
    return oneLine(std::visit(EventText{}, payload));
}

EventTone eventTone(const Payload& payload)
{
    return std::visit(
        []<typename T>(const T& p) {
            if constexpr (std::is_same_v<T, GateFailed> || std::is_same_v<T, StepFailed>
                          || std::is_same_v<T, LoopFailed>) {
                return EventTone::Bad;
            } else if constexpr (std::is_same_v<T, GatePassed> || std::is_same_v<T, LoopCompleted>
                                 || std::is_same_v<T, PullRequestMerged>) {
                return EventTone::Good;
            } else if constexpr (std::is_same_v<T, ApprovalRequested>
                                 || std::is_same_v<T, ApprovalDueSoon>
                                 || std::is_same_v<T, ApprovalEscalated>) {
                return EventTone::Waiting;
            } else if constexpr (std::is_same_v<T, DeploymentCompleted>) {
                return p.exitCode == 0 ? EventTone::Good : EventTone::Bad;
            } else {
                return EventTone::Plain;
            }
        },
        payload);
}

} // namespace tamma::ui
