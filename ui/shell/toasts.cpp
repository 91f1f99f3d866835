// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/toasts.h"

#include "ui/widgets/metrics.h"
#include "ui/widgets/toast.h"

#include <QPushButton>

namespace tamma::ui {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype MOST_OFFERS = 4; // The oldest of more counts at once.

} // namespace

Toasts::Toasts(QWidget* window)
    : QObject(window)
    , m_window(window)
    , m_message(new Toast(window))
{
    connect(m_message, &Toast::expired, this, [this] {
        m_saying = false;
        showNext();
    });
}

void Toasts::say(const QString& text)
{
    m_waiting.append(text);
    showNext();
}

void Toasts::offer(UndoOffer offer)
{
    if (m_offers.size() >= MOST_OFFERS) {
        end(m_offers.first().toast, true);
    }
    m_message->dismiss();
    m_saying = false;
    auto* toast = new Toast(m_window);
    connect(toast, &Toast::undone, this, [this, toast] { end(toast, false); });
    connect(toast, &Toast::expired, this, [this, toast] { end(toast, true); });
    toast->showMessage(offer.text, offer.time, true);
    m_offers.append({toast, std::move(offer)});
    stack();
    emit canUndoChanged(true);
}

void Toasts::undo()
{
    if (!m_offers.isEmpty()) {
        m_offers.last().toast->findChild<QPushButton*>(QStringLiteral("toastUndo"))->click();
    }
}

void Toasts::keepNow()
{
    while (!m_offers.isEmpty()) {
        end(m_offers.first().toast, true);
    }
}

void Toasts::end(const Toast* toast, bool kept)
{
    const auto found = std::ranges::find(m_offers, toast, &Open::toast);
    const Open open = m_offers.takeAt(found - m_offers.begin());
    open.toast->dismiss();
    open.toast->deleteLater();
    stack();
    if (m_offers.isEmpty()) {
        emit canUndoChanged(false);
    }
    kept ? open.offer.keep() : open.offer.undo();
    showNext();
}

void Toasts::stack()
{
    int lift = 0;
    for (const Open& open : std::as_const(m_offers)) {
        open.toast->setLift(lift);
        lift += open.toast->height() + metrics::SPACE_2;
    }
}

void Toasts::showNext()
{
    if (m_offers.isEmpty() && !m_saying && !m_waiting.isEmpty()) {
        m_saying = true;
        m_message->showMessage(m_waiting.takeFirst(), 4s, false);
    }
}

} // namespace tamma::ui
