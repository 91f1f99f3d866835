// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"

#include <QWidget>

#include <functional>

namespace tamma::ui {

class CardOutlook;

/// What the parts of an approval card are made from.
struct CardView {
    const readmodels::Approval& approval;
    const CardOutlook& outlook;
    QString person; ///< Who reads it.
    Timestamp now{};
    bool plain = false; ///< For people who do not read code.
    std::function<void(Position)> showProof; ///< Opens the event that a claim stands on.
};

// The parts of an approval card, each a widget made for one approval. A part that has nothing to
// say is nullptr.

/// The pills: how it stands, breaking, recorded.
[[nodiscard]] QWidget* pillRow(const CardView& view);

/// Who has it, who was told, until when.
[[nodiscard]] QWidget* noticeSection(const CardView& view);

/// Why the change cannot be looked at here.
[[nodiscard]] QWidget* unreadableSection(const CardView& view);

/// What is new since the reader last said something about it.
[[nodiscard]] QWidget* newsSection(const CardView& view);

/// A heading and prose below it.
[[nodiscard]] QWidget* proseSection(const QString& title, const QString& text);

/// A heading and one line for each reason.
[[nodiscard]] QWidget* reasonSection(const CardView& view);

/// What the gates found, each with the way to its event.
[[nodiscard]] QWidget* verdictSection(const CardView& view);

/// Whether it can be merged as it is now.
[[nodiscard]] QWidget* forecastSection(const CardView& view);

[[nodiscard]] QWidget* fileSection(const CardView& view);

/// What was asked before the decision, and what was answered.
[[nodiscard]] QWidget* exchangeSection(const CardView& view);

} // namespace tamma::ui
