// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page_registry.h"

namespace tamma::ui {

void PageRegistry::add(PageDescription page)
{
    const auto same = std::ranges::find(m_pages, page.id, &PageDescription::id);
    if (same != m_pages.end()) {
        *same = std::move(page);
        return;
    }
    m_pages.append(std::move(page));
}

const PageDescription* PageRegistry::find(const QString& id) const
{
    const auto found = std::ranges::find(m_pages, id, &PageDescription::id);
    return found == m_pages.end() ? nullptr : &*found;
}

} // namespace tamma::ui
