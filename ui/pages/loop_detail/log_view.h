// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/line_index.h"
#include "ui/widgets/virtual_list.h"

#include <memory>

namespace tamma::ui {

/// A log, and the lines of it where something failed, in order.
struct LogText {
    LineIndex lines;
    QList<int> failures;
};

/// The lines of a log as rows.
class LogRows final : public RowSource {
    Q_OBJECT

public:
    using RowSource::RowSource;

    void setLog(std::shared_ptr<const LogText> log);
    [[nodiscard]] const LogText* log() const { return m_log.get(); }

    [[nodiscard]] qint64 rowCount() const override { return m_log ? m_log->lines.count() : 0; }
    [[nodiscard]] RowId idAt(qint64 row) const override { return RowId(row); }
    [[nodiscard]] qint64 rowOf(RowId id) const override;

private:
    std::shared_ptr<const LogText> m_log;
};

/// The whole log of a gate with numbered lines; those where something failed are marked.
///
/// Keys     F8 and Shift+F8: next and previous failure.
class LogView final : public VirtualList {
    Q_OBJECT

public:
    explicit LogView(QWidget* parent = nullptr);

    /// Shows a log at its first failure; nullptr shows nothing.
    void setLog(std::shared_ptr<const LogText> log);
    [[nodiscard]] const LogText* log() const { return m_rows.log(); }

    /// Goes to the next or previous failure, around the end.
    void goToFailure(bool forward);

    /// Which failure the current line is, from 0; -1: none.
    [[nodiscard]] qsizetype currentFailure() const;

    [[nodiscard]] QString rowText(qint64 row) const override;

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] bool isFailure(qint64 row) const;
    void applyFont();

    LogRows m_rows;
    QFont m_code;
    int m_gutter = 40;
};

} // namespace tamma::ui
