// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/loop_detail/mono_text.h"
#include "ui/pages/loop_detail/transcript_model.h"
#include "ui/widgets/colour_tokens.h"

#include <QFont>

namespace tamma::ui {

/// How a block of a transcript looks: one place for what kinds differ in.
struct BlockLook {
    enum class Body { None, Plain, Markdown, Mono };

    QString icon;
    QColor iconColour;
    QString title; ///< Empty: the block has no header line.
    QString detail; ///< Behind the title, in code font.
    QColor titleColour;
    bool strongTitle = true;
    bool showsTime = false;
    Body body = Body::None;
    QColor bodyColour;
    bool smallBody = false;
    bool italicBody = false;
    Excerpt excerpt;
    int spaceAbove = 4;
    int spaceBelow = 4;

    [[nodiscard]] QFont bodyFont(const QFont& base) const;
};

[[nodiscard]] BlockLook blockLook(const TranscriptBlock& block, const ColourTokens& colours);

} // namespace tamma::ui
