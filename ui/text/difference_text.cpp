// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/difference_text.h"

#include "ui/text/status_text.h"

#include <QCoreApplication>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;
using readmodels::IssueRow;
using readmodels::LoopRow;
using readmodels::RowChange;

namespace {

struct DifferenceText {
    Q_DECLARE_TR_FUNCTIONS(DifferenceText)
};

/// Collects "before → after" for each fact that differs.
class Facts {
public:
    void add(const QString& before, const QString& after)
    {
        if (before != after) {
            m_facts.append(before.isEmpty() ? after : u"%1 → %2"_s.arg(before, after));
        }
    }
    void addWhen(bool holds, const QString& fact)
    {
        if (holds) {
            m_facts.append(fact);
        }
    }
    [[nodiscard]] QString text() const { return m_facts.join(u", "_s); }

private:
    QStringList m_facts;
};

QString titleOf(int number, const QString& title)
{
    return u"%1 %2"_s.arg(issueLabel(number), title);
}

} // namespace

QString differenceText(const RowChange<LoopRow>& change)
{
    const LoopRow& after = change.after;
    if (!change.before) {
        return DifferenceText::tr("started; %1").arg(loopHeadline(after));
    }
    const LoopRow& before = *change.before;
    Facts facts;
    facts.add(loopHeadline(before), loopHeadline(after));
    facts.add(attemptsText(before.attempts), attemptsText(after.attempts));
    facts.add(tokensText(before.tokens), tokensText(after.tokens));
    facts.add(costText(before.costUsd), costText(after.costUsd));
    return facts.text();
}

QString differenceText(const RowChange<Approval>& change)
{
    const Approval& after = change.after;
    const bool wasOpen = !change.before || change.before->status == Approval::Status::Open;
    Facts facts;
    facts.addWhen(!change.before, DifferenceText::tr("asked: %1").arg(after.request.question));
    const qsizetype asked
        = after.exchanges.size() - (change.before ? change.before->exchanges.size() : 0);
    facts.addWhen(asked > 0,
                  asked == 1 ? DifferenceText::tr("1 question")
                             : DifferenceText::tr("%1 questions").arg(asked));
    if (wasOpen && after.status == Approval::Status::Granted) {
        facts.addWhen(true, DifferenceText::tr("granted by %1").arg(after.decidedBy));
    } else if (wasOpen && after.status == Approval::Status::Rejected) {
        facts.addWhen(true, DifferenceText::tr("sent back by %1").arg(after.decidedBy));
    } else if (wasOpen && after.status == Approval::Status::Voided) {
        facts.addWhen(true, DifferenceText::tr("not valid any more"));
    }
    return facts.text();
}

QString differenceText(const RowChange<IssueRow>& change)
{
    const IssueRow& after = change.after;
    if (!change.before) {
        return DifferenceText::tr("written down by %1").arg(after.author);
    }
    const IssueRow& before = *change.before;
    Facts facts;
    facts.add(before.title, after.title);
    facts.addWhen(before.body != after.body, DifferenceText::tr("text changed"));
    facts.add(before.labels.join(u", "_s), after.labels.join(u", "_s));
    const qsizetype comments = after.comments.size() - before.comments.size();
    facts.addWhen(comments > 0,
                  comments == 1 ? DifferenceText::tr("1 comment")
                                : DifferenceText::tr("%1 comments").arg(comments));
    facts.addWhen(!before.closed && after.closed, DifferenceText::tr("closed"));
    return facts.text();
}

QList<DifferenceLine> differenceLines(const readmodels::Differences& differences)
{
    QList<DifferenceLine> lines;
    const auto add = [&lines](const QString& title, const QString& text, const LoopId& loop,
                              const IssueId& issue) {
        if (!text.isEmpty()) {
            lines.append({title, text, loop, issue});
        }
    };
    for (const auto& change : differences.issues) {
        const IssueRow& row = change.after;
        add(titleOf(row.number, row.title), differenceText(change), row.loop, row.id);
    }
    for (const auto& change : differences.loops) {
        const LoopRow& row = change.after;
        add(titleOf(row.issueNumber, row.title), differenceText(change), row.id, row.issueId);
    }
    for (const auto& change : differences.approvals) {
        const Approval& row = change.after;
        add(titleOf(row.issueNumber, row.issueTitle), differenceText(change), row.request.loopId,
            row.issueId);
    }
    return lines;
}

} // namespace tamma::ui
