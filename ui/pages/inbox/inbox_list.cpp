// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/inbox_list.h"

#include "ui/client/gui_session.h"
#include "ui/shell/loop_look.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QPainter>
#include <QStyle>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;

namespace {

constexpr int QUESTION_HEIGHT = 60;

QString iconOf(const Approval& approval)
{
    return approval.request.kind == "clarification"_L1 ? u"circle-help"_s
        : approval.request.kind == "escalation"_L1     ? u"triangle-alert"_s
                                                       : u"hand"_s;
}

} // namespace

InboxList::InboxList(const GuiSession& session, QWidget* parent)
    : VirtualList(parent)
    , m_session(session)
    , m_rows(new ListedRows<Approval>([](const Approval& a) { return a.request.approvalId.text(); },
                                      this))
{
    setObjectName(u"inboxList"_s);
    setAccessibleName(tr("What waits for you"));
    setRowHeight(QUESTION_HEIGHT);
    setSource(m_rows);
}

void InboxList::setApprovals(const QList<Approval>& approvals)
{
    m_rows->setRows(approvals);
}

ApprovalId InboxList::currentApproval() const
{
    const qint64 row = currentRow();
    return row < 0 ? ApprovalId() : m_rows->at(row).request.approvalId;
}

void InboxList::setCurrentApproval(const ApprovalId& id)
{
    setCurrentRow(m_rows->rowOfKey(id.text()));
}

QString InboxList::rowText(qint64 row) const
{
    const Approval& approval = m_rows->at(row);
    return approval.request.question + u", "_s + secondLine(approval);
}

QString InboxList::secondLine(const Approval& approval) const
{
    QStringList parts{issueLabel(approval.issueNumber)};
    if (approval.request.breaking) {
        parts.append(tr("breaking change"));
    } else if (approval.request.kind == "escalation"_L1) {
        parts.append(tr("needs help"));
    } else if (approval.request.kind == "budget"_L1) {
        parts.append(tr("budget"));
    } else if (approval.request.kind == "clarification"_L1) {
        parts.append(tr("question"));
    }
    parts.append(ageText(m_session.now() - approval.requestedAt));
    return parts.join(u" · "_s);
}

void InboxList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state)
{
    Q_UNUSED(state);
    const auto& colours = colourTokens(palette());
    const Approval& approval = m_rows->at(row);
    const auto visual
        = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect, part); };
    const QRect inner = rect.adjusted(metrics::SPACE_3, 10, -metrics::SPACE_3, -10);
    const int half = inner.height() / 2;
    const QRect iconRect(inner.x(), inner.y(), metrics::ICON, half);
    paintIcon(painter, visual(iconRect), iconOf(approval), colours.needsYou.ink);
    const QRect text = inner.adjusted(metrics::ICON + metrics::SPACE_2, 0, 0, 0);
    const QString title
        = approval.issueTitle.isEmpty() ? approval.request.question : approval.issueTitle;
    paintLine(painter, visual({text.x(), text.y(), text.width(), half}),
              {title, colours.text, metrics::strong(font())});
    paintLine(painter, visual({text.x(), text.y() + half, text.width(), half}),
              {secondLine(approval), colours.secondary, metrics::caption(font())});
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colours.border);
}

} // namespace tamma::ui
