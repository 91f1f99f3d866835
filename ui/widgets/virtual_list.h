// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/row_geometry.h"
#include "ui/widgets/row_selection.h"
#include "ui/widgets/row_source.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QPointer>

#include <functional>

class QPushButton;

namespace tamma::ui {

/// What a row looks like now, beside its content.
struct RowState {
    bool selected = false;
    bool current = false; ///< The row that the keyboard acts on.
    bool focused = false; ///< Current, and the list has the keyboard.
    bool hovered = false;
};

/// A list of any number of rows that paints only what is seen: the base of the record, transcripts,
/// diffs, the inbox and the columns of the board. A subclass paints a row and says its text.
///
/// Shape    Rows are [0, rowCount()) of the source. They have one height (setRowHeight) or each its
///          own (setOwnRowHeights; rows are measured when they come into view). Scrolling copies
///          pixels and paints the strip that appeared. The scroll bar is a mapped thumb, so that
///          heights beyond 31 bits work. Current row and selection are ids: they survive filters.
/// Keys     Arrows or J/K, Page Up/Down, Home/End; Shift extends, Ctrl moves without selecting,
///          Ctrl+Space toggles, Ctrl+A all; Return activates; Ctrl+C copies rowText() of the
///          selection. Space alone is left to the page.
/// Owns     Nothing of the source, which may die first.
/// Threads  GUI thread only.
class VirtualList : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit VirtualList(QWidget* parent = nullptr);
    ~VirtualList() override;

    /// Shows the rows of `source`; nullptr shows none. Starts at the top with nothing selected.
    void setSource(RowSource* source);
    [[nodiscard]] RowSource* source() const { return m_source; }
    [[nodiscard]] qint64 rowCount() const { return m_geometry.rowCount(); }

    /// Gives every row the same height.
    void setRowHeight(int height);

    /// Asks measureRow() for the height of each row that comes into view; `estimate` counts before.
    void setOwnRowHeights(int estimate);

    /// Measures every row again (another font, another density); what is on top stays there.
    void remeasure();

    void setSelectionMode(SelectionMode mode);
    [[nodiscard]] const RowSelection& selection() const { return m_selection; }
    [[nodiscard]] qint64 currentRow() const { return m_selection.current(); }
    [[nodiscard]] RowId currentId() const { return m_selection.currentId(); }

    /// Makes a row current and selected, and brings it into view. -1, or an id that the source does
    /// not know, clears both.
    void setCurrentRow(qint64 row);
    void setCurrentId(RowId id);

    /// Selects these rows and makes the first of them current; where only one can be selected that
    /// is the one. An empty list changes nothing.
    void setSelectedRows(const QList<qint64>& rows);

    /// Turns following on: while the end is in view, new rows at the end scroll in. Scrolling up
    /// pauses it and shows how many came since; the End key or that pill takes it up again.
    void setFollowsTail(bool follows);
    [[nodiscard]] bool isFollowing() const { return m_followsTail && m_following; }

    /// How many rows were added below since following paused.
    [[nodiscard]] qint64 newRowCount() const { return m_newRows; }

    /// Pixels of content above the viewport.
    [[nodiscard]] qint64 scrollTop() const { return m_top; }
    void setScrollTop(qint64 top);
    void scrollToEnd();

    /// Scrolls no more than needed to show all of `row`.
    void ensureVisible(qint64 row);

    /// Lets rows be wider than the viewport; 0 (the standard) makes them as wide as it.
    void setContentWidth(int width);

    /// The first row in view, and the one behind the last; equal when the list is empty.
    [[nodiscard]] qint64 firstVisibleRow() const;
    [[nodiscard]] qint64 endOfVisibleRows() const;

    /// Where `row` is in the viewport (it may be outside), and which row is at `point` (-1: none).
    [[nodiscard]] QRect rowRect(qint64 row) const;
    /// A menu that the keyboard opens belongs to the current row.
    [[nodiscard]] QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    [[nodiscard]] qint64 rowAt(QPoint point) const;

    /// The words of a row: for copying, and for people who do not see it. "" while not ready.
    [[nodiscard]] virtual QString rowText(qint64 row) const = 0;

    /// Puts rowText() of the selected rows (at most 100,000) on the clipboard, one a line.
    void copySelection() const;

signals:
    void currentChanged(tamma::ui::RowId id, qint64 row); ///< row is -1 when there is none now.
    void selectionChanged();
    void activated(tamma::ui::RowId id, qint64 row); ///< Return, or a double click.
    void followingChanged(bool following);
    void scrolled(qint64 top);

protected:
    /// Paints a row that is ready; its background is painted already. `rect` is the whole row.
    virtual void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) = 0;

    /// The fill behind a row, and below the last one (-1). Standard: selection, hover, or the
    /// colour of the viewport's background role, which the scroll bars take too.
    [[nodiscard]] virtual QColor rowBackground(qint64 row, RowState state) const;

    /// Says whether paintRow() shows the keyboard focus itself; the list draws a ring otherwise.
    [[nodiscard]] virtual bool paintsOwnFocus() const { return false; }

    /// Paints a row that is still loading. Standard: a grey bar.
    virtual void paintPlaceholder(QPainter& painter, const QRect& rect, qint64 row);

    /// Returns how tall `row` is when `width` wide; asked only with own row heights.
    [[nodiscard]] virtual int measureRow(qint64 row, int width) const;

    /// Handles a press on something inside a row (`point` counts from the row's corner): returns
    /// true when it did, and the row is then not selected.
    virtual bool pressInRow(qint64 row, QPoint point);

    /// The tooltip at a point inside a row; "" for none.
    [[nodiscard]] virtual QString rowToolTip(qint64 row, QPoint point) const;

    void updateRow(qint64 row);

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    /// The row at the top edge and how far it is scrolled out: what stays when heights change.
    struct ScrollAnchor {
        qint64 row = -1;
        qint64 offset = 0;
    };

    void onInserted(qint64 first, qint64 count);
    void onRemoved(qint64 first, qint64 count);
    void onChanged(qint64 first, qint64 count);
    void onReplaced();
    [[nodiscard]] bool keepsHeights(qint64 from, qint64 end) const;

    [[nodiscard]] qint64 maximumTop() const;
    [[nodiscard]] ScrollAnchor anchor() const;
    void restore(ScrollAnchor anchor);
    void moveTop(qint64 top, bool mayCopyPixels);
    void measureRowsFrom(qint64 row, qint64 untilHeight);
    void measureRowsBefore(qint64 row, qint64 untilHeight);
    void measureView();
    void measure(qint64 row);
    void syncScrollBars();
    void setFollowing(bool following);
    void placePill();
    void requestMissingRows();

    [[nodiscard]] RowState stateOf(qint64 row) const;
    void paintOneRow(QPainter& painter, qint64 row);
    void setHoveredRow(qint64 row);
    void moveCurrent(qint64 row, Qt::KeyboardModifiers modifiers);
    void pageBy(int direction, Qt::KeyboardModifiers modifiers);
    [[nodiscard]] qint64 targetOfKey(const QKeyEvent& event) const;
    void changeSelection(const std::function<void()>& change);

    QPointer<RowSource> m_source;
    RowGeometry m_geometry;
    RowSelection m_selection;
    QPushButton* m_pill = nullptr;
    QBasicTimer m_dragScroll;
    qint64 m_top = 0;
    RowId m_topId = NO_ROW; // Finds the place again after replaced().
    qint64 m_hovered = -1;
    qint64 m_newRows = 0;
    int m_contentWidth = 0;
    int m_scrollDirection = 1;
    bool m_followsTail = false;
    bool m_following = true;
    bool m_dragging = false;
    bool m_syncingBars = false;
};

} // namespace tamma::ui
