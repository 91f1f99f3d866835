// SPDX-License-Identifier: GPL-3.0-or-later
// What is said about the lines of a DiffView, and what a person writes about them.
#include "ui/diff/comment_editor.h"
#include "ui/diff/diff_view.h"
#include "ui/diff/note_block.h"
#include "ui/diff/overview_ruler.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QApplication>
#include <QPainter>

namespace tamma::ui {
namespace {

constexpr int MARK_WIDTH = metrics::ICON + metrics::SPACE_2;
constexpr int RIGHT_MARGIN = metrics::SPACE_3;

} // namespace

int DiffView::markWidth() const
{
    return m_commentable || !m_notes.isEmpty() ? MARK_WIDTH : 0;
}

int DiffView::markX() const
{
    return diffLayout() == DiffLayout::Unified ? 0 : viewport()->width() / 2;
}

int DiffView::noteX() const
{
    const int numbers = diffLayout() == DiffLayout::Unified ? 2 * m_numberWidth : m_numberWidth;
    return markX() + markWidth() + numbers + m_signWidth;
}

void DiffView::setNotes(const QList<LineNote>& notes)
{
    NotesByLine byLine;
    const int last = document() == nullptr ? -1 : document()->newLines.count() - 1;
    for (const LineNote& note : notes) {
        if (last >= 0) {
            byLine[std::clamp(note.line - 1, 0, last)].append(note);
        }
    }
    if (byLine != m_notes) {
        m_notes = std::move(byLine);
        applyRowHeights();
    }
}

void DiffView::setCommentable(bool commentable)
{
    if (commentable != m_commentable) {
        m_commentable = commentable;
        closeEditor();
        fitContent();
        viewport()->update();
    }
}

void DiffView::applyRowHeights()
{
    const bool own = !m_notes.isEmpty() || m_edited >= 0;
    if (own && m_ownHeights) {
        remeasure();
    } else if (own) {
        setOwnRowHeights(m_lineHeight);
    } else {
        setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
        setRowHeight(m_lineHeight);
    }
    m_ownHeights = own;
    fitContent();
}

const LineNote* DiffView::draftOn(int line) const
{
    const auto notes = m_notes.constFind(line);
    if (notes == m_notes.constEnd()) {
        return nullptr;
    }
    const auto draft = std::ranges::find(*notes, LineNote::Kind::Draft, &LineNote::kind);
    return draft == notes->end() ? nullptr : &*draft;
}

/// The notes that a row shows; of a fold, those that it hides.
QList<LineNote> DiffView::notesOf(const DiffRow& row) const
{
    QList<LineNote> notes;
    if (row.newLine < 0 || m_notes.isEmpty()) {
        return notes;
    }
    const int end = row.newLine + std::max(row.hidden, 1);
    for (auto at = m_notes.lowerBound(row.newLine); at != m_notes.end() && at.key() < end; ++at) {
        notes += *at;
    }
    if (row.newLine == m_edited && row.kind != DiffRowKind::Fold) {
        notes.removeIf([](const LineNote& note) { return note.kind == LineNote::Kind::Draft; });
    }
    return notes;
}

int DiffView::measureRow(qint64 row, int width) const
{
    Q_UNUSED(width); // Notes stay in place while long lines are scrolled sideways.
    const auto shown = rows().at(row);
    int height = m_lineHeight;
    if (shown.kind == DiffRowKind::Fold) {
        return height;
    }
    for (const LineNote& note : notesOf(shown)) {
        height += NoteBlock(note, font(), viewport()->width() - noteX() - RIGHT_MARGIN).height();
    }
    return shown.newLine >= 0 && shown.newLine == m_edited
        ? height + m_editor->sizeHint().height() + metrics::SPACE_2
        : height;
}

void DiffView::paintNotes(QPainter& painter, const QRect& rect, qint64 row)
{
    const QRect below = rect.adjusted(0, m_lineHeight, 0, 0);
    if (below.height() <= 0 || rows().at(row).kind == DiffRowKind::Fold) {
        return;
    }
    const auto& colours = colourTokens(palette());
    painter.fillRect(below, colours.alt);
    QPoint place(noteX(), below.y());
    for (const LineNote& note : notesIn(row)) {
        const NoteBlock block(note, font(), below.width() - place.x() - RIGHT_MARGIN);
        block.paint(painter, place, colours);
        place.ry() += block.height();
    }
}

void DiffView::paintMark(QPainter& painter, const QRect& line, qint64 row, RowState state)
{
    const QRect place(markX(), line.y(), markWidth(), line.height());
    const auto& colours = colourTokens(palette());
    if ((state.hovered || state.focused) && canComment(row)) {
        const int size = std::min(MARK_WIDTH - 4, line.height() - 2);
        const QRect button(place.x() + (MARK_WIDTH - size) / 2,
                           place.y() + (place.height() - size) / 2, size, size);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.running.ink);
        painter.drawRoundedRect(button, 4, 4);
        paintIcon(painter, button.adjusted(1, 1, -1, -1), QStringLiteral("plus"), colours.onAccent);
    } else if (const auto notes = notesIn(row); !notes.isEmpty()) {
        const auto look = noteLook(foremost(notes), colours);
        paintIcon(painter, place.adjusted(4, 1, -4, -1), look.icon, look.colours.ink);
    }
}

void DiffView::markRuler()
{
    QList<OverviewRuler::Mark> marks;
    for (auto at = m_notes.cbegin(); at != m_notes.cend(); ++at) {
        marks.append({rows().rowOfNewLine(at.key()), foremost(*at)});
    }
    m_ruler->setMarks(std::move(marks));
}

void DiffView::goToNote(bool forward)
{
    const qint64 current = currentRow();
    const auto isBeyond = [&](int line) {
        const qint64 row = rows().rowOfNewLine(line);
        const bool inFold = row == current && rows().at(row).kind == DiffRowKind::Fold;
        return inFold || (forward ? row > current : row < current);
    };
    const QList<int> lines = m_notes.keys();
    if (forward) {
        const auto next = std::ranges::find_if(lines, isBeyond);
        if (next != lines.end()) {
            goToNewLine(*next);
            return;
        }
    } else {
        const auto previous = std::find_if(lines.crbegin(), lines.crend(), isBeyond);
        if (previous != lines.crend()) {
            goToNewLine(*previous);
            return;
        }
    }
    emit notesExhausted(forward);
}

void DiffView::goToLastNote()
{
    if (!m_notes.isEmpty()) {
        goToNewLine(m_notes.lastKey());
    }
}

bool DiffView::canComment(qint64 row) const
{
    const auto shown = rows().at(row);
    return m_commentable && shown.newLine >= 0 && shown.kind != DiffRowKind::Fold;
}

bool DiffView::commentOnCurrentLine()
{
    const bool can = currentRow() >= 0 && canComment(currentRow());
    if (can) {
        openEditor(currentRow());
    }
    return can;
}

/// Opens the editor when the point of the viewport is on the "+", or on a draft.
bool DiffView::commentInRow(qint64 row, QPoint point)
{
    const bool onMark = point.x() >= markX() && point.x() < markX() + markWidth();
    const bool onDraft = point.y() >= rowRect(row).y() + m_lineHeight
        && draftOn(rows().at(row).newLine) != nullptr;
    if (!canComment(row) || (!onMark && !onDraft)) {
        return false;
    }
    setCurrentRow(row);
    openEditor(row);
    return true;
}

void DiffView::openEditor(qint64 row)
{
    m_edited = rows().at(row).newLine;
    const LineNote* draft = draftOn(m_edited);
    const QString text = draft == nullptr ? QString() : draft->text;
    applyRowHeights();
    ensureVisible(row);
    placeEditor();
    m_editor->open(text);
}

void DiffView::closeEditor()
{
    if (m_edited < 0) {
        return;
    }
    m_edited = -1;
    const bool hadFocus = m_editor->isAncestorOf(QApplication::focusWidget());
    m_editor->hide();
    if (hadFocus) {
        setFocus();
    }
    applyRowHeights();
}

void DiffView::placeEditor()
{
    if (m_edited < 0) {
        return;
    }
    const qint64 row = rows().rowOfNewLine(m_edited);
    if (row < 0 || rows().at(row).kind == DiffRowKind::Fold) {
        closeEditor();
        return;
    }
    const int height = m_editor->sizeHint().height();
    const QRect place = rowRect(row);
    const int room = viewport()->width() - noteX() - RIGHT_MARGIN;
    m_editor->setGeometry(noteX(), place.y() + place.height() - height - metrics::SPACE_1,
                          std::min(room, metrics::READING_WIDTH), height);
}

} // namespace tamma::ui
