// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

// Sizes in pixels on the 4 px grid, and the type scale.
namespace tamma::ui::metrics {

inline constexpr int PAGE_MARGIN = 24;
inline constexpr int CARD_PADDING = 12;
inline constexpr int CARD_RADIUS = 8;
inline constexpr int CARD_GAP = 12;
inline constexpr int CONTROL_RADIUS = 6;
inline constexpr int CONTROL_HEIGHT = 32;
inline constexpr int PRIMARY_HEIGHT = 36;
inline constexpr int DENSE_ROW = 24; ///< Record, diff.
inline constexpr int NORMAL_ROW = 32;
inline constexpr int COMFORTABLE_ROW = 40; ///< Inbox.
inline constexpr int ICON = 16;
inline constexpr int READING_WIDTH = 760; ///< Prose is never wider.
inline constexpr int RAIL_WIDTH = 208;
inline constexpr int SPACE_1 = 4;
inline constexpr int SPACE_2 = 8;
inline constexpr int SPACE_3 = 12;
inline constexpr int SPACE_4 = 16;
inline constexpr int SPACE_6 = 24;
inline constexpr int SPACE_8 = 32;

/// Fonts relative to the body font `base`; none falls below 9 pt.
[[nodiscard]] QFont caption(const QFont& base);
[[nodiscard]] QFont strong(const QFont& base); ///< Body size, semibold.
[[nodiscard]] QFont section(const QFont& base);
[[nodiscard]] QFont pageTitle(const QFont& base);

/// The system's fixed-width font in the size of `base`: code, logs, commits.
[[nodiscard]] QFont code(const QFont& base);

} // namespace tamma::ui::metrics
