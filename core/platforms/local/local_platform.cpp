// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platforms/local/local_platform.h"

#include "core/git/merge.h"
#include "core/git/repository.h"

namespace tamma::platforms {

namespace {

constexpr int LONGEST_TITLE = 256;
constexpr int LONGEST_LABEL = 64;

Result<QString> checkedLine(const QString& text, const QString& field, int longest)
{
    QString line = text.trimmed();
    const bool isLine
        = std::ranges::none_of(line, [](QChar c) { return c.category() == QChar::Other_Control; });
    if (line.isEmpty() || line.size() > longest || !isLine) {
        return failure(
            errors::INVALID_ARGUMENT,
            QStringLiteral("the %1 must be one line of 1 to %2 characters").arg(field).arg(longest),
            {{"field", field}, {"longest", longest}});
    }
    return line;
}

Result<QStringList> checkedLabels(const QStringList& labels)
{
    QStringList checked;
    for (const QString& label : labels) {
        TRY_ASSIGN(const QString line, checkedLine(label, QStringLiteral("label"), LONGEST_LABEL));
        checked.append(line);
    }
    checked.removeDuplicates();
    return checked;
}

// What was judged must be what is offered or merged.
Result<> requireTip(const git::Repository& repository, const QString& branch, const QString& commit)
{
    TRY_ASSIGN(const auto tip, repository.baseTip(branch));
    if (tip.commit != commit) {
        return failure(errors::EVIDENCE_CHANGED,
                       QStringLiteral("%1 is on %2 and not on %3").arg(branch, tip.commit, commit),
                       {{"branch", branch}, {"found", tip.commit}, {"expected", commit}});
    }
    return {};
}

git::MergePlan planOf(const MergeRequest& request, const Clock& clock)
{
    return {request.pullRequest.baseBranch,
            request.commit,
            request.message,
            {QStringLiteral("Tamma"), QStringLiteral("tamma@localhost"), clock.now()},
            request.prepared};
}

} // namespace

Result<Issue> LocalPlatform::issue(const IssueId& id) const
{
    return m_record.issue(id);
}

Result<events::IssueCreated> LocalPlatform::createIssue(const IssueDraft& draft)
{
    TRY_ASSIGN(const QString title,
               checkedLine(draft.title, QStringLiteral("title"), LONGEST_TITLE));
    TRY_ASSIGN(const QStringList labels, checkedLabels(draft.labels));
    TRY_ASSIGN(const auto repository, git::Repository::open(draft.repository));
    TRY_ASSIGN(const int number, m_record.nextIssueNumber(repository.root()));
    return events::IssueCreated{
        IssueId(m_ids.next()), number, repository.root(), title, draft.body, labels, draft.author};
}

Result<events::Payload> LocalPlatform::openPullRequest(const PullRequestDraft& draft)
{
    TRY_ASSIGN(const QString title,
               checkedLine(draft.title, QStringLiteral("title"), LONGEST_TITLE));
    TRY_ASSIGN(const auto repository, git::Repository::open(draft.repository));
    TRY(repository.baseTip(draft.baseBranch));
    TRY(requireTip(repository, draft.branch, draft.commit));
    TRY_ASSIGN(const auto open, m_record.pullRequestOf(draft.loopId));
    if (open) {
        return events::PullRequestUpdated{open->pullRequestId, draft.loopId, draft.commit,
                                          draft.description};
    }
    TRY_ASSIGN(const int number, m_record.nextPullRequestNumber(repository.root()));
    return events::PullRequestOpened{PullRequestId(m_ids.next()),
                                     draft.loopId,
                                     draft.issueId,
                                     number,
                                     draft.branch,
                                     draft.baseBranch,
                                     draft.commit,
                                     title,
                                     draft.description};
}

Result<git::PreparedMerge> LocalPlatform::prepareMerge(const MergeRequest& request)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(request.repository));
    return git::prepareMerge(repository, planOf(request, m_clock),
                             request.pullRequest.loopId.text());
}

Result<events::PullRequestMerged> LocalPlatform::merge(const MergeRequest& request)
{
    const auto& pullRequest = request.pullRequest;
    TRY_ASSIGN(const auto repository, git::Repository::open(request.repository));
    TRY_ASSIGN(const auto found,
               git::findMerge(repository, pullRequest.baseBranch, request.commit));
    if (!found) { // A branch may be gone after its merge, so it is looked at before one only.
        TRY(requireTip(repository, pullRequest.branch, request.commit));
    }
    TRY_ASSIGN(const auto outcome, git::mergeIntoBranch(repository, planOf(request, m_clock)));
    return events::PullRequestMerged{pullRequest.pullRequestId, pullRequest.loopId, outcome.commit,
                                     pullRequest.baseBranch, !outcome.updatedCheckouts.isEmpty()};
}

} // namespace tamma::platforms
