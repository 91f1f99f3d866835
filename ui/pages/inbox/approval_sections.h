// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"

#include <QWidget>

namespace tamma::ui {

// The parts of an approval card, each a widget made for one approval. A part that has nothing to
// say is nullptr.

/// The pills: how it stands, breaking, recorded.
[[nodiscard]] QWidget* pillRow(const readmodels::Approval& approval);

/// A heading and prose below it.
[[nodiscard]] QWidget* proseSection(const QString& title, const QString& text);

/// A heading and one line for each reason.
[[nodiscard]] QWidget* reasonSection(const readmodels::Approval& approval);

/// What the gates found: icon, gate, word, summary, duration.
[[nodiscard]] QWidget* verdictSection(const readmodels::Approval& approval);

[[nodiscard]] QWidget* fileSection(const readmodels::Approval& approval);

/// What was asked before the decision, and what was answered.
[[nodiscard]] QWidget* exchangeSection(const readmodels::Approval& approval);

} // namespace tamma::ui
