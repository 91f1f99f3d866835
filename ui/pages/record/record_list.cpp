// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/record_list.h"

#include "core/events/catalog.h"
#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/pages/record/record_source.h"
#include "ui/text/event_text.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int NARROW = 560;
constexpr int TOO_NARROW = 420;

std::pair<QString, QColor> markOf(EventTone tone, const ColourTokens& colours)
{
    switch (tone) {
    case EventTone::Good:
        return {u"circle-check"_s, colours.passed.ink};
    case EventTone::Bad:
        return {u"octagon-x"_s, colours.failed.ink};
    case EventTone::Waiting:
        return {u"hand"_s, colours.needsYou.ink};
    case EventTone::Plain:
        break;
    }
    return {{}, colours.text};
}

} // namespace

RecordColumns RecordColumns::of(const QRect& row, const QFont& font, Position largest)
{
    const QFontMetrics sizes(font);
    const QRect inner = row.adjusted(metrics::SPACE_3, 0, -metrics::SPACE_3, 0);
    int x = inner.x();
    const auto take = [&](int width) {
        const QRect column(x, inner.y(), std::max(0, width), inner.height());
        x += width > 0 ? width + metrics::SPACE_4 : 0;
        return column;
    };
    RecordColumns columns;
    columns.number = take(sizes.horizontalAdvance(QLocale().toString(largest.value)) + 2);
    columns.time
        = take(inner.width() < TOO_NARROW ? 0 : sizes.horizontalAdvance(u"30 Sept 00:00:00"_s));
    columns.type = take(std::min(inner.width() / 3, sizes.horizontalAdvance(u"M"_s) * 20));
    columns.issue = take(inner.width() < NARROW ? 0 : sizes.horizontalAdvance(u"#9999"_s));
    columns.summary = QRect(x, inner.y(), std::max(0, inner.right() + 1 - x), inner.height());
    return columns;
}

RecordList::RecordList(const GuiSession& session, RecordSource& source, QWidget* parent)
    : VirtualList(parent)
    , m_session(session)
    , m_events(source)
{
    setObjectName(u"recordList"_s);
    setAccessibleName(tr("Events"));
    setRowHeight(metrics::DENSE_ROW);
    setSelectionMode(SelectionMode::Extended);
    setSource(&source);
    setFollowsTail(true);
    connect(&source, &RecordSource::progressed, this, &RecordList::widenNumbers);
}

void RecordList::widenNumbers()
{
    const Position before = m_largest;
    while (m_events.answer().upTo > m_largest) {
        m_largest.value = m_largest.value * 10 + 9;
    }
    if (m_largest != before) {
        viewport()->update();
        emit largestChanged(m_largest);
    }
}

QString RecordList::issueOf(const events::StoredEvent& stored) const
{
    const events::Tags& tags = stored.event.tags;
    const auto* issue = m_session.issue(IssueId(tags.value(events::tag::ISSUE)));
    if (issue != nullptr) {
        return issueLabel(issue->number);
    }
    const auto* loop = m_session.loop(LoopId(tags.value(events::tag::LOOP)));
    return loop != nullptr ? issueLabel(loop->issueNumber) : QString();
}

QString RecordList::rowText(qint64 row) const
{
    const events::StoredEvent* stored = m_events.at(row);
    return stored == nullptr ? QString() : textOf(*stored);
}

QString RecordList::textOf(const events::StoredEvent& stored) const
{
    return QStringList{QString::number(stored.position.value), clockText(stored.event.timestamp),
                       events::catalog::typeName(stored.event.payload), issueOf(stored),
                       eventText(stored.event.payload)}
        .join(u"  "_s);
}

void RecordList::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyEvents();
    } else {
        VirtualList::keyPressEvent(event);
    }
}

void RecordList::copyEvents()
{
    QList<Position> positions;
    for (const RowRange& range : selection().rows().ranges()) {
        for (qint64 row = range.first; row <= range.last && positions.size() < MOST_COPIED; ++row) {
            positions.append(m_events.answer().matches.at(row));
        }
    }
    if (positions.isEmpty()) {
        return;
    }
    whenDone(m_session.engine().recordRows(positions), this,
             [this](const Result<QList<events::StoredEvent>>& rows) {
                 if (!rows) {
                     emit copyFailed(rows.error());
                     return;
                 }
                 QStringList lines;
                 for (const events::StoredEvent& stored : *rows) {
                     lines.append(textOf(stored));
                 }
                 QGuiApplication::clipboard()->setText(lines.join(u'\n'));
             });
}

QString RecordList::rowToolTip(qint64 row, QPoint point) const
{
    Q_UNUSED(point);
    const events::StoredEvent* stored = m_events.at(row);
    return stored == nullptr
        ? QString()
        : dateTimeText(stored->event.timestamp) + u'\n' + eventText(stored->event.payload);
}

// Measuring a text costs as much as painting it. Most texts fit by a wide margin, and the same
// types come again and again.
void RecordList::paintCell(QPainter& painter, const QRect& rect, const LineOfText& line)
{
    if (m_measuredFont != line.font || m_widest == 0) {
        m_measuredFont = line.font;
        m_widest = fontMetrics().horizontalAdvance(u'W');
        m_widths.clear();
    }
    const auto isLatin = [](QChar c) { return c.unicode() < 0x250; };
    bool fits = line.text.size() * m_widest <= rect.width();
    if (!fits && line.text.size() < 40 && line.text.contains(u'.')) {
        auto known = m_widths.constFind(line.text);
        if (known == m_widths.constEnd() && m_widths.size() < 1'000) {
            known = m_widths.insert(line.text, fontMetrics().horizontalAdvance(line.text));
        }
        fits = known != m_widths.constEnd() && *known <= rect.width();
    }
    if (!fits || isRightToLeft() || line.alignment != Qt::AlignLeading
        || !std::ranges::all_of(line.text, isLatin)) {
        paintLine(painter, rect, line);
        return;
    }
    const int middle = rect.y() + (rect.height() - fontMetrics().height()) / 2;
    painter.setFont(line.font);
    painter.setPen(line.colour);
    painter.drawText(QPoint(rect.x(), middle + fontMetrics().ascent()), line.text);
}

void RecordList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state)
{
    Q_UNUSED(state);
    const auto& colours = colourTokens(palette());
    const events::StoredEvent& stored = *m_events.at(row); // Only rows that are there are painted.
    const RecordColumns columns = RecordColumns::of(rect, font(), m_largest);
    const auto visual
        = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect, part); };
    const auto cell = [&](const QRect& part, const QString& text, const QColor& colour,
                          Qt::Alignment align = Qt::AlignLeading) {
        if (part.width() > 0) {
            paintCell(painter, visual(part), {text, colour, font(), align});
        }
    };
    cell(columns.number, locale().toString(stored.position.value), colours.secondary,
         Qt::AlignTrailing);
    cell(columns.time, momentText(stored.event.timestamp, m_session.now()), colours.secondary);
    cell(columns.issue, issueOf(stored), colours.secondary);
    cell(columns.summary, eventText(stored.event.payload), colours.text);
    const auto [mark, ink] = markOf(eventTone(stored.event.payload), colours);
    QRect type = columns.type;
    if (!mark.isEmpty()) {
        const int size = metrics::ICON - 2;
        paintIcon(painter, visual({type.x(), type.y(), size, type.height()}), mark, ink);
    }
    type.setLeft(type.left() + metrics::ICON + metrics::SPACE_1);
    cell(type, events::catalog::typeName(stored.event.payload), ink);
}

RecordHeader::RecordHeader(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(u"recordHeader"_s);
    setFixedHeight(28);
}

void RecordHeader::setLargest(Position largest)
{
    m_largest = largest;
    update();
}

void RecordHeader::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event);
    const auto& colours = colourTokens(palette());
    QPainter painter(this);
    // One pixel for the frame of the list below, and the room of its scroll bar.
    const QRect row
        = rect().adjusted(1, 0, -1 - style()->pixelMetric(QStyle::PM_ScrollBarExtent), 0);
    const RecordColumns columns
        = RecordColumns::of(QStyle::visualRect(layoutDirection(), rect(), row), font(), m_largest);
    const QFont small = metrics::caption(font());
    const auto cell
        = [&](const QRect& part, const QString& text, Qt::Alignment align = Qt::AlignLeading) {
              if (part.width() > 0) {
                  paintLine(painter, QStyle::visualRect(layoutDirection(), rect(), part),
                            {text, colours.secondary, small, align});
              }
          };
    cell(columns.number, tr("#"), Qt::AlignTrailing);
    cell(columns.time, tr("Time"));
    cell(columns.type.adjusted(metrics::ICON + metrics::SPACE_1, 0, 0, 0), tr("Type"));
    cell(columns.issue, tr("Issue"));
    cell(columns.summary, tr("Summary"));
}

} // namespace tamma::ui
