// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/issues/issue_list.h"

#include "ui/client/gui_session.h"
#include "ui/shell/loop_look.h"
#include "ui/text/status_text.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QPainter>
#include <QStyle>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::IssueRow;

namespace {

constexpr int ISSUE_HEIGHT = 60;

} // namespace

IssueList::IssueList(const GuiSession& session, QWidget* parent)
    : VirtualList(parent)
    , m_session(session)
    , m_rows(new ListedRows<IssueRow>([](const IssueRow& issue) { return issue.id.text(); }, this))
{
    setObjectName(u"issueList"_s);
    setAccessibleName(tr("Issues"));
    setRowHeight(ISSUE_HEIGHT);
    setSource(m_rows);
}

IssueId IssueList::currentIssue() const
{
    const qint64 row = currentRow();
    return row < 0 ? IssueId() : m_rows->at(row).id;
}

bool IssueList::setCurrentIssue(const IssueId& id)
{
    const qint64 row = m_rows->rowOfKey(id.text());
    if (row >= 0) {
        setCurrentRow(row);
    }
    return row >= 0;
}

QString IssueList::rowText(qint64 row) const
{
    const IssueRow& issue = m_rows->at(row);
    return issue.title + u", "_s + secondLine(issue);
}

QString IssueList::secondLine(const IssueRow& issue) const
{
    QStringList parts{issueLabel(issue.number), repositoryLabel(issue.repository)};
    parts += issue.labels;
    if (const readmodels::LoopRow* loop = m_session.loop(issue.loop)) {
        parts.append(loopHeadline(*loop));
    } else if (issue.closed) {
        parts.append(tr("closed"));
    }
    return parts.join(u" · "_s);
}

void IssueList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state)
{
    Q_UNUSED(state);
    const auto& colours = colourTokens(palette());
    const IssueRow& issue = m_rows->at(row);
    const auto visual
        = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect, part); };
    const QRect inner = rect.adjusted(metrics::SPACE_3, 10, -metrics::SPACE_3, -10);
    const int half = inner.height() / 2;
    const readmodels::LoopRow* loop = m_session.loop(issue.loop);
    const StatusLook look = loop != nullptr ? statusLook(statusOf(loop->status), colours)
        : issue.closed                      ? statusLook(Status::Passed, colours)
                                            : StatusLook{u"circle-dot"_s, {}, colours.idle};
    paintIcon(painter, visual({inner.x(), inner.y(), metrics::ICON, half}), look.icon,
              look.colours.ink);
    const QRect text = inner.adjusted(metrics::ICON + metrics::SPACE_2, 0, 0, 0);
    paintLine(
        painter, visual({text.x(), text.y(), text.width(), half}),
        {issue.title, issue.closed ? colours.secondary : colours.text, metrics::strong(font())});
    paintLine(painter, visual({text.x(), text.y() + half, text.width(), half}),
              {secondLine(issue), colours.secondary, metrics::caption(font())});
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colours.border);
}

} // namespace tamma::ui
