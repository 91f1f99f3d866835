// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/platforms/git_platform.h"

#include <QList>
#include <QString>

namespace tamma::platforms {

/// Reads issues from Markdown. Every heading of level 1 or 2 ("# Title", "## Title") begins an
/// issue; what follows up to the next one is its body, deeper headings too. The first line of it
/// that reads "Labels: bug, good first issue" gives the labels and is not part of the body. Text
/// before the first heading is no issue, a heading without text neither, and "#" in a fenced code
/// block (``` or ~~~) is no heading.
///
/// Shape    In the order of the file; repository and author are for the caller to fill in.
[[nodiscard]] QList<IssueDraft> importMarkdown(const QString& text);

} // namespace tamma::platforms
