// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QObject>
#include <QStringList>

namespace tamma::ui {

class Toast;

/// The messages in the lower corner of the window. Each offer to undo has its own time, the newest
/// on top; plain messages come one at a time, when there is no offer.
class Toasts final : public QObject {
    Q_OBJECT

public:
    explicit Toasts(QWidget* window);

    void say(const QString& text);
    void offer(UndoOffer offer);

    /// Takes the newest offer back, as its button does.
    void undo();
    [[nodiscard]] bool canUndo() const { return !m_offers.isEmpty(); }

    /// Does at once what is still held back.
    void keepNow();

signals:
    void canUndoChanged(bool canUndo);

private:
    struct Open {
        Toast* toast;
        UndoOffer offer;
    };

    void end(const Toast* toast, bool kept);
    void stack();
    void showNext();

    QWidget* m_window;
    Toast* m_message;
    QList<Open> m_offers; // Oldest first.
    QStringList m_waiting;
    bool m_saying = false;
};

} // namespace tamma::ui
