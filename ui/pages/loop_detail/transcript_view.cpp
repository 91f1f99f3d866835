// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/transcript_view.h"

#include "ui/pages/loop_detail/block_look.h"
#include "ui/pages/loop_detail/mono_text.h"
#include "ui/pages/loop_detail/prose.h"
#include "ui/pages/loop_detail/words.h"
#include "ui/text/time_text.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QEvent>
#include <QPainter>

namespace tamma::ui {

using Kind = TranscriptBlock::Kind;

namespace {

constexpr int ICON_X = 16;
constexpr int TEXT_X = 42;
constexpr int RIGHT = 16;
constexpr int MONO_PADDING = 8;
constexpr int ESTIMATED_HEIGHT = 40;

} // namespace

/// Where the parts of a block are, and what its body is made of.
struct TranscriptView::Layout {
    int width = 0;
    int headerHeight = 0;
    int bodyTop = 0;
    int height = 0;
    std::unique_ptr<Prose> prose;
    MonoText mono;
    int monoLine = 0; // Height of a line.
};

TranscriptView::TranscriptView(TranscriptModel& model, QWidget* parent)
    : VirtualList(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("transcript"));
    setAccessibleName(tr("Transcript"));
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(SelectionMode::Extended);
    setOwnRowHeights(ESTIMATED_HEIGHT);
    setFollowsTail(true);
    // Before setSource(): the list measures again as soon as it hears of a change.
    connect(&model, &RowSource::changed, this, [this](qint64 first, qint64 count) {
        for (qint64 row = first; row < first + count; ++row) {
            m_layouts.remove(row);
        }
    });
    connect(&model, &RowSource::replaced, this, [this] { m_layouts.clear(); });
    setSource(&model);
    connect(this, &VirtualList::activated, this, [this](RowId, qint64 row) { onActivated(row); });
    connect(this, &VirtualList::currentChanged, this, [this](RowId, qint64 row) {
        if (row >= 0) {
            emit blockChosen(m_model.block(row));
        }
    });
}

TranscriptView::~TranscriptView() = default;

bool TranscriptView::goToStep(const StepId& step, int attempt)
{
    const qint64 row = m_model.rowOfStep(step, attempt);
    if (row < 0) {
        return false;
    }
    ensureVisible(row);
    setScrollTop(scrollTop() + rowRect(row).top());
    return true;
}

QString TranscriptView::rowText(qint64 row) const
{
    const auto& block = m_model.block(row);
    QStringList parts{blockLook(block, colourTokens(palette())).title, block.text};
    parts.removeAll(QString());
    return parts.join(u'\n');
}

QString TranscriptView::markerText(const TranscriptBlock& block) const
{
    if (block.expanded) {
        return tr("Show less");
    }
    return block.kind == Kind::Session
        ? tr("Show what it was asked")
        : tr("Show all %1 lines").arg(locale().toString(block.lineCount));
}

void TranscriptView::layOutBody(Layout& layout, const TranscriptBlock& block) const
{
    const auto look = blockLook(block, colourTokens(palette()));
    const int room = std::max(80, layout.width - TEXT_X - RIGHT);
    if (look.body == BlockLook::Body::Mono && !block.text.isEmpty()) {
        const QFont code = metrics::code(metrics::caption(font()));
        const QFontMetricsF metrics(code);
        layout.monoLine = static_cast<int>(std::ceil(metrics.height())) + 1;
        const int columns
            = static_cast<int>((room - 2 * MONO_PADDING) / metrics.horizontalAdvance(u'0'));
        layout.mono = MonoText(block.text, block.lineCount, columns);
        layout.mono.showExcerpt(look.excerpt);
        if (block.expanded) {
            layout.mono.showAll();
        }
    } else if (look.body != BlockLook::Body::None && !block.text.trimmed().isEmpty()) {
        const auto format = look.body == BlockLook::Body::Markdown ? Prose::Format::Markdown
                                                                   : Prose::Format::Plain;
        layout.prose = std::make_unique<Prose>(block.text, format, look.bodyFont(font()),
                                               std::min(room, metrics::READING_WIDTH));
    }
}

TranscriptView::Layout* TranscriptView::makeLayout(const TranscriptBlock& block, int width) const
{
    auto* layout = new Layout;
    layout->width = width;
    const auto look = blockLook(block, colourTokens(palette()));
    layOutBody(*layout, block);
    layout->headerHeight = look.title.isEmpty() ? 0 : fontMetrics().height() + 6;
    layout->bodyTop = look.spaceAbove + layout->headerHeight;
    int body = layout->prose == nullptr ? 0 : layout->prose->height();
    if (layout->mono.rowCount() > 0) {
        body = layout->mono.rowCount() * layout->monoLine + 2 * MONO_PADDING - 2;
    }
    layout->height = layout->bodyTop + body + look.spaceBelow;
    return layout;
}

TranscriptView::Layout& TranscriptView::layoutOf(qint64 row, int width) const
{
    auto* layout = m_layouts.object(row);
    if (layout == nullptr || layout->width != width) {
        layout = makeLayout(m_model.block(row), width);
        m_layouts.insert(row, layout);
    }
    return *layout;
}

int TranscriptView::measureRow(qint64 row, int width) const
{
    return layoutOf(row, width).height;
}

void TranscriptView::paintHeader(QPainter& painter, const QRect& rect,
                                 const TranscriptBlock& block) const
{
    const auto& colours = colourTokens(palette());
    const auto look = blockLook(block, colours);
    const QFont quiet = metrics::caption(font());
    QRect room = rect.adjusted(TEXT_X, 0, -RIGHT, 0);
    if (look.showsTime) {
        auto text = clockText(block.at).left(8);
        if (block.kind == Kind::Step && block.attempt > 1) {
            text = tr("attempt %1").arg(block.attempt) + QStringLiteral(" \u00B7 ") + text;
        }
        const int width = QFontMetrics(quiet).horizontalAdvance(text) + 2;
        const QRect place(room.right() - width + 1, room.y(), width, room.height());
        paintLine(painter, place, {text, colours.secondary, quiet});
        room.setRight(place.x() - 12);
    }
    const QFont titleFont = block.kind == Kind::Step ? metrics::section(font())
        : look.strongTitle                           ? metrics::strong(font())
                                                     : font();
    const int width
        = std::min(room.width(), QFontMetrics(titleFont).horizontalAdvance(look.title) + 1);
    paintLine(painter, QRect(room.x(), room.y(), width, room.height()),
              {look.title, look.titleColour, titleFont});
    room.setLeft(room.left() + width + 8);
    if (block.recorded && room.width() > 40) {
        painter.setFont(quiet);
        const int height = std::min(20, room.height());
        paintPill(painter, QRect(room.x(), room.center().y() - height / 2, room.width(), height),
                  {QStringLiteral("history"), tr("Recorded"), colours.idle});
    }
    if (!look.detail.isEmpty()) {
        paintLine(painter, room, {look.detail, colours.text, metrics::code(quiet)});
    }
}

void TranscriptView::paintMono(QPainter& painter, const QRect& rect, const Layout& layout,
                               const TranscriptBlock& block) const
{
    const auto& colours = colourTokens(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.alt);
    painter.drawRoundedRect(rect, metrics::CONTROL_RADIUS, metrics::CONTROL_RADIUS);
    if (block.outcome == TranscriptBlock::Outcome::Bad) {
        painter.fillRect(QRect(rect.x(), rect.y() + 3, 3, rect.height() - 6), colours.failed.ink);
    }
    const QFont code = metrics::code(metrics::caption(font()));
    const QFont quiet = metrics::caption(font());
    const int top = rect.y() + MONO_PADDING - 1;
    const int first = std::max(0, -top / layout.monoLine);
    const int last
        = std::min(layout.mono.rowCount(), (viewport()->height() - top) / layout.monoLine + 1);
    for (int i = first; i < last; ++i) {
        const QRect place(rect.x() + MONO_PADDING, top + i * layout.monoLine,
                          rect.width() - 2 * MONO_PADDING, layout.monoLine);
        if (layout.mono.isMarker(i)) {
            const auto chevron
                = block.expanded ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down");
            paintIcon(painter, QRect(place.x(), place.y(), 14, place.height()), chevron,
                      colours.running.ink);
            paintLine(painter, place.adjusted(20, 0, 0, 0),
                      {markerText(block), colours.running.ink, quiet});
            continue;
        }
        painter.setFont(code);
        painter.setPen(colours.text);
        painter.drawText(QPoint(place.x(), place.y() + QFontMetrics(code).ascent()),
                         layout.mono.row(i).toString().replace(u'\t', u' '));
    }
}

void TranscriptView::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState)
{
    const auto& colours = colourTokens(palette());
    const auto& block = m_model.block(row);
    auto& layout = layoutOf(row, rect.width());
    const auto look = blockLook(block, colours);
    painter.setLayoutDirection(Qt::LeftToRight);
    if (block.kind == Kind::Step && row > 0) {
        painter.fillRect(QRect(rect.x() + ICON_X, rect.y() + 5, rect.width() - ICON_X - RIGHT, 1),
                         colours.border);
    }
    const QRect header(rect.x(), rect.y() + look.spaceAbove, rect.width(), layout.headerHeight);
    const int iconHeight = layout.headerHeight > 0 ? layout.headerHeight : fontMetrics().height();
    if (!look.icon.isEmpty()) {
        paintIcon(painter, QRect(rect.x() + ICON_X, header.y(), metrics::ICON, iconHeight),
                  look.icon, look.iconColour);
    }
    if (layout.headerHeight > 0) {
        paintHeader(painter, header, block);
    }
    const QPoint body(rect.x() + TEXT_X, rect.y() + layout.bodyTop);
    if (layout.prose != nullptr) {
        layout.prose->paint(painter, body, look.bodyColour, colours.alt);
    } else if (layout.mono.rowCount() > 0) {
        const int height = layout.mono.rowCount() * layout.monoLine + 2 * MONO_PADDING - 2;
        paintMono(painter, QRect(body, QSize(rect.width() - TEXT_X - RIGHT, height)), layout,
                  block);
    }
}

void TranscriptView::toggle(qint64 row)
{
    m_model.setExpanded(row, !m_model.block(row).expanded);
}

bool TranscriptView::pressInRow(qint64 row, QPoint point)
{
    const auto& layout = layoutOf(row, viewport()->width());
    const int marker = layout.mono.markerRow();
    const int top = layout.bodyTop + MONO_PADDING + marker * layout.monoLine;
    if (marker < 0 || point.y() < top || point.y() >= top + layout.monoLine) {
        return false;
    }
    toggle(row);
    return true;
}

void TranscriptView::onActivated(qint64 row)
{
    const auto& block = m_model.block(row);
    if (layoutOf(row, viewport()->width()).mono.markerRow() >= 0) {
        toggle(row);
    } else if (!block.path.isEmpty()) {
        emit fileRequested(block.path);
    }
}

QString TranscriptView::rowToolTip(qint64 row, QPoint) const
{
    const auto& block = m_model.block(row);
    return block.kind == Kind::ToolCall ? block.title : QString();
}

void TranscriptView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        m_layouts.clear();
    }
    VirtualList::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        remeasure();
    }
}

} // namespace tamma::ui
