// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace tamma::intelligence {

/// Estimates the tokens of a text: three bytes each. Prose has four and more, code a little over
/// three, so the estimate errs on the side of the limit.
[[nodiscard]] inline int estimatedTokens(const QByteArray& utf8)
{
    return int((utf8.size() + 2) / 3);
}

[[nodiscard]] inline int estimatedTokens(const QString& text)
{
    return estimatedTokens(text.toUtf8());
}

} // namespace tamma::intelligence
