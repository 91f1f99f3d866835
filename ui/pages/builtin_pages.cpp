// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/builtin_pages.h"

namespace tamma::ui {

PageRegistry builtinPages()
{
    PageRegistry registry;
    return registry;
}

} // namespace tamma::ui
