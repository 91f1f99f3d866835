// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/colour_tokens.h"

#include <QWidget>

namespace tamma::ui {

/// An icon that only decorates: assistive programs skip it, what it says stands beside it in words.
class IconLabel final : public QWidget {
    Q_OBJECT

public:
    /// Picks the colour from the tokens, so that it follows light and dark.
    using Colour = QColor (*)(const ColourTokens&);

    IconLabel(QString name, int size, Colour colour, QWidget* parent = nullptr);

    /// Shows another icon in another colour.
    void setIcon(const QString& name, Colour colour);

    [[nodiscard]] QSize sizeHint() const override { return {m_size, m_size}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    int m_size;
    Colour m_colour;
};

} // namespace tamma::ui
