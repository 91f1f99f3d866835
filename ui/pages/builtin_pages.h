// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page_registry.h"

namespace tamma::ui {

/// Every page that Tamma brings, in the order of the rail. A new page is one folder beside this
/// file and one line in it.
[[nodiscard]] PageRegistry builtinPages();

} // namespace tamma::ui
