// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/note_block.h"

#include "core/base/hidden_characters.h"
#include "ui/diff/code_line.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QPainter>

namespace tamma::ui {
namespace {

constexpr int GAP = metrics::SPACE_1;
constexpr int PADDING = metrics::SPACE_2;
constexpr int BAR = 3;
constexpr int TEXT_X = BAR + PADDING + metrics::ICON + PADDING;

} // namespace

NoteBlock::NoteBlock(const LineNote& note, const QFont& font, int width)
    : m_note(note)
    , m_font(font)
    , m_width(std::min(width, metrics::READING_WIDTH))
{
    QString text = withoutHiddenCharacters(note.text.trimmed());
    if (text.size() > LONGEST_TEXT) {
        text = text.first(LONGEST_TEXT) + QChar(0x2026);
    }
    text.replace(u'\n', QChar::LineSeparator);
    m_text.setText(text);
    m_text.setFont(font);
    QTextOption wrap;
    wrap.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text.setTextOption(wrap);
    m_text.beginLayout();
    qreal y = 0;
    for (QTextLine line = m_text.createLine(); line.isValid(); line = m_text.createLine()) {
        line.setLineWidth(std::max(40, m_width - TEXT_X - PADDING));
        line.setPosition({0, y});
        y += line.height();
    }
    m_text.endLayout();
    m_textHeight = qCeil(y);
}

int NoteBlock::height() const
{
    const int head = QFontMetrics(metrics::caption(m_font)).height();
    return GAP + PADDING + head + 2 + m_textHeight + PADDING + GAP;
}

void NoteBlock::paint(QPainter& painter, QPoint place, const ColourTokens& colours) const
{
    const auto look = noteLook(m_note, colours);
    const QRect ground(place.x(), place.y() + GAP, m_width, height() - 2 * GAP);
    painter.fillRect(ground, look.colours.tint);
    painter.fillRect(ground.x(), ground.y(), BAR, ground.height(), look.colours.ink);
    const QFont quiet = metrics::caption(m_font);
    const int head = QFontMetrics(quiet).height();
    const QRect line(ground.x() + TEXT_X, ground.y() + PADDING, m_width - TEXT_X - PADDING, head);
    paintIcon(painter, QRect(ground.x() + BAR + PADDING, line.y(), metrics::ICON, head), look.icon,
              look.colours.ink);
    const QString from = m_note.by.isEmpty() ? QString() : QStringLiteral(" \u00B7 ") + m_note.by;
    paintLine(painter, line, {look.word + from, look.colours.ink, metrics::strong(quiet)});
    painter.setPen(colours.text);
    m_text.draw(&painter, QPointF(line.x(), line.y() + head + 2));
}

} // namespace tamma::ui
