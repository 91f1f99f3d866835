// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/evidence.h"

#include "core/git/changes.h"
#include "core/git/history.h"
#include "core/steps/loop_ground.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;

namespace {

/// What was taken out of the base since must not come back with the change: nobody looked at that.
Result<> requireWholeBase(const git::Repository& repository, const workflow::LoopState& state)
{
    const QString& base = state.code->baseCommit;
    TRY_ASSIGN(const auto tip, repository.baseTip(state.start.baseBranch));
    TRY_ASSIGN(const bool isWhole, git::contains(repository, tip.commit, base));
    return isWhole ? Result<>()
                   : failure(errors::BASE_REWRITTEN,
                             u"%1 was rewritten: the commit %2, which this change builds on, is no "
                             "longer in it. To merge the change would bring it back. Give this "
                             "loop up, and start another one for the issue."_s.arg(
                                 state.start.baseBranch, base.left(12)));
}

} // namespace

Result<events::Evidence> presentEvidence(const workflow::LoopState& state)
{
    if (!state.code) {
        return failure(errors::NOT_FOUND, u"There is no change to decide about yet."_s);
    }
    TRY_ASSIGN(const auto repository, git::Repository::open(state.start.repository));
    events::Evidence evidence;
    TRY_ASSIGN(evidence.commit, repository.commit(u"refs/heads/"_s + state.branch));
    if (evidence.commit != state.code->commit) {
        return failure(errors::EVIDENCE_CHANGED,
                       u"The branch %1 is on %2, but %3 was checked."_s.arg(
                           state.branch, evidence.commit.left(12), state.code->commit.left(12)));
    }
    TRY(requireWholeBase(repository, state));
    TRY_ASSIGN(evidence.baseCommit, presentBase(repository, state));
    TRY_ASSIGN(evidence.diffDigest,
               git::diffDigest(repository, {evidence.baseCommit, evidence.commit}));
    for (const events::Verdict& verdict : state.verdicts) {
        evidence.verdicts.append(
            u"%1:%2:%3"_s.arg(verdict.gateId.text(), verdict.commit, verdict.logHash));
    }
    return evidence;
}

QString conflictText(const workflow::LoopState& state, const QString& paths)
{
    return u"%1 moved on meanwhile, and it changed the same places of %2."_s.arg(
        state.start.baseBranch, paths);
}

QString difference(const events::Evidence& approved, const events::Evidence& present)
{
    QStringList parts;
    if (approved.commit != present.commit) {
        parts.append(u"the commit is %1, approved was %2"_s.arg(present.commit.left(12),
                                                                approved.commit.left(12)));
    }
    if (approved.baseCommit != present.baseCommit) {
        parts.append(u"the base is %1, approved was %2"_s.arg(present.baseCommit.left(12),
                                                              approved.baseCommit.left(12)));
    }
    if (approved.diffDigest != present.diffDigest) {
        parts.append(u"the change itself is another one"_s);
    }
    if (approved.verdicts != present.verdicts) {
        parts.append(u"the results of the gates are other ones"_s);
    }
    return parts.join(u"; "_s);
}

} // namespace tamma::steps
