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

namespace {

QString metadataValue(const EventMetadata& metadata, const QString& key)
{
    return key == QLatin1StringView("actor")    ? metadata.actor
        : key == QLatin1StringView("causation") ? metadata.causation
        : key == QLatin1StringView("eventSource")
        ? metadata.eventSource
        : metadata.workflowVersion; // checkQuery() lets no other key pass.
}

} // namespace

bool EventQuery::matchesDetails(const StoredEvent& stored) const
{
    if ((recordedFrom && stored.recorded < *recordedFrom)
        || (recordedBefore && stored.recorded >= *recordedBefore)) {
        return false;
    }
    return metadata.isEmpty()
        || std::ranges::all_of(metadata.asKeyValueRange(), [&](const auto& wanted) {
               return metadataValue(stored.event.metadata, wanted.first) == wanted.second;
           });
}

} // namespace tamma::events
