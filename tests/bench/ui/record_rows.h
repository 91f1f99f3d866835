// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/virtual_list.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace tamma::ui::bench {

inline constexpr qint64 TEN_MILLION = 10'000'000;
inline constexpr int COLUMNS = 5;
inline constexpr QSize SCREEN{1920, 1080};

/// The text of a cell of a made-up record: position, time, type, issue, summary.
[[nodiscard]] QString cellText(qint64 row, int column);

/// Made-up events, in any number.
class RecordRows final : public RowSource {
public:
    explicit RecordRows(qint64 count)
        : m_count(count)
    {
    }

    [[nodiscard]] qint64 rowCount() const override { return m_count; }
    [[nodiscard]] RowId idAt(qint64 row) const override { return RowId(row); }
    [[nodiscard]] qint64 rowOf(RowId id) const override { return static_cast<qint64>(id); }

    void append(qint64 count);

private:
    qint64 m_count;
};

/// The record as Tamma shows it.
class RecordList final : public VirtualList {
public:
    explicit RecordList(QWidget* parent = nullptr);

    [[nodiscard]] QString rowText(qint64 row) const override;

    /// Ends the program if no row was painted since the last call: a frame without pixels is none.
    void mustHavePainted();

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;

private:
    qint64 m_painted = 0;
};

/// The same rows for Qt's own views.
class RecordModel final : public QAbstractTableModel {
public:
    explicit RecordModel(qint64 count)
        : m_count(static_cast<int>(count))
    {
    }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

    void append(int count);

private:
    int m_count;
};

/// Makes a table view as quick as Qt lets it be: fixed rows, no header that measures.
[[nodiscard]] std::unique_ptr<QTableView> makeTable(QAbstractItemModel& model);

} // namespace tamma::ui::bench
