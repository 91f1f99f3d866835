// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace tamma::ui {

/// Says how well `query` fits into `text`: its letters must occur in order, whatever their case.
/// Better is higher: letters at the beginning of words and letters that follow each other count
/// more, and a short text beats a long one. Nothing when it does not fit; 0 for an empty query.
[[nodiscard]] std::optional<int> fuzzyScore(const QString& query, const QString& text);

} // namespace tamma::ui
