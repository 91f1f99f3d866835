// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/toast.h"

#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace tamma::ui {

using namespace std::chrono_literals;

Toast::Toast(QWidget* parent)
    : QWidget(parent)
    , m_text(new TextLabel(TextRole::Body, {}, this))
    , m_time(new TextLabel(TextRole::Caption, {}, this))
    , m_undo(new QPushButton(tr("Undo"), this))
{
    setObjectName(QStringLiteral("toast"));
    m_text->setObjectName(QStringLiteral("toastText"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::SPACE_3, metrics::SPACE_2, metrics::SPACE_3,
                               metrics::SPACE_2);
    layout->setSpacing(metrics::SPACE_3);
    layout->addWidget(m_text);
    layout->addWidget(m_time);
    layout->addWidget(m_undo);
    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &Toast::countDown);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        dismiss();
        emit undone();
    });
    parent->installEventFilter(this);
    hide();
}

void Toast::showMessage(const QString& text, std::chrono::seconds time, bool undoable)
{
    if (m_open) {
        dismiss();
        emit expired();
    }
    m_open = true;
    m_left = time;
    m_text->setText(text);
    m_undo->setVisible(undoable);
    m_undo->setObjectName(undoable ? QStringLiteral("toastUndo") : QString());
    setAccessibleName(text);
    showTimeLeft();
    m_second.start();
    place();
    show();
    raise();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void Toast::countDown()
{
    if (underMouse() || m_undo->hasFocus()) {
        return; // Somebody is about to press it.
    }
    m_left -= 1s;
    if (m_left > 0s) {
        showTimeLeft();
        return;
    }
    dismiss();
    emit expired();
}

void Toast::dismiss()
{
    m_open = false;
    m_second.stop();
    hide();
}

void Toast::setLift(int lift)
{
    m_lift = lift;
    place();
}

void Toast::showTimeLeft()
{
    m_time->setText(m_undo->isHidden() ? QString() : tr("%1 s").arg(m_left.count()));
    m_time->setVisible(!m_undo->isHidden());
}

void Toast::place()
{
    adjustSize();
    const QRect area = parentWidget()->rect();
    resize(std::min(width(), area.width() - 2 * metrics::SPACE_4), height());
    // Not in the middle: there are the buttons that decide the next.
    move(isRightToLeft() ? metrics::SPACE_4 : area.right() - width() - metrics::SPACE_4,
         area.bottom() - height() - metrics::SPACE_6 - m_lift);
}

bool Toast::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && m_open) {
        place();
    }
    return QWidget::eventFilter(watched, event);
}

void Toast::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event);
    const auto& colours = colourTokens(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colours.bg);
    painter.setPen(QPen(colours.borderStrong, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::CARD_RADIUS,
                            metrics::CARD_RADIUS);
}

} // namespace tamma::ui
