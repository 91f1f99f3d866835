// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diff_view.h"

#include "core/base/hidden_characters.h"
#include "ui/diff/comment_editor.h"
#include "ui/diff/overview_ruler.h"
#include "ui/widgets/metrics.h"

#include <QFuture>
#include <QKeyEvent>
#include <QScrollBar>
#include <QThreadPool>

namespace tamma::ui {
namespace {

/// Some milliseconds of a worker; the GUI thread may have to wait for one slice.
constexpr int LINES_PER_SLICE = 1024;

constexpr int ROW_PADDING = 4;

} // namespace

DiffView::DiffView(QWidget* parent)
    : VirtualList(parent)
    , m_ruler(new OverviewRuler(this))
{
    setObjectName(QStringLiteral("diffView"));
    setAccessibleName(tr("Differences"));
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(SelectionMode::Extended);
    setViewportMargins(0, 0, OverviewRuler::WIDTH, 0);
    m_editor = new CommentEditor(viewport()); // Scrolling moves it along.
    connect(m_editor, &CommentEditor::textChanged, this,
            [this](const QString& text) { emit commentWritten(m_edited, text); });
    connect(m_editor, &CommentEditor::finished, this, &DiffView::closeEditor);
    connect(this, &VirtualList::scrolled, this, &DiffView::placeEditor);
    applyFont();
    setSource(&m_rows);
    connect(m_ruler, &OverviewRuler::rowRequested, this, &DiffView::bringIntoView);
    connect(&m_rows, &RowSource::replaced, this, &DiffView::fitContent);
    connect(&m_rows, &RowSource::inserted, this, &DiffView::fitContent);
    connect(this, &VirtualList::activated, this, [this](RowId, qint64 row) { m_rows.unfold(row); });
}

void DiffView::setDocument(std::shared_ptr<const DiffDocument> document)
{
    closeEditor();
    m_notes.clear();
    m_emphasis.clear();
    m_lacksColours = false;
    m_ruler->setRows(nullptr, 1);
    m_rows.setDocument(std::move(document));
    applyRowHeights();
    setCurrentRow(-1);
    setScrollTop(0);
    horizontalScrollBar()->setValue(0);
    fitContent();
    colourMore();
}

void DiffView::setDiffLayout(DiffLayout layout)
{
    m_rows.setLayout(layout);
}

void DiffView::colourMore()
{
    if (document() == nullptr || !document()->highlighter->isAvailable()) {
        return;
    }
    auto highlighter = document()->highlighter;
    QtFuture::makeReadyVoidFuture()
        .then(QThreadPool::globalInstance(),
              [highlighter] { return highlighter->advance(LINES_PER_SLICE); })
        .then(this, [this, highlighter](bool more) {
            if (document() == nullptr || document()->highlighter != highlighter) {
                return; // Another file by now.
            }
            if (m_lacksColours) {
                viewport()->update();
            }
            if (more) {
                colourMore();
            }
        });
}

void DiffView::applyFont()
{
    m_code = metrics::code(font());
    m_lineHeight = QFontMetrics(m_code).height() + ROW_PADDING;
    m_signWidth = QFontMetrics(m_code).horizontalAdvance(u'+') + 12;
    applyRowHeights();
}

void DiffView::fitContent()
{
    if (document() == nullptr) {
        m_ruler->setRows(nullptr, 1);
        return;
    }
    const auto counts = document()->counts();
    const auto digits = QString::number(std::max({counts.oldLines, counts.newLines, 99})).size();
    const double column = QFontMetricsF(m_code).horizontalAdvance(u'0');
    m_numberWidth = static_cast<int>(column * double(digits)) + 16;
    const auto longest
        = std::min(std::max(document()->oldLines.longestLine(), document()->newLines.longestLine()),
                   Highlighter::LONGEST_LINE);
    const int text = static_cast<int>(column * double(longest)) + 24;
    const int width = viewport()->width();
    const bool unified = diffLayout() == DiffLayout::Unified;
    const int numbers = unified ? 2 * m_numberWidth : m_numberWidth;
    const int room = (unified ? width : width / 2) - numbers - m_signWidth - markWidth();
    setContentWidth(text > room ? width + text - room : 0);
    m_ruler->setRows(&m_rows.rows(), m_lineHeight);
    markRuler();
    placeEditor();
}

void DiffView::resizeEvent(QResizeEvent* event)
{
    VirtualList::resizeEvent(event);
    const QRect view = viewport()->geometry();
    m_ruler->setGeometry(view.right() + 1, view.top(), OverviewRuler::WIDTH, view.height());
    fitContent();
    if (m_edited >= 0) {
        ensureVisible(rows().rowOfNewLine(m_edited)); // Below it a bar came that counts comments.
    }
}

void DiffView::changeEvent(QEvent* event)
{
    VirtualList::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        applyFont();
        fitContent();
    }
}

void DiffView::paintEvent(QPaintEvent* event)
{
    if (event->rect().contains(viewport()->rect())) {
        m_lacksColours = false; // Rows that still lack them will say so.
    }
    VirtualList::paintEvent(event);
    m_ruler->setVisibleRows(firstVisibleRow(), endOfVisibleRows());
}

bool DiffView::pressInRow(qint64 row, QPoint point)
{
    return m_rows.unfold(row) || commentInRow(row, point + rowRect(row).topLeft());
}

void DiffView::keyPressEvent(QKeyEvent* event)
{
    const bool back = event->modifiers().testFlag(Qt::ShiftModifier);
    if (event->key() == Qt::Key_F7) {
        back ? goToPreviousChange() : goToNextChange();
    } else if (event->key() == Qt::Key_F8) {
        goToNote(!back);
    } else if (event->key() == Qt::Key_C && event->modifiers() == Qt::NoModifier) {
        commentOnCurrentLine();
    } else {
        VirtualList::keyPressEvent(event);
    }
}

void DiffView::goToNextChange()
{
    const qint64 row = currentRow();
    int change = rows().changeAtOrAfter(row);
    if (row >= 0 && change < rows().changeCount() && rows().changeRows(change).first <= row) {
        ++change;
    }
    goToChange(change);
}

void DiffView::goToPreviousChange()
{
    const qint64 row = currentRow();
    const int behind = row < 0 ? 0 : rows().changeAtOrAfter(row);
    goToChange(behind - 1);
}

void DiffView::goToChange(int change)
{
    if (change < 0 || change >= rows().changeCount()) {
        emit changesExhausted(change >= 0);
        return;
    }
    const qint64 row = rows().changeRows(change).first;
    setCurrentRow(row);
    bringIntoView(row);
}

bool DiffView::goToNewLine(int line)
{
    qint64 row = rows().rowOfNewLine(line);
    if (row < 0) {
        return false;
    }
    if (m_rows.unfold(row)) {
        row = rows().rowOfNewLine(line);
    }
    setCurrentRow(row);
    bringIntoView(row);
    return true;
}

void DiffView::bringIntoView(qint64 row)
{
    const QRect place = rowRect(row);
    const int height = viewport()->height();
    if (place.top() < height / 10 || place.bottom() > height * 2 / 3) {
        setScrollTop(scrollTop() + place.top() - height / 4);
    }
}

QString DiffView::lineText(DiffSide side, int line) const
{
    const auto& lines = side == DiffSide::Old ? document()->oldLines : document()->newLines;
    auto text = lines.text(line);
    if (text.size() > Highlighter::LONGEST_LINE) {
        text.truncate(Highlighter::LONGEST_LINE);
        text += u'\u2026';
    }
    return withoutHiddenCharacters(std::move(text));
}

QString DiffView::foldText(const DiffRow& fold) const
{
    const auto lines = fold.hidden == 1
        ? tr("1 unchanged line")
        : tr("%1 unchanged lines").arg(locale().toString(fold.hidden));
    const auto notes = notesOf(fold).size();
    return notes == 0 ? lines
        : notes == 1  ? tr("%1, 1 note inside").arg(lines)
                      : tr("%1, %2 notes inside").arg(lines).arg(notes);
}

QString DiffView::rowText(qint64 row) const
{
    QString text = lineInWords(rows().at(row));
    for (const LineNote& note : notesIn(row)) {
        text += u'\n' + noteSentence(note);
    }
    return text;
}

QString DiffView::lineInWords(const DiffRow& shown) const
{
    switch (shown.kind) {
    case DiffRowKind::Fold:
        return foldText(shown);
    case DiffRowKind::Removed:
        return u'-' + document()->oldLines.text(shown.oldLine);
    case DiffRowKind::Added:
        return u'+' + document()->newLines.text(shown.newLine);
    case DiffRowKind::Changed:
        return u'-' + document()->oldLines.text(shown.oldLine) + QStringLiteral("\n+")
            + document()->newLines.text(shown.newLine);
    case DiffRowKind::Context:
        break;
    }
    return u' ' + document()->newLines.text(shown.newLine);
}

QString DiffView::rowToolTip(qint64 row, QPoint) const
{
    if (rows().at(row).kind == DiffRowKind::Fold) {
        return tr("Show these lines (Return)");
    }
    QStringList words;
    for (const LineNote& note : notesIn(row)) {
        words.append(noteSentence(note));
    }
    return words.join(u'\n');
}

void DiffView::setSearchText(const QString& text)
{
    m_search = text;
    viewport()->update();
}

QList<CharRange> DiffView::hitsIn(const QString& text) const
{
    QList<CharRange> hits;
    if (m_search.isEmpty()) {
        return hits;
    }
    for (qsizetype at = 0; (at = text.indexOf(m_search, at, Qt::CaseInsensitive)) >= 0;) {
        hits.append({static_cast<int>(at), static_cast<int>(m_search.size())});
        at += m_search.size();
    }
    return hits;
}

bool DiffView::holdsSearchText(const DiffRow& row, int offset) const
{
    const auto holds = [&](const LineIndex& lines, int line) {
        return line >= 0 && lines.text(line + offset).contains(m_search, Qt::CaseInsensitive);
    };
    return holds(document()->newLines, row.newLine) || holds(document()->oldLines, row.oldLine);
}

bool DiffView::findNext(bool backwards)
{
    const qint64 count = rowCount();
    if (m_search.isEmpty() || count == 0 || document() == nullptr) {
        return false;
    }
    const qint64 start = currentRow() >= 0 ? currentRow() : backwards ? 0 : count - 1;
    for (qint64 step = 1; step <= count; ++step) {
        const qint64 row = ((backwards ? start - step : start + step) % count + count) % count;
        const auto shown = rows().at(row);
        for (int i = 0; i < std::max(shown.hidden, 1); ++i) {
            const int offset = backwards && shown.hidden > 0 ? shown.hidden - 1 - i : i;
            if (holdsSearchText(shown, offset)) {
                m_rows.unfold(row);
                setCurrentRow(row + offset);
                bringIntoView(row + offset);
                return true;
            }
        }
    }
    return false;
}

} // namespace tamma::ui
