// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/issue_assignment_step.h"

#include "core/workflow/step_ids.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LONGEST_SLUG = 40;

/// Makes the worktree on `branch`, unless the branch holds work of somebody else.
Result<git::Worktree> take(const StepServices& services, const git::Repository& repository,
                           const git::LoopBranch& wanted)
{
    const auto tip = repository.commit(u"refs/heads/"_s + wanted.branch);
    const bool isOurs = services.worktrees.open(repository, wanted.loop, wanted.branch).has_value();
    // A branch without a commit of its own may be what a killed run left behind.
    if (tip && !isOurs && *tip != wanted.baseCommit) {
        return failure(errors::BRANCH_TAKEN, wanted.branch);
    }
    return services.worktrees.createForLoop(repository, wanted);
}

} // namespace

QString branchName(int number, const QString& title)
{
    QString slug;
    for (const QChar c : title.normalized(QString::NormalizationForm_KD).toLower()) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9')) {
            slug += c;
        } else if (!c.isMark() && !slug.isEmpty() && !slug.endsWith(u'-')) {
            slug += u'-';
        }
    }
    if (slug.size() > LONGEST_SLUG) {
        slug.truncate(LONGEST_SLUG);
        const qsizetype dash = slug.lastIndexOf(u'-');
        slug.truncate(dash > 0 ? dash : LONGEST_SLUG);
    }
    while (slug.endsWith(u'-')) {
        slug.chop(1);
    }
    return u"tamma/%1-%2"_s.arg(number).arg(slug.isEmpty() ? u"issue"_s : slug);
}

IssueAssignmentStep::IssueAssignmentStep(const StepServices& services)
    : FallibleStep(workflow::step::ISSUE_ASSIGNMENT, services)
{
}

Result<StepOutcome> IssueAssignmentStep::work(const StepRun& run)
{
    const events::LoopStarted& start = run.state.start;
    TRY_ASSIGN(const auto issue, m_services.platform.issue(start.issueId));
    if (issue.closed) {
        return failure(errors::LOOP_NOT_RUNNING,
                       u"Issue #%1 is closed: there is nothing to do."_s.arg(issue.number));
    }
    TRY_ASSIGN(const auto repository, git::Repository::open(start.repository));
    git::LoopBranch wanted{start.loopId.text(), branchName(issue.number, issue.title),
                           start.baseCommit};
    // Once the second name exists it is ours, because it ends in the loop's id.
    const QString second = wanted.branch + u'-' + wanted.loop.right(8);
    if (repository.commit(u"refs/heads/"_s + second)) {
        wanted.branch = second;
    }
    auto worktree = take(m_services, repository, wanted);
    if (!worktree && worktree.error().code == errors::BRANCH_TAKEN) {
        wanted.branch = second;
        worktree = m_services.worktrees.createForLoop(repository, wanted);
    }
    if (!worktree) {
        return std::unexpected(worktree.error());
    }
    return StepOutcome::completed(
        u"Issue #%1 is worked on in branch %2."_s.arg(issue.number).arg(wanted.branch),
        {events::IssueAssigned{start.issueId, start.loopId, start.requestedBy, wanted.branch}});
}

} // namespace tamma::steps
