// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/inbox_list.h"

#include "ui/client/gui_session.h"
#include "ui/shell/loop_look.h"
#include "ui/text/approval_text.h"
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

QString keyOf(const InboxRow& row)
{
    switch (row.kind) {
    case InboxRow::Kind::Later:
        return u"group/later"_s;
    case InboxRow::Kind::WithOthers:
        return u"group/others"_s;
    case InboxRow::Kind::Question:
        break;
    }
    return row.approval.request.approvalId.text();
}

} // namespace

InboxList::InboxList(const GuiSession& session, QWidget* parent)
    : VirtualList(parent)
    , m_session(session)
    , m_rows(new ListedRows<InboxRow>(keyOf, this))
{
    setObjectName(u"inboxList"_s);
    setAccessibleName(tr("What waits for you"));
    setOwnRowHeights(QUESTION_HEIGHT);
    setSelectionMode(SelectionMode::Extended);
    setSource(m_rows);
    connect(this, &VirtualList::activated, this,
            [this](RowId, qint64 row) { toggle(m_rows->at(row).kind); });
}

void InboxList::setInbox(InboxGroups inbox)
{
    m_inbox = std::move(inbox);
    showRows();
}

void InboxList::setRefused(const QSet<ApprovalId>& refused)
{
    m_refused = refused;
    viewport()->update();
}

void InboxList::setPlain(bool plain)
{
    m_plain = plain;
    viewport()->update();
}

void InboxList::showRows()
{
    QList<InboxRow> rows;
    for (const Approval& approval : std::as_const(m_inbox.waiting)) {
        rows.append({.approval = approval});
    }
    addGroup(rows, InboxRow::Kind::Later);
    addGroup(rows, InboxRow::Kind::WithOthers);
    m_rows->setRows(rows);
}

void InboxList::addGroup(QList<InboxRow>& rows, InboxRow::Kind kind) const
{
    const bool later = kind == InboxRow::Kind::Later;
    const QList<Approval>& group = later ? m_inbox.later : m_inbox.withOthers;
    const bool open = later ? m_laterOpen : m_othersOpen;
    if (group.isEmpty()) {
        return;
    }
    rows.append({.kind = kind, .approval = {}, .count = group.size(), .isOpen = open});
    for (qsizetype i = 0; open && i < group.size(); ++i) {
        rows.append({.approval = group.at(i)});
    }
}

void InboxList::toggle(InboxRow::Kind kind)
{
    if (kind != InboxRow::Kind::Question) {
        bool& open = kind == InboxRow::Kind::Later ? m_laterOpen : m_othersOpen;
        open = !open;
        showRows();
    }
}

ApprovalId InboxList::currentApproval() const
{
    const qint64 row = currentRow();
    return row < 0 ? ApprovalId() : m_rows->at(row).approval.request.approvalId;
}

void InboxList::setCurrentApproval(const ApprovalId& id)
{
    const auto isIn = [&id](const QList<Approval>& group) {
        return std::ranges::any_of(group,
                                   [&](const Approval& a) { return a.request.approvalId == id; });
    };
    if ((isIn(m_inbox.later) && !std::exchange(m_laterOpen, true))
        || (isIn(m_inbox.withOthers) && !std::exchange(m_othersOpen, true))) {
        showRows();
    }
    setCurrentRow(m_rows->rowOfKey(id.text()));
}

QList<Approval> InboxList::selectedApprovals() const
{
    QList<Approval> selected;
    for (const RowRange& range : selection().rows().ranges()) {
        for (qint64 row = range.first; row <= range.last && row < m_rows->rowCount(); ++row) {
            if (m_rows->at(row).kind == InboxRow::Kind::Question) {
                selected.append(m_rows->at(row).approval);
            }
        }
    }
    return selected;
}

void InboxList::selectRoutine()
{
    QList<qint64> rows;
    for (qint64 row = 0; row < m_inbox.waiting.size(); ++row) {
        if (m_inbox.waiting.at(row).isRoutine()) {
            rows.append(row);
        }
    }
    setSelectedRows(rows);
}

QString InboxList::rowText(qint64 row) const
{
    const InboxRow& shown = m_rows->at(row);
    if (shown.kind != InboxRow::Kind::Question) {
        return groupText(shown) + u", "_s + (shown.isOpen ? tr("open") : tr("closed"));
    }
    return shown.approval.request.question + u", "_s + secondLine(shown.approval);
}

QString InboxList::groupText(const InboxRow& row) const
{
    const QString name = row.kind == InboxRow::Kind::Later ? tr("Put aside") : tr("With others");
    return tr("%1 (%2)").arg(name, locale().toString(row.count));
}

QString InboxList::secondLine(const Approval& approval) const
{
    const Timestamp now = m_session.now();
    if (m_refused.contains(approval.request.approvalId)) {
        return tr("not decided: look why");
    }
    QStringList parts{issueLabel(approval.issueNumber)};
    if (const auto* loop = m_session.loop(approval.request.loopId);
        loop != nullptr && !loop->forkOf.isEmpty()) {
        parts.append(tr("fork"));
    }
    if (approval.request.breaking) {
        parts.append(m_plain ? tr("high risk") : tr("breaking change"));
    } else if (isLeftToPerson(approval)) {
        parts.append(tr("look at a check"));
    } else if (approval.request.kind == "escalation"_L1) {
        parts.append(tr("needs help"));
    } else if (approval.request.kind == "budget"_L1) {
        parts.append(tr("budget"));
    } else if (approval.request.kind == "clarification"_L1) {
        parts.append(tr("question"));
    }
    if (approval.isSnoozedBy(m_session.user(), now)) {
        parts.append(
            tr("back %1").arg(comingText(approval.snoozedUntil.value(m_session.user()), now)));
    } else if (approval.isOverdue(now)) {
        parts.append(tr("overdue"));
    } else if (!approval.handedTo.isEmpty() && approval.handedTo != m_session.user()) {
        parts.append(approval.handedTo);
    } else {
        parts.append(ageText(now - approval.requestedAt));
    }
    return parts.join(u" · "_s);
}

int InboxList::measureRow(qint64 row, int width) const
{
    Q_UNUSED(width);
    return m_rows->at(row).kind == InboxRow::Kind::Question ? QUESTION_HEIGHT
                                                            : metrics::COMFORTABLE_ROW;
}

bool InboxList::pressInRow(qint64 row, QPoint point)
{
    Q_UNUSED(point);
    const auto kind = m_rows->at(row).kind;
    toggle(kind);
    return kind != InboxRow::Kind::Question;
}

void InboxList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state)
{
    Q_UNUSED(state);
    const InboxRow& shown = m_rows->at(row);
    if (shown.kind == InboxRow::Kind::Question) {
        paintQuestion(painter, rect, shown.approval);
    } else {
        paintGroup(painter, rect, shown);
    }
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1),
                     colourTokens(palette()).border);
}

void InboxList::paintGroup(QPainter& painter, const QRect& rect, const InboxRow& row) const
{
    const auto& colours = colourTokens(palette());
    const auto visual
        = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect, part); };
    const QRect inner = rect.adjusted(metrics::SPACE_3, 0, -metrics::SPACE_3, -1);
    const QString arrow = row.isOpen ? u"chevron-down"_s
        : isRightToLeft()            ? u"chevron-left"_s
                                     : u"chevron-right"_s;
    paintIcon(painter, visual({inner.x(), inner.y(), metrics::ICON, inner.height()}), arrow,
              colours.secondary);
    paintLine(painter, visual(inner.adjusted(metrics::ICON + metrics::SPACE_2, 0, 0, 0)),
              {groupText(row), colours.secondary, metrics::strong(font())});
}

void InboxList::paintQuestion(QPainter& painter, const QRect& rect, const Approval& approval) const
{
    const auto& colours = colourTokens(palette());
    const auto visual
        = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect, part); };
    const QRect inner = rect.adjusted(metrics::SPACE_3, 10, -metrics::SPACE_3, -10);
    const int half = inner.height() / 2;
    const QRect iconRect(inner.x(), inner.y(), metrics::ICON, half);
    const bool waits = approval.waitsFor(m_session.user(), m_session.now());
    paintIcon(painter, visual(iconRect), iconOf(approval),
              waits ? colours.needsYou.ink : colours.secondary);
    const QRect text = inner.adjusted(metrics::ICON + metrics::SPACE_2, 0, 0, 0);
    const QString title
        = approval.issueTitle.isEmpty() ? approval.request.question : approval.issueTitle;
    const bool isBad = m_refused.contains(approval.request.approvalId)
        || (waits && approval.isOverdue(m_session.now()));
    paintLine(painter, visual({text.x(), text.y(), text.width(), half}),
              {title, colours.text, metrics::strong(font())});
    paintLine(painter, visual({text.x(), text.y() + half, text.width(), half}),
              {secondLine(approval), isBad ? colours.failed.ink : colours.secondary,
               metrics::caption(font())});
}

} // namespace tamma::ui
