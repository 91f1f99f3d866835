// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/issue_order.h"

namespace tamma::ui {

using readmodels::IssueRow;

namespace {

bool mentions(const IssueRow& issue, const QString& word)
{
    const auto has = [&](const QString& text) { return text.contains(word, Qt::CaseInsensitive); };
    if (word.startsWith(u'#') && word.size() > 1) {
        return QString::number(issue.number).startsWith(word.sliced(1));
    }
    return has(issue.title) || has(issue.body) || std::ranges::any_of(issue.labels, has);
}

} // namespace

QList<IssueRow> issuesOf(const QList<IssueRow>& issues, const IssueFilter& filter)
{
    const QStringList words = filter.text.split(u' ', Qt::SkipEmptyParts);
    QList<IssueRow> found;
    std::ranges::copy_if(issues, std::back_inserter(found), [&](const IssueRow& issue) {
        return (filter.closedToo || !issue.closed)
            && std::ranges::all_of(words,
                                   [&](const QString& word) { return mentions(issue, word); });
    });
    std::ranges::stable_sort(found, [](const IssueRow& a, const IssueRow& b) {
        return a.closed != b.closed ? b.closed : a.createdAt > b.createdAt;
    });
    return found;
}

QStringList repositoriesOf(const QList<IssueRow>& issues)
{
    QList<IssueRow> byAge = issues;
    std::ranges::stable_sort(byAge, std::greater(), &IssueRow::updatedAt);
    QStringList repositories;
    for (const IssueRow& issue : std::as_const(byAge)) {
        if (!repositories.contains(issue.repository)) {
            repositories.append(issue.repository);
        }
    }
    return repositories;
}

} // namespace tamma::ui
