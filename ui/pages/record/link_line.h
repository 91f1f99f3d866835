// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace tamma::ui {

/// A line of text that leads somewhere; cut with an ellipsis where it does not fit.
class LinkLine final : public QAbstractButton {
    Q_OBJECT

public:
    LinkLine(const QString& text, QWidget* parent);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
};

} // namespace tamma::ui
