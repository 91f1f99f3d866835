// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/record_filter.h"

#include "core/base/json.h"
#include "core/events/catalog.h"
#include "core/events/codec.h"

namespace tamma::readmodels {

bool matchesType(const QString& pattern, const QString& type)
{
    return pattern.endsWith(u'*') ? type.startsWith(QStringView(pattern).chopped(1))
                                  : type == pattern;
}

bool RecordFilter::matches(const events::StoredEvent& stored) const
{
    if ((recordedFrom && stored.recorded < *recordedFrom)
        || (recordedBefore && stored.recorded >= *recordedBefore)
        || !stored.event.tags.containsAll(tags)) {
        return false;
    }
    const QString type = events::catalog::typeName(stored.event.payload);
    const auto fits = [&](const QString& pattern) { return matchesType(pattern, type); };
    return (types.isEmpty() || std::ranges::any_of(types, fits)) && matchesWords(stored);
}

bool RecordFilter::matchesWords(const events::StoredEvent& stored) const
{
    if (words.isEmpty()) {
        return true;
    }
    const QString text = QString::fromUtf8(json::compact(events::codec::toJson(stored)));
    return std::ranges::all_of(
        words, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

RecordMark markOf(const events::Payload& payload)
{
    if (std::holds_alternative<events::ApprovalRequested>(payload)) {
        return RecordMark::WaitsForPerson;
    }
    if (const auto* deployment = std::get_if<events::DeploymentCompleted>(&payload)) {
        return deployment->exitCode == 0 ? RecordMark::None : RecordMark::Failure;
    }
    // By the name, so that plugins' failures count too.
    const QString type = events::catalog::typeName(payload);
    return type.endsWith(QLatin1StringView("FAILED")) || type.endsWith(QLatin1StringView("ERROR"))
        ? RecordMark::Failure
        : RecordMark::None;
}

QStringList typesMarkedByPayload()
{
    return events::catalog::typeNamesOf<events::DeploymentCompleted>();
}

} // namespace tamma::readmodels
