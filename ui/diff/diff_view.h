// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/code_line.h"
#include "ui/diff/diff_row_source.h"
#include "ui/diff/line_note.h"
#include "ui/widgets/virtual_list.h"

#include <QCache>

namespace tamma::ui {

class CommentEditor;
class OverviewRuler;

/// What changed in one file, in one column or two, coloured, with unchanged runs folded. What is
/// said about a line stands below it.
///
/// Shape    Only rows in view are laid out, compared word by word and coloured. Signs and line
///          numbers stay in place when long lines are scrolled sideways.
/// Keys     F7 and Shift+F7: next and previous change; F8 and Shift+F8: next and previous note. C:
///          comment on the line.
///          Return or a click: unfold.
/// Threads  GUI thread only; colours far down the file are prepared on a worker, slice by slice.
class DiffView final : public VirtualList {
    Q_OBJECT

public:
    explicit DiffView(QWidget* parent = nullptr);

    /// Shows `document`; nullptr shows nothing.
    void setDocument(std::shared_ptr<const DiffDocument> document);
    [[nodiscard]] const DiffDocument* document() const { return m_rows.document(); }

    void setDiffLayout(DiffLayout layout);
    [[nodiscard]] DiffLayout diffLayout() const { return m_rows.layout(); }
    void setAllUnfolded(bool unfolded) { m_rows.setAllUnfolded(unfolded); }

    [[nodiscard]] const DiffRows& rows() const { return m_rows.rows(); }

    /// Goes to the next or previous change; emits changesExhausted() when there is none.
    void goToNextChange();
    void goToPreviousChange();
    void goToChange(int change);

    /// Goes to a line of the new version, counted from 0, and unfolds what hides it. Returns false
    /// when the file has no such line.
    bool goToNewLine(int line);

    /// Shows notes below their lines; all of them are about the file of the document. A line that
    /// the file does not have counts as its last one. A new document has none.
    void setNotes(const QList<LineNote>& notes);

    /// Goes to the next or previous note; emits notesExhausted() when there is none.
    void goToNote(bool forward);
    void goToLastNote();

    /// Lets a person write comments: offers a "+" beside the lines of the new version.
    void setCommentable(bool commentable);

    /// Opens the editor below the current line; false where no comment can be.
    bool commentOnCurrentLine();

    /// Marks `text` wherever it is in view; "" marks nothing.
    void setSearchText(const QString& text);

    /// Goes to the next line, from the current one on and around the end, that holds the search
    /// text in any case; unfolds it. Returns false when there is none.
    bool findNext(bool backwards = false);

    /// Says whether every row in view has its colours.
    [[nodiscard]] bool isColoured() const { return !m_lacksColours; }

    [[nodiscard]] QString rowText(qint64 row) const override;

signals:
    void changesExhausted(bool forward);
    void notesExhausted(bool forward);
    /// While somebody types: the comment on a line (from 0) as it is now; "" takes it back.
    void commentWritten(int line, const QString& text);

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    bool pressInRow(qint64 row, QPoint point) override;
    [[nodiscard]] int measureRow(qint64 row, int width) const override;
    [[nodiscard]] QString rowToolTip(qint64 row, QPoint point) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// One side of a row on its way to the screen.
    struct SidePaint {
        DiffSide side;
        int line;
        QRect rect;
        DiffRowKind kind; ///< Context, Removed or Added.
        const QList<CharRange>* emphasis = nullptr;
    };

    void applyFont();
    void applyRowHeights();
    [[nodiscard]] int markWidth() const;
    [[nodiscard]] int markX() const;
    [[nodiscard]] int noteX() const;
    [[nodiscard]] bool canComment(qint64 row) const;
    [[nodiscard]] QList<LineNote> notesOf(const DiffRow& row) const;
    [[nodiscard]] QList<LineNote> notesIn(qint64 row) const { return notesOf(rows().at(row)); }
    [[nodiscard]] const LineNote* draftOn(int line) const;
    bool commentInRow(qint64 row, QPoint point);
    void openEditor(qint64 row);
    void closeEditor();
    void placeEditor();
    void markRuler();
    void paintNotes(QPainter& painter, const QRect& rect, qint64 row);
    void paintMark(QPainter& painter, const QRect& line, qint64 row, RowState state);
    [[nodiscard]] QString lineInWords(const DiffRow& shown) const;
    void fitContent();
    void colourMore();
    void paintFold(QPainter& painter, const QRect& rect, const DiffRow& row);
    void paintUnified(QPainter& painter, const QRect& rect, qint64 row, RowState state);
    void paintSideBySide(QPainter& painter, const QRect& rect, qint64 row, RowState state);
    void paintNumber(QPainter& painter, const QRect& rect, int line);
    void paintSide(QPainter& painter, const SidePaint& side);
    [[nodiscard]] QList<CharRange> hitsIn(const QString& text) const;
    [[nodiscard]] bool holdsSearchText(const DiffRow& row, int offset) const;
    [[nodiscard]] const IntraLine& emphasisOf(const DiffRow& pair);
    [[nodiscard]] QString lineText(DiffSide side, int line) const;
    [[nodiscard]] QString foldText(const DiffRow& fold) const;
    void bringIntoView(qint64 row);

    DiffRowSource m_rows;
    OverviewRuler* m_ruler;
    CommentEditor* m_editor;
    NotesByLine m_notes;
    int m_edited = -1; // The line whose comment is written.
    bool m_commentable = false;
    bool m_ownHeights = false;
    QFont m_code;
    QString m_search;
    QCache<quint64, IntraLine> m_emphasis{500};
    int m_lineHeight = 20;
    int m_numberWidth = 40;
    int m_signWidth = 20;
    int m_scrolled = 0;
    bool m_lacksColours = false;
};

} // namespace tamma::ui
