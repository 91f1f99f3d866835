// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/event_query.h"

#include <algorithm>

namespace tamma::events {

bool QueryItem::matches(const QString& type, const Tags& eventTags) const
{
    return (types.isEmpty() || types.contains(type)) && eventTags.containsAll(tags);
}

bool EventQuery::matches(const QString& type, const Tags& eventTags) const
{
    return items.isEmpty() || std::ranges::any_of(items, [&](const QueryItem& item) {
               return item.matches(type, eventTags);
           });
}

} // namespace tamma::events
