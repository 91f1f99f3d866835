// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QObject>
#include <QStringList>

#include <optional>

namespace tamma::ui {

class Toast;

/// The messages at the lower edge of the window, one at a time. An offer to undo stays until it is
/// decided; plain messages wait behind it.
class Toasts final : public QObject {
    Q_OBJECT

public:
    explicit Toasts(QWidget* window);

    void say(const QString& text);
    void offer(UndoOffer offer);

    /// Takes the newest offer back, as its button does.
    void undo();
    [[nodiscard]] bool canUndo() const { return m_offer.has_value(); }

    /// Does at once what is still held back.
    void keepNow();

signals:
    void canUndoChanged(bool canUndo);

private:
    void end(bool kept);
    void showNext();

    Toast* m_toast;
    std::optional<UndoOffer> m_offer;
    QStringList m_waiting;
    bool m_saying = false;
};

} // namespace tamma::ui
