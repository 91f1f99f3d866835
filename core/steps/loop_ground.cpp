// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/loop_ground.h"

#include "core/git/changes.h"
#include "core/git/history.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;

git::Author tammaAuthor(const Clock& clock)
{
    return {u"Tamma"_s, u"tamma@localhost"_s, clock.now()};
}

Result<git::Worktree> worktreeOf(const StepServices& services, const workflow::LoopState& state)
{
    if (state.branch.isEmpty()) {
        return failure(errors::INVALID_ARGUMENT, u"The loop has no branch yet."_s);
    }
    TRY_ASSIGN(const auto repository, git::Repository::open(state.start.repository));
    return services.worktrees.createForLoop(
        repository, {state.start.loopId.text(), state.branch, state.start.baseCommit});
}

QString lastCommit(const workflow::LoopState& state)
{
    return state.code ? state.code->commit : state.start.baseCommit;
}

Result<QString> presentBase(const git::Repository& repository, const workflow::LoopState& state)
{
    TRY_ASSIGN(const auto tip, repository.baseTip(state.start.baseBranch));
    return git::mergeBase(repository, tip.commit, lastCommit(state));
}

Result<QStringList> answersFor(const StepServices& services, const workflow::LoopState& state)
{
    if (state.forkOf.isEmpty()) {
        return state.answers;
    }
    static const QStringList types = workflow::loopStateEventTypes();
    TRY_ASSIGN(const auto past,
               services.record.read({{{types, {{events::tag::LOOP, state.forkOf}}}}}));
    workflow::LoopState original;
    for (const events::StoredEvent& stored : past) {
        original.apply(stored);
    }
    TRY_ASSIGN(const QStringList answers, answersFor(services, original));
    return answers + state.answers;
}

Result<QList<git::FileDiff>> changeOf(const workflow::LoopState& state)
{
    if (!state.code) {
        return QList<git::FileDiff>();
    }
    TRY_ASSIGN(const auto repository, git::Repository::open(state.start.repository));
    return git::fileDiffs(repository, {state.code->baseCommit, state.code->commit});
}

} // namespace tamma::steps
