// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>

class QApplication;
class QWidget;

namespace tamma {

/// Makes pictures the same on every machine: offscreen platform, only Inter and JetBrains Mono, no
/// hinting, 96 dots an inch, scale 1. Call it first in main(), before the application is made.
void pinScreen();

/// The other half of pinScreen(), with the application there: font, locale, no blinking cursor.
void pinLook(QApplication& app);

/// Shows `widget` in `size`, waits until it is painted, and returns what is on screen.
[[nodiscard]] QImage screenshotOf(QWidget& widget, QSize size);

/// Compares `picture` with tests/data/screenshots/`name`.png: byte for byte, else at most one pixel
/// in a thousand may differ by more than 24 of 255 in a channel.
///
/// Returns "" when they agree; otherwise what differs. The picture, and one with the differences in
/// red, are then in screenshots/ of the build folder: look at them. If the new look is right, run
/// the test with TAMMA_UPDATE_GOLDENS=1, look at the change of the golden, and commit it.
[[nodiscard]] QString differenceFromGolden(const QImage& picture, const QString& name);

} // namespace tamma
