// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/inline_message.h"

#include "ui/widgets/icon_label.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>

namespace tamma::ui {
namespace {

const InkAndTint& coloursOf(MessageKind kind, const ColourTokens& colours)
{
    switch (kind) {
    case MessageKind::Warning:
        return colours.needsYou;
    case MessageKind::Error:
        return colours.failed;
    case MessageKind::Note:
        break;
    }
    return colours.running;
}

void setIconOf(MessageKind kind, IconLabel& label)
{
    switch (kind) {
    case MessageKind::Note:
        label.setIcon(QStringLiteral("info"), [](const ColourTokens& c) { return c.running.ink; });
        return;
    case MessageKind::Warning:
        label.setIcon(QStringLiteral("triangle-alert"),
                      [](const ColourTokens& c) { return c.needsYou.ink; });
        return;
    case MessageKind::Error:
        label.setIcon(QStringLiteral("octagon-x"),
                      [](const ColourTokens& c) { return c.failed.ink; });
        return;
    }
}

} // namespace

InlineMessage::InlineMessage(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(
          QStringLiteral("info"), 18, [](const ColourTokens& c) { return c.running.ink; }, this))
    , m_text(new TextLabel(TextRole::Body, {}, this))
    , m_buttons(new QHBoxLayout)
    , m_showDetails(new QPushButton(tr("Details"), this))
    , m_details(new QPlainTextEdit(this))
{
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_showDetails->setObjectName(QStringLiteral("messageDetailsButton"));
    m_showDetails->setCheckable(true);
    m_showDetails->setFlat(true);
    m_showDetails->hide();
    m_details->setObjectName(QStringLiteral("messageDetails"));
    m_details->setAccessibleName(tr("Details of the message"));
    m_details->setReadOnly(true);
    m_details->setFont(metrics::code(font()));
    m_details->setMaximumHeight(160);
    m_details->hide();
    connect(m_showDetails, &QPushButton::toggled, m_details, &QWidget::setVisible);

    m_buttons->setSpacing(metrics::SPACE_2);
    m_buttons->addWidget(m_showDetails);
    auto* first = new QHBoxLayout;
    first->setSpacing(metrics::SPACE_2);
    first->addWidget(m_icon, 0, Qt::AlignVCenter);
    first->addWidget(m_text, 1, Qt::AlignVCenter);
    first->addLayout(m_buttons);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::SPACE_3, metrics::SPACE_2, metrics::SPACE_2,
                               metrics::SPACE_2);
    layout->addLayout(first);
    layout->addWidget(m_details);
}

void InlineMessage::showMessage(MessageKind kind, const QString& text)
{
    m_kind = kind;
    setIconOf(kind, *m_icon);
    m_text->setText(text);
    setAccessibleName(text);
    update();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QPushButton* InlineMessage::addAction(const QString& text)
{
    auto* button = new QPushButton(text, this);
    m_buttons->insertWidget(static_cast<int>(m_actions.size()), button);
    m_actions.append(button);
    return button;
}

void InlineMessage::clearActions()
{
    for (auto* button : std::exchange(m_actions, {})) {
        button->hide();
        button->deleteLater(); // It may be the one whose click led here.
    }
}

void InlineMessage::setDetails(const QString& details)
{
    m_details->setPlainText(details);
    m_showDetails->setVisible(!details.isEmpty());
    m_showDetails->setChecked(false);
}

QString InlineMessage::text() const
{
    return m_text->text();
}

void InlineMessage::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event);
    const auto& colours = coloursOf(m_kind, colourTokens(palette()));
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colours.tint);
    painter.setPen(QPen(colours.ink, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::CARD_RADIUS,
                            metrics::CARD_RADIUS);
}

} // namespace tamma::ui
