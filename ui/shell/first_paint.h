// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace tamma::ui {

/// Writes a line "painted" to stdout when the window has its first frame, for whoever measures the
/// start. GUI thread only.
void reportFirstPaint(QWidget& window);

} // namespace tamma::ui
