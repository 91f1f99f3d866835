// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation_rail.h"

#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace tamma::ui {
namespace {

constexpr int COLLAPSED_WIDTH = 56;
constexpr int BADGE_HEIGHT = 18;
constexpr int RAIL_ICON = 18;

} // namespace

RailButton::RailButton(const PageDescription& page, const QKeySequence& keys, QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(page.icon)
    , m_keys(keys)
{
    setObjectName(QStringLiteral("rail.") + page.id);
    setText(page.title);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void RailButton::setBadge(int count)
{
    if (count != m_badge) {
        m_badge = count;
        describe();
        update();
    }
}

void RailButton::setCollapsed(bool collapsed)
{
    m_collapsed = collapsed;
    describe();
    update();
}

QSize RailButton::sizeHint() const
{
    return {COLLAPSED_WIDTH - metrics::SPACE_4, metrics::PRIMARY_HEIGHT};
}

void RailButton::describe()
{
    setAccessibleName(m_badge > 0 ? tr("%1, %2 waiting").arg(text()).arg(m_badge) : text());
    const QString keys = m_keys.toString(QKeySequence::NativeText);
    setToolTip(m_collapsed ? text() + QStringLiteral("  ") + keys : keys);
}

void RailButton::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event);
    const auto& colours = colourTokens(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto visual
        = [this](const QRect& r) { return QStyle::visualRect(layoutDirection(), rect(), r); };
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? colours.selection : colours.hover);
        painter.drawRoundedRect(rect(), metrics::CONTROL_RADIUS, metrics::CONTROL_RADIUS);
    }
    if (hasFocus() && window()->isActiveWindow()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.running.ink, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), metrics::CONTROL_RADIUS,
                                metrics::CONTROL_RADIUS);
    }
    const int lead = m_collapsed ? (width() - RAIL_ICON) / 2 : metrics::SPACE_3;
    const QRect iconRect(lead, (height() - RAIL_ICON) / 2, RAIL_ICON, RAIL_ICON);
    paintIcon(painter, visual(iconRect), m_icon,
              isChecked() ? colours.running.ink : colours.secondary);
    const QFont badgeFont = metrics::strong(metrics::caption(font()));
    const QString count = locale().toString(m_badge);
    const int badgeWidth
        = std::max(BADGE_HEIGHT, QFontMetrics(badgeFont).horizontalAdvance(count) + 12);
    QRect badge(width() - metrics::SPACE_2 - badgeWidth, (height() - BADGE_HEIGHT) / 2, badgeWidth,
                BADGE_HEIGHT);
    if (m_collapsed) {
        badge.moveTopRight({width() - 1, 0});
    } else {
        const int end = m_badge > 0 ? badge.left() : width();
        const int start = iconRect.right() + 1 + metrics::SPACE_3;
        paintLine(painter, visual({start, 0, end - metrics::SPACE_2 - start, height()}),
                  {text(), colours.text, isChecked() ? metrics::strong(font()) : font()});
    }
    if (!isCheckable() && !m_collapsed) {
        const QRect room = rect().adjusted(0, 0, -metrics::SPACE_3, 0);
        paintLine(painter, visual(room),
                  {m_keys.toString(QKeySequence::NativeText), colours.secondary,
                   metrics::caption(font()), Qt::AlignTrailing});
    }
    if (m_badge > 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.needsYou.tint);
        painter.drawRoundedRect(visual(badge), BADGE_HEIGHT / 2.0, BADGE_HEIGHT / 2.0);
        paintLine(painter, visual(badge),
                  {count, colours.needsYou.ink, badgeFont, Qt::AlignHCenter});
    }
}

void RailButton::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void RailButton::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

NavigationRail::NavigationRail(const PageRegistry& pages, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("navigationRail"));
    setAccessibleName(tr("Pages"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::SPACE_2, metrics::SPACE_4, metrics::SPACE_2,
                               metrics::SPACE_2);
    layout->setSpacing(metrics::SPACE_1 / 2);
    for (const PageDescription& page : pages.pages()) {
        if (!page.inRail) {
            continue;
        }
        const auto number = Qt::Key(Qt::Key_1 + m_buttons.size());
        auto* button = new RailButton(page, QKeySequence(Qt::CTRL | number), this);
        // A screen reader toggles without a click; a click on the checked one toggles nothing and
        // still leads back to its page.
        connect(button, &QAbstractButton::toggled, this, [this, id = page.id](bool on) {
            if (on) {
                emit chosen(id);
            }
        });
        connect(button, &QAbstractButton::pressed, this,
                [this, button] { m_pressedCurrent = button->isChecked(); });
        connect(button, &QAbstractButton::clicked, this, [this, id = page.id] {
            if (std::exchange(m_pressedCurrent, false)) {
                emit chosen(id);
            }
        });
        m_buttons.append(button);
        m_byPage.insert(page.id, button);
        layout->addWidget(button);
    }
    layout->addStretch();
    const PageDescription find{
        .id = QStringLiteral("find"), .title = tr("Find…"), .icon = QStringLiteral("search")};
    auto* search = new RailButton(find, Qt::CTRL | Qt::Key_K, this);
    search->setCheckable(false);
    connect(search, &QAbstractButton::clicked, this, &NavigationRail::searchWanted);
    m_buttons.append(search);
    layout->addWidget(search);
    setCollapsed(false);
}

void NavigationRail::setCurrent(const QString& pageId)
{
    if (RailButton* button = m_byPage.value(pageId)) {
        const QSignalBlocker quiet(button);
        button->setChecked(true);
        button->update();
        setFocusProxy(button);
    }
}

void NavigationRail::setBadge(const QString& pageId, int count)
{
    if (RailButton* button = m_byPage.value(pageId)) {
        button->setBadge(count);
    }
}

void NavigationRail::setCollapsed(bool collapsed)
{
    setFixedWidth(collapsed ? COLLAPSED_WIDTH : metrics::RAIL_WIDTH);
    for (RailButton* button : std::as_const(m_buttons)) {
        button->setCollapsed(collapsed);
    }
}

void NavigationRail::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event);
    QPainter painter(this);
    const QRect edge(width() - 1, 0, 1, height());
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), edge),
                     colourTokens(palette()).border);
}

void NavigationRail::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const auto at = m_buttons.indexOf(qobject_cast<RailButton*>(focusWidget()));
    if (step == 0 || at < 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    m_buttons.at(std::clamp<qsizetype>(at + step, 0, m_buttons.size() - 1))->setFocus();
}

} // namespace tamma::ui
