// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/code_generation_step.h"

#include "core/base/counted.h"
#include "core/base/log.h"
#include "core/git/changes.h"
#include "core/git/history.h"
#include "core/git/merge.h"
#include "core/intelligence/diff_text.h"
#include "core/intelligence/prompt.h"
#include "core/steps/agent_session.h"
#include "core/steps/loop_ground.h"
#include "core/steps/prompt_values.h"
#include "core/workflow/step_ids.h"

#include <array>

namespace tamma::steps {

using namespace Qt::StringLiterals;
using workflow::LoopState;

namespace {

int turnOf(const LoopState& state)
{
    return int(state.attempts.size()) + 1;
}

QString subjectOf(const platforms::Issue& issue, const LoopState& state)
{
    const QString subject
        = u"%1 (#%2)"_s.arg(issue.title.simplified(), QString::number(issue.number));
    const int turn = turnOf(state);
    return turn == 1 ? subject : u"%1, attempt %2"_s.arg(subject, QString::number(turn));
}

/// Where the agent begins.
struct Beginning {
    QString commit;
    bool holdsTheWork = true; ///< False: what was done before is not in it.
};

bool failedWith(const LoopState& state, const ErrorCode& code)
{
    using namespace workflow::step;
    return std::ranges::any_of(std::array{MERGE, APPROVAL_GATE}, [&](const StepId& step) {
        return state.progress(step).errorCode == code.name();
    });
}

/// At the last commit. When the change did not fit to the base branch: at their merge, if git could
/// make one, else at the tip of the base. An agent cannot merge, but it can do its work again.
Result<Beginning> beginning(const LoopState& state, const git::Author& author)
{
    const bool fits
        = !failedWith(state, errors::MERGE_CONFLICT) && !failedWith(state, errors::GATE_FAILED);
    if (!state.code || fits) {
        return Beginning{lastCommit(state)};
    }
    TRY_ASSIGN(const auto repository, git::Repository::open(state.start.repository));
    TRY_ASSIGN(const auto tip, repository.baseTip(state.start.baseBranch));
    if (state.code->baseCommit == tip.commit) {
        return Beginning{state.code->commit};
    }
    const QString message = u"Merge %1 into %2\n\nTamma-Loop: %3\n"_s.arg(
        state.start.baseBranch, state.branch, state.start.loopId.text());
    const auto merge = git::prepareMerge(
        repository, {state.start.baseBranch, state.code->commit, message, author},
        state.start.loopId.text());
    if (!merge && merge.error().code == errors::MERGE_CONFLICT) {
        return Beginning{tip.commit, false};
    }
    return merge.transform([](const auto& made) { return Beginning{made.commit}; });
}

/// Says that the work is gone from the folder, and shows it.
Result<workflow::Feedback> redoOrder(const LoopState& state)
{
    constexpr int DIFF_TOKENS = 12'000;
    TRY_ASSIGN(const auto change, changeOf(state));
    return workflow::Feedback{
        u"merge"_s,
        u"Meanwhile others changed the same places. Your work folder holds their state now, without"
        " your change. Do it again there. This was it:\n%1"_s.arg(
            intelligence::diffText(change, DIFF_TOKENS))};
}

Result<QString> promptFor(const StepServices& services, const platforms::Issue& issue,
                          const LoopState& state, bool again)
{
    TRY_ASSIGN(const QStringList answers, answersFor(services, state));
    intelligence::PromptValues values{
        {u"issue"_s, issueText(issue)},
        {u"answers"_s, answersText(state.ambiguity.questions, answers)},
        {u"research"_s, researchText(state.research)},
        {u"context"_s, state.context.text}};
    if (!state.code && state.feedback.isEmpty()) {
        return intelligence::renderPrompt(u"code"_s, values);
    }
    QList<workflow::Feedback> feedback = state.feedback;
    if (again) {
        TRY_ASSIGN(const auto order, redoOrder(state));
        feedback.append(order);
    }
    values.insert(u"feedback"_s, feedbackText(feedback, state.verdicts));
    values.insert(u"summary"_s, state.code ? state.code->summary : u"(none)"_s);
    return intelligence::renderPrompt(u"code_feedback"_s, values);
}

/// Finds the commit of this attempt that was made and not recorded, because Tamma was killed.
Result<QString> unrecordedCommit(const git::Worktree& worktree, const LoopState& state,
                                 const QString& begin, const QString& subject)
{
    TRY_ASSIGN(const QString head, worktree.head());
    TRY_ASSIGN(const auto repository, git::Repository::open(state.start.repository));
    TRY_ASSIGN(const auto newest, git::history(repository, {head, {}, 2}));
    const bool isOnTop = newest.size() == 2 && newest.last().hash == begin;
    return isOnTop && newest.first().subject == subject ? head : QString();
}

/// What is to be committed, as which attempt.
struct AttemptDraft {
    int number = 1;
    QString begin;
    QString message;
    git::Author author;
};

Result<QString> commitWork(git::Worktree& worktree, const AttemptDraft& draft)
{
    auto commit = worktree.commitAll(draft.message, draft.author, draft.number);
    if (!commit && commit.error().code == errors::NOTHING_DONE) {
        // An agent may have committed against its orders: what counts is that the branch moved.
        TRY_ASSIGN(QString head, worktree.head());
        if (head != draft.begin) {
            TRY(worktree.keepAttempt(draft.number, head, draft.author));
            return head;
        }
        return failure(errors::NOTHING_DONE, u"The agent changed no file."_s);
    }
    return commit;
}

/// A session that ended badly may have been an hour of work: it is kept, and the next one begins
/// anew.
void keepEdits(git::Worktree& worktree, const LoopState& state, const git::Author& author)
{
    const auto kept = worktree.keepWork(git::KeptBecause::SessionEnded, author);
    if (!kept) {
        log::warning(u"The edits of a session could not be kept; they are in its folder."_s,
                     {{u"loopId"_s, state.start.loopId.text()},
                      {u"path"_s, worktree.path()},
                      {u"err"_s, kept.error().detail}});
    }
}

Result<events::CodeGenerated> described(const LoopState& state, const QString& commit,
                                        const QString& summary)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(state.start.repository));
    TRY_ASSIGN(const auto tip, repository.baseTip(state.start.baseBranch));
    TRY_ASSIGN(const QString base, git::mergeBase(repository, tip.commit, commit));
    TRY_ASSIGN(const auto files, git::changedFiles(repository, {base, commit}));
    events::CodeGenerated code{state.start.loopId, turnOf(state), commit, base, {}, 0, 0, summary};
    for (const git::ChangedFile& file : files) {
        code.filesChanged.append(file.path);
        code.linesAdded += file.linesAdded;
        code.linesRemoved += file.linesRemoved;
    }
    return code;
}

StepOutcome completedWith(const events::CodeGenerated& code)
{
    return StepOutcome::completed(
        u"Changed %1, %2 added, %3 removed."_s
            .arg(counted(code.filesChanged.size(), u"file"), counted(code.linesAdded, u"line"))
            .arg(code.linesRemoved),
        {code});
}

} // namespace

CodeGenerationStep::CodeGenerationStep(const StepServices& services)
    : FallibleStep(workflow::step::CODE_GENERATION, services)
{
}

Result<StepOutcome> CodeGenerationStep::work(const StepRun& run)
{
    const LoopState& state = run.state;
    TRY_ASSIGN(const auto issue, m_services.platform.issue(state.start.issueId));
    TRY_ASSIGN(auto worktree, worktreeOf(m_services, state));
    const git::Author author = tammaAuthor(m_services.clock);
    const QString subject = subjectOf(issue, state);

    TRY_ASSIGN(const auto began, beginning(state, author));
    const QString& begin = began.commit;
    TRY_ASSIGN(const QString found, unrecordedCommit(worktree, state, begin, subject));
    if (!found.isEmpty()) {
        TRY(worktree.resetTo(found, author));
        TRY(worktree.keepAttempt(turnOf(state), found, author));
        TRY_ASSIGN(const auto code,
                   described(state, found, u"(The work was done before an interruption.)"_s));
        return completedWith(code);
    }
    SessionRequest request{id(), turnOf(state), providers::Purpose::Code, {}, worktree.path(), {}};
    TRY_ASSIGN(const bool isGoingOn, sessionGoesOn(m_services, run, request));
    if (!isGoingOn) {
        TRY(worktree.resetTo(begin, author));
    }
    TRY_ASSIGN(request.prompt, promptFor(m_services, issue, state, !began.holdsTheWork));
    const auto outcome = runSession(m_services, run, request);
    if (!outcome) {
        keepEdits(worktree, state, author);
        return std::unexpected(outcome.error());
    }
    const QString summary = outcome->text.trimmed();
    const QString message
        = u"%1\n\n%2\n\nTamma-Loop: %3\n"_s.arg(subject, summary, state.start.loopId.text());
    TRY_ASSIGN(const QString commit, commitWork(worktree, {turnOf(state), begin, message, author}));
    TRY_ASSIGN(const auto code, described(state, commit, summary));
    return completedWith(code);
}

} // namespace tamma::steps
