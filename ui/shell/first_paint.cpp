// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/first_paint.h"

#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <cstdio>

namespace tamma::ui {
namespace {

class FirstPaint final : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject* window, QEvent* event) override
    {
        if (event->type() == QEvent::Paint) {
            window->removeEventFilter(this);
            QTimer::singleShot(0, this, [] { // The frame goes out in the turn that paints it.
                std::fputs("painted\n", stdout);
                std::fflush(stdout);
            });
        }
        return false;
    }
};

} // namespace

void reportFirstPaint(QWidget& window)
{
    window.installEventFilter(new FirstPaint(&window));
}

} // namespace tamma::ui
