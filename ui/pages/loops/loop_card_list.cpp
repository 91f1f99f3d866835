// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loops/loop_card_list.h"

#include "ui/client/gui_session.h"
#include "ui/shell/loop_look.h"
#include "ui/shell/wrapped_text.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/step_bar.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::LoopRow;
using workflow::LoopStatus;

namespace {

constexpr int STATUS_LINE = 20;
constexpr int BAR_HEIGHT = 12;
constexpr int ESTIMATE = 148;

/// Where everything of one card is; the same sums measure and paint it.
struct CardPlan {
    QRect card;
    QRect status;
    QRect bar;
    QRect facts;
    QRect foot; ///< The last line: sign of life or facts, and who works at its end.
    QStringList title;
    QStringList note;
    QRect firstTitle;
    QRect firstNote;
    int bottom = 0;
};

bool showsNote(const LoopRow& loop)
{
    return !loop.note.isEmpty()
        && loop.status != LoopStatus::Running && loop.status != LoopStatus::Completed;
}

CardPlan planOf(const LoopRow& loop, const QRect& row, const QFont& font)
{
    CardPlan plan;
    plan.card = row.adjusted(2, 2, -4, 2 - metrics::CARD_GAP);
    const QRect inner = plan.card.adjusted(metrics::CARD_PADDING + 2, metrics::CARD_PADDING,
                                           -metrics::CARD_PADDING - 2, 0);
    const int body = QFontMetrics(metrics::strong(font)).height();
    const int small = QFontMetrics(metrics::caption(font)).height();
    int y = inner.y();
    const auto take = [&](int height, int gap) {
        const QRect line(inner.x(), y, inner.width(), height);
        y += height + gap;
        return line;
    };
    plan.status = take(STATUS_LINE, metrics::SPACE_1);
    plan.title = wrappedLines(loop.title, metrics::strong(font), inner.width(), 2);
    plan.firstTitle = QRect(inner.x(), y, inner.width(), body);
    y += body * static_cast<int>(plan.title.size()) + metrics::SPACE_1;
    if (showsNote(loop)) {
        plan.note = wrappedLines(loop.note, metrics::caption(font), inner.width(), 2);
        plan.firstNote = QRect(inner.x(), y, inner.width(), small);
        y += small * static_cast<int>(plan.note.size()) + metrics::SPACE_1;
    }
    y += metrics::SPACE_1;
    plan.bar = take(BAR_HEIGHT, metrics::SPACE_1 + 2);
    if (loop.status == LoopStatus::Running) {
        plan.facts = take(small, metrics::SPACE_1);
    }
    plan.foot = take(small + metrics::SPACE_1, 0);
    plan.bottom = y + metrics::CARD_PADDING - metrics::SPACE_1 + metrics::CARD_GAP - 2;
    return plan;
}

/// As many of the facts, most important first, as have room; the first is cut when even it has not.
QString factsThatFit(const QString& facts, const QFont& font, int width)
{
    static const QString SEPARATOR = u" · "_s;
    QString text = facts;
    while (QFontMetrics(font).horizontalAdvance(text) > width && text.contains(SEPARATOR)) {
        text.truncate(text.lastIndexOf(SEPARATOR));
    }
    return text;
}

} // namespace

LoopCardList::LoopCardList(const GuiSession& session, QWidget* parent)
    : VirtualList(parent)
    , m_session(session)
    , m_rows(new ListedRows<LoopRow>([](const LoopRow& loop) { return loop.id.text(); }, this))
{
    setFrameShape(QFrame::NoFrame);
    viewport()->setBackgroundRole(QPalette::Window);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setOwnRowHeights(ESTIMATE);
    setSource(m_rows);
}

const LoopRow* LoopCardList::currentLoop() const
{
    const qint64 row = currentRow();
    return row < 0 ? nullptr : &m_rows->at(row);
}

bool LoopCardList::setCurrentLoop(const LoopId& id)
{
    const qint64 row = m_rows->rowOfKey(id.text());
    if (row >= 0) {
        setCurrentRow(row);
    }
    return row >= 0;
}

QString LoopCardList::rowText(qint64 row) const
{
    const LoopRow& loop = m_rows->at(row);
    QStringList parts{issueLabel(loop.issueNumber), loop.title,
                      loopHeadline(loop),           loop.note,
                      stepBarText(stepBarOf(loop)), loopFacts(loop, m_session.now())};
    if (loop.recorded) {
        parts.append(tr("Recorded"));
    }
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

QColor LoopCardList::rowBackground(qint64 row, RowState state) const
{
    Q_UNUSED(row);
    Q_UNUSED(state);
    return colourTokens(palette()).window;
}

int LoopCardList::measureRow(qint64 row, int width) const
{
    return planOf(m_rows->at(row), QRect(0, 0, width, ESTIMATE), font()).bottom;
}

QString LoopCardList::rowToolTip(qint64 row, QPoint point) const
{
    const LoopRow& loop = m_rows->at(row);
    const CardPlan plan = planOf(loop, QRect(QPoint(), rowRect(row).size()), font());
    const auto cells = stepBarOf(loop);
    if (plan.bar.adjusted(0, -4, 0, 4).contains(point)) {
        const int cell
            = stepBarCellAt(point.x(), plan.bar, static_cast<int>(cells.size()), layoutDirection());
        return cell < 0 ? QString() : cells.at(cell).name + u'\n' + cells.at(cell).note;
    }
    return showsNote(loop) ? loop.note : loop.title;
}

void LoopCardList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state)
{
    const auto& colours = colourTokens(palette());
    const LoopRow& loop = m_rows->at(row);
    const CardPlan plan = planOf(loop, rect, font());
    const QFont small = metrics::caption(font());
    // A card that was left with the keyboard stays unmarked: only one of four columns is "here".
    RowState look = state;
    look.selected = state.selected && state.focused;
    paintCard(painter, plan.card, look, colours);

    const QString number = issueLabel(loop.issueNumber);
    const int numberWidth = QFontMetrics(small).horizontalAdvance(number) + metrics::SPACE_2;
    painter.setFont(font());
    const QRect lead = plan.status.adjusted(0, 0, -numberWidth, 0);
    paintStatus(painter, QStyle::visualRect(layoutDirection(), plan.status, lead),
                statusLook(statusOf(loop.status), colours), loopHeadline(loop));
    paintLine(painter, plan.status, {number, colours.secondary, small, Qt::AlignTrailing});

    QRect line = plan.firstTitle;
    for (const QString& text : plan.title) {
        paintLine(painter, line, {text, colours.text, metrics::strong(font())});
        line.translate(0, line.height());
    }
    line = plan.firstNote;
    for (const QString& text : plan.note) {
        paintLine(painter, line, {text, colours.secondary, small});
        line.translate(0, line.height());
    }
    paintStepBar(painter, plan.bar, stepBarOf(loop), colours);
    if (plan.facts.isValid()) {
        paintLine(painter, plan.facts,
                  {factsThatFit(loopFacts(loop, m_session.now()), small, plan.facts.width()),
                   colours.secondary, small});
    }
    paintFoot(painter, plan.foot, loop);
}

void LoopCardList::paintFoot(QPainter& painter, const QRect& foot, const LoopRow& loop) const
{
    const auto& colours = colourTokens(palette());
    const QFont small = metrics::caption(font());
    painter.setFont(small);
    int taken = 0;
    if (loop.recorded) {
        taken = pillWidth(recordedLook(colours), small);
        const QRect pill(foot.right() + 1 - taken, foot.y(), taken, foot.height());
        paintPill(painter, QStyle::visualRect(layoutDirection(), foot, pill),
                  recordedLook(colours));
    } else {
        const QString who = providerLabel(loop.provider);
        taken = QFontMetrics(small).horizontalAdvance(who);
        paintLine(painter, foot, {who, colours.secondary, small, Qt::AlignTrailing});
    }
    const Timestamp now = m_session.now();
    const QRect rest = foot.adjusted(0, 0, -taken - metrics::SPACE_2, 0);
    const bool running = loop.status == LoopStatus::Running;
    QString sign
        = running ? signOfLife(loop, now) : factsThatFit(loopFacts(loop, now), small, rest.width());
    const bool isLive = running || loop.status == LoopStatus::NeedsYou;
    if (isLive && QFontMetrics(small).horizontalAdvance(sign) > rest.width()) {
        sign = agoText(loop.lastSignAt, now);
    }
    paintLine(painter, QStyle::visualRect(layoutDirection(), foot, rest),
              {sign, isSilent(loop, now) ? colours.needsYou.ink : colours.secondary, small});
}

void LoopCardList::focusInEvent(QFocusEvent* event)
{
    if (currentRow() < 0 && rowCount() > 0 && event->reason() != Qt::MouseFocusReason) {
        setCurrentRow(0); // So that it is seen where the keyboard is.
    }
    VirtualList::focusInEvent(event);
}

void LoopCardList::keyPressEvent(QKeyEvent* event)
{
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        const bool forward = (event->key() == Qt::Key_Right) == !isRightToLeft();
        emit sidewaysPressed(forward ? 1 : -1);
        return;
    }
    VirtualList::keyPressEvent(event);
}

} // namespace tamma::ui
