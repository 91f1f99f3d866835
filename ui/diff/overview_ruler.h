// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/diff_rows.h"
#include "ui/diff/line_note.h"

#include <QWidget>

namespace tamma::ui {

/// A narrow picture of a whole diff beside its scroll bar: where lines were added (right half),
/// removed (left half), where something is said about a line, and what is in view. A click goes
/// there.
class OverviewRuler final : public QWidget {
    Q_OBJECT

public:
    static constexpr int WIDTH = 14;

    explicit OverviewRuler(QWidget* parent);

    /// Shows the changes of `rows`, which must live until the next call. `rowHeight` is that of the
    /// list beside it: a short diff is marked where its lines are.
    void setRows(const DiffRows* rows, int rowHeight);

    /// A note and the row where it is.
    struct Mark {
        qint64 row = 0;
        LineNote note;
    };

    /// Marks rows with notes; setRows() takes the marks away.
    void setMarks(QList<Mark> marks);

    /// Marks the rows [first, last) as seen.
    void setVisibleRows(qint64 first, qint64 last);

signals:
    void rowRequested(qint64 row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void collect();
    [[nodiscard]] qint64 extent() const;
    void request(int y);

    const DiffRows* m_rows = nullptr;
    int m_rowHeight = 1;
    std::vector<quint8> m_marks; // For each pixel: bit 0 removed, bit 1 added.
    QList<Mark> m_notes;
    qint64 m_first = 0;
    qint64 m_last = 0;
};

} // namespace tamma::ui
