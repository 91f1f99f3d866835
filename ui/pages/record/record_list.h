// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

class GuiSession;
class RecordSource;

/// Where the columns of the record begin and end, from the leading edge.
struct RecordColumns {
    QRect number;
    QRect time;
    QRect type;
    QRect issue;
    QRect summary;

    /// Divides a row. Narrow rows lose the issue, then the time.
    [[nodiscard]] static RecordColumns of(const QRect& row, const QFont& font);
};

/// The events of the record, one dense line each, the newest below.
class RecordList final : public VirtualList {
    Q_OBJECT

public:
    RecordList(const GuiSession& session, RecordSource& source, QWidget* parent);

    [[nodiscard]] QString rowText(qint64 row) const override;

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    [[nodiscard]] QString rowToolTip(qint64 row, QPoint point) const override;

private:
    [[nodiscard]] QString issueOf(qint64 row) const;

    const GuiSession& m_session;
    RecordSource& m_events;
};

/// The titles above the columns of a RecordList.
class RecordHeader final : public QWidget {
    Q_OBJECT

public:
    explicit RecordHeader(QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace tamma::ui
