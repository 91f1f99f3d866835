// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace tamma::intelligence {

/// Returns the text, or when it has more than `tokens` tokens its most telling lines with some
/// lines around them; what is left out is marked with its line numbers. Empty when not even one
/// piece fits.
///
/// Shape    `weights` has one number for each line: how telling it is. The result never has more
///          than `tokens` tokens.
[[nodiscard]] QByteArray excerptOf(const QByteArray& text, const QList<double>& weights,
                                   int tokens);

} // namespace tamma::intelligence
