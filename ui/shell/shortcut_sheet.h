// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace tamma::ui {

class ActionRegistry;

/// Every shortcut of the program by subject (F1), and the keys that lists understand.
class ShortcutSheet final : public QDialog {
    Q_OBJECT

public:
    ShortcutSheet(const ActionRegistry& actions, QWidget* parent);
};

} // namespace tamma::ui
