// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QEvent>

#include <functional>

namespace tamma::ui::bench {

/// An application that says when the pixels of a window are out.
class PaintingApplication final : public QApplication {
public:
    using QApplication::QApplication;

    std::function<void(const QObject* window)> painted;

    bool notify(QObject* receiver, QEvent* event) override
    {
        const bool paints = event->type() == QEvent::UpdateRequest && receiver->isWidgetType();
        const bool handled = QApplication::notify(receiver, event);
        if (paints && painted) {
            painted(receiver);
        }
        return handled;
    }
};

} // namespace tamma::ui::bench
