// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace tamma::ui {

/// A quiet button that opens a menu: its text, and an arrow that says so.
class MenuButton final : public QToolButton {
    Q_OBJECT

public:
    MenuButton(const QString& name, const QString& text, QWidget* parent);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace tamma::ui
