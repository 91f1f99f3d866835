// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QStringList>

namespace tamma::ui {

/// Divides `text` into at most `mostLines` lines of at most `width` pixels, at the ends of words
/// where that is possible; what does not fit ends in "…".
[[nodiscard]] QStringList wrappedLines(const QString& text, const QFont& font, int width,
                                       int mostLines);

} // namespace tamma::ui
