// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace tamma::ui {

/// Every widget of ui/widgets in its states. Nothing in it moves by
/// itself, so that two pictures of it are equal.
class Gallery final : public QWidget {
    Q_OBJECT

public:
    Gallery();

private:
    [[nodiscard]] QWidget* statusColumn();
    [[nodiscard]] QWidget* controlColumn();
    [[nodiscard]] QWidget* listColumn();
};

} // namespace tamma::ui
