// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/code_line.h"
#include "ui/diff/diff_row_source.h"
#include "ui/widgets/virtual_list.h"

#include <QCache>

namespace tamma::ui {

class OverviewRuler;

/// What changed in one file, in one column or two, coloured, with unchanged runs folded.
///
/// Shape    Only rows in view are laid out, compared word by word and coloured. Signs and line
///          numbers stay in place when long lines are scrolled sideways.
/// Keys     F7 and Shift+F7: next and previous change. Return or a click: unfold.
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

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    bool pressInRow(qint64 row, QPoint point) override;
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
    [[nodiscard]] QString foldText(int lines) const;
    void bringIntoView(qint64 row);

    DiffRowSource m_rows;
    OverviewRuler* m_ruler;
    QFont m_code;
    QString m_search;
    QCache<quint64, IntraLine> m_emphasis{500};
    int m_numberWidth = 40;
    int m_signWidth = 20;
    int m_scrolled = 0;
    bool m_lacksColours = false;
};

} // namespace tamma::ui
