// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"

#include <QList>
#include <QString>

namespace tamma::intelligence {

/// Writes a change as a unified diff with three lines of context, for a model to read. When it is
/// above `tokens`, whole files are left out from the end, and a last line says how many.
///
/// Shape    Never more than `tokens` tokens as token_budget.h estimates them.
[[nodiscard]] QString diffText(const QList<git::FileDiff>& files, int tokens);

} // namespace tamma::intelligence
