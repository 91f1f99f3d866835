// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/loop_detail/transcript_model.h"
#include "ui/widgets/virtual_list.h"

#include <QCache>

namespace tamma::ui {

/// What happened in a loop, to read along: it follows the end while that is in view.
///
/// Shape    Only blocks in view are laid out, and some hundred are kept. Long outputs and logs show
///          their beginning and end until they are expanded (Return, or a click on "Show all").
/// Keys     Those of VirtualList.
class TranscriptView final : public VirtualList {
    Q_OBJECT

public:
    /// Shows `model`, which must outlive it.
    explicit TranscriptView(TranscriptModel& model, QWidget* parent = nullptr);
    ~TranscriptView() override;

    /// Brings the newest header of a step to the top; false when it has not begun.
    bool goToStep(const StepId& step, int attempt = 0);

    [[nodiscard]] QString rowText(qint64 row) const override;

signals:
    /// A block became current that belongs to a step, and perhaps to a file.
    void blockChosen(const tamma::ui::TranscriptBlock& block);
    /// The file of a tool call shall be shown.
    void fileRequested(const QString& path);

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    [[nodiscard]] int measureRow(qint64 row, int width) const override;
    bool pressInRow(qint64 row, QPoint point) override;
    [[nodiscard]] QString rowToolTip(qint64 row, QPoint point) const override;
    void changeEvent(QEvent* event) override;

private:
    struct Layout;

    [[nodiscard]] Layout* makeLayout(const TranscriptBlock& block, int width) const;
    [[nodiscard]] Layout& layoutOf(qint64 row, int width) const;
    void layOutBody(Layout& layout, const TranscriptBlock& block) const;
    void paintHeader(QPainter& painter, const QRect& rect, const TranscriptBlock& block) const;
    void paintMono(QPainter& painter, const QRect& rect, const Layout& layout,
                   const TranscriptBlock& block) const;
    [[nodiscard]] QString markerText(const TranscriptBlock& block) const;
    void toggle(qint64 row);
    void onActivated(qint64 row);

    TranscriptModel& m_model;
    mutable QCache<qint64, Layout> m_layouts{300};
};

} // namespace tamma::ui
