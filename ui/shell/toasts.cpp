// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/toasts.h"

#include "ui/widgets/toast.h"

#include <QPushButton>

namespace tamma::ui {

using namespace std::chrono_literals;

Toasts::Toasts(QWidget* window)
    : QObject(window)
    , m_toast(new Toast(window))
{
    connect(m_toast, &Toast::undone, this, [this] { end(false); });
    connect(m_toast, &Toast::expired, this, [this] { end(true); });
}

void Toasts::say(const QString& text)
{
    m_waiting.append(text);
    if (!m_offer && !m_saying) {
        showNext();
    }
}

void Toasts::offer(UndoOffer offer)
{
    keepNow();
    m_saying = false;
    m_toast->showMessage(offer.text, offer.time, true); // Expires a plain message, if one is there.
    m_offer = std::move(offer);
    emit canUndoChanged(true);
}

void Toasts::undo()
{
    if (m_offer) {
        m_toast->findChild<QPushButton*>(QStringLiteral("toastUndo"))->click();
    }
}

void Toasts::keepNow()
{
    if (m_offer) {
        end(true);
    }
}

void Toasts::end(bool kept)
{
    m_saying = false;
    if (m_offer) {
        const UndoOffer offer = *std::exchange(m_offer, std::nullopt);
        emit canUndoChanged(false);
        kept ? offer.keep() : offer.undo();
    }
    if (!m_offer && !m_waiting.isEmpty()) {
        showNext();
    }
}

void Toasts::showNext()
{
    m_saying = true;
    m_toast->showMessage(m_waiting.takeFirst(), 4s, false);
}

} // namespace tamma::ui
