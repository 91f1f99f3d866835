// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/event.h"
#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

class GuiSession;
struct LineOfText;
class RecordSource;

/// Where the columns of the record begin and end, from the leading edge.
struct RecordColumns {
    QRect number;
    QRect time;
    QRect type;
    QRect issue;
    QRect summary;

    /// Divides a row; `largest` is the longest number in it. Narrow rows lose the issue, then the
    /// time.
    [[nodiscard]] static RecordColumns of(const QRect& row, const QFont& font, Position largest);
};

/// The events of the record, one dense line each, the newest below. Copying reads what is not there
/// yet, at most MOST_COPIED events: more of them are exported.
class RecordList final : public VirtualList {
    Q_OBJECT

public:
    static constexpr qsizetype MOST_COPIED = 10'000;

    RecordList(const GuiSession& session, RecordSource& source, QWidget* parent);

    [[nodiscard]] QString rowText(qint64 row) const override;

signals:
    /// Its numbers have more digits now.
    void largestChanged(tamma::Position largest);
    void copyFailed(const tamma::Error& error);

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    [[nodiscard]] QString rowToolTip(qint64 row, QPoint point) const override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QString issueOf(const events::StoredEvent& stored) const;
    [[nodiscard]] QString textOf(const events::StoredEvent& stored) const;
    void paintCell(QPainter& painter, const QRect& rect, const LineOfText& line);
    void copyEvents();
    void widenNumbers();

    const GuiSession& m_session;
    RecordSource& m_events;
    Position m_largest{99'999}; // Of the record so far; grows by digits.
    QFont m_measuredFont; // Of the widths below.
    int m_widest = 0; // Of the letters that most texts are made of.
    QHash<QString, int> m_widths; // Of types: there are few of them, and they are long.
};

/// The titles above the columns of a RecordList.
class RecordHeader final : public QWidget {
    Q_OBJECT

public:
    explicit RecordHeader(QWidget* parent);

    /// Makes room for numbers as long as this one.
    void setLargest(Position largest);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Position m_largest{99'999};
};

} // namespace tamma::ui
