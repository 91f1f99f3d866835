// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page_registry.h"

#include <QAbstractButton>
#include <QHash>

namespace tamma::ui {

/// One entry of the rail: icon, title, and a count when there is something to do.
class RailButton final : public QAbstractButton {
    Q_OBJECT

public:
    RailButton(const PageDescription& page, const QKeySequence& keys, QWidget* parent);

    void setBadge(int count);
    void setCollapsed(bool collapsed);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void describe();

    QString m_icon;
    QKeySequence m_keys;
    int m_badge = 0;
    bool m_collapsed = false;
};

/// The pages at the leading edge of the window. In a narrow window it shows icons only.
class NavigationRail final : public QWidget {
    Q_OBJECT

public:
    NavigationRail(const PageRegistry& pages, QWidget* parent);

    /// Marks the entry of a page.
    void setCurrent(const QString& pageId);
    void setBadge(const QString& pageId, int count);
    void setCollapsed(bool collapsed);

signals:
    void chosen(const QString& pageId);
    void searchWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QList<RailButton*> m_buttons;
    QHash<QString, RailButton*> m_byPage;
    bool m_pressedCurrent = false; // The button that is held down is the one that is checked.
};

} // namespace tamma::ui
