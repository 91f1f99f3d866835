// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace tamma::ui {

/// What a label is in the hierarchy of a page.
enum class TextRole {
    Body,
    Secondary, ///< Body size, quieter.
    Caption, ///< Small and quiet: times, counts.
    Strong,
    Section, ///< The heading of a part of a page.
    PageTitle,
    Code,
};

/// A label in the size, weight and colour of its role; it follows the application's font and the
/// change between light and dark.
class TextLabel : public QLabel {
    Q_OBJECT

public:
    TextLabel(TextRole role, const QString& text, QWidget* parent = nullptr);

    /// Of lines that are no longer than the label may be wide: a layout asks with all its width.
    [[nodiscard]] int heightForWidth(int width) const override;
    /// Of lines that wrap: a word that is longer than the window widens nothing.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyRole();

    TextRole m_role;
    bool m_applying = false;
};

} // namespace tamma::ui
