// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;

namespace tamma::ui {

class IconLabel;
class TextLabel;

/// What a page shows instead of nothing: what this is, why it is empty, and one thing to do.
class EmptyState final : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);

    /// Says what would be here, and why it is not.
    void setContent(const QString& icon, const QString& title, const QString& sentence);

    /// Offers one thing to do; "" takes the button away.
    void setAction(const QString& text);
    [[nodiscard]] QPushButton* button() const { return m_button; }

signals:
    void actionTriggered();

private:
    IconLabel* m_icon;
    TextLabel* m_title;
    TextLabel* m_sentence;
    QPushButton* m_button;
};

} // namespace tamma::ui
