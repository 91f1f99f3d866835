// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace tamma::ui {

class TextLabel;

/// The top of a page: its title, a quiet line beside it, and its buttons at the far end.
class PageHeader final : public QWidget {
    Q_OBJECT

public:
    explicit PageHeader(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);

    /// Shows a count or a state beside the title; "" hides it.
    void setSubtitle(const QString& subtitle);

    /// Puts `widget` behind the others at the far end, and takes it as a child.
    void addWidget(QWidget* widget);

private:
    TextLabel* m_title;
    TextLabel* m_subtitle;
    QHBoxLayout* m_layout;
};

} // namespace tamma::ui
