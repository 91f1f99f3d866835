// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/request_check.h"

#include "core/events/catalog.h"
#include "core/events/codec.h"

#include <QSet>

#include <algorithm>

namespace tamma::events {

namespace {

using std::chrono::sys_days;
using std::chrono::year;
constexpr Timestamp FIRST_MOMENT = sys_days(year(1) / 1 / 1);
constexpr Timestamp END_OF_TIME = sys_days(year(10'000) / 1 / 1);

Result<> checkEvent(const Event& event)
{
    const auto refuse = [&event](const QString& why) {
        return failure(errors::INVALID_ARGUMENT, why, {{QStringLiteral("id"), event.id.text()}});
    };
    if (event.id.isEmpty()) {
        return refuse(QStringLiteral("an event needs an id"));
    }
    if (catalog::typeName(event.payload).isEmpty()) {
        return refuse(QStringLiteral("an event needs a type"));
    }
    if (event.timestamp < FIRST_MOMENT || event.timestamp >= END_OF_TIME) {
        return refuse(QStringLiteral("ISO 8601 writes years from 1 to 9999 only"));
    }
    // Whoever hands over JSON for a type of ours hands over what we can read again.
    if (std::holds_alternative<OpaquePayload>(event.payload)) {
        if (const auto readable = codec::decode(codec::encode(event.payload)); !readable) {
            return refuse(readable.error().detail);
        }
    }
    for (const auto& [key, value] : event.tags.pairs()) {
        if (key.isEmpty() || key.contains(QLatin1Char(':'))) {
            return refuse(QStringLiteral("\"%1\" cannot be the key of a tag").arg(key));
        }
    }
    return {};
}

} // namespace

Result<> checkAppend(const QList<Event>& batch, const AppendGuard& guard)
{
    if (batch.isEmpty()) {
        return failure(errors::INVALID_ARGUMENT, QStringLiteral("a batch needs events"));
    }
    QSet<QString> ids;
    for (const Event& event : batch) {
        TRY(checkEvent(event));
        ids.insert(event.id.text());
    }
    if (ids.size() != batch.size()) {
        return failure(errors::INVALID_ARGUMENT, QStringLiteral("two events share an id"));
    }
    for (const GuardClause& clause : guard.clauses) {
        TRY(checkQuery(clause.about));
        if (clause.about.asksForDetails()) {
            return failure(errors::INVALID_ARGUMENT,
                           QStringLiteral("a guard looks at types and tags only"));
        }
    }
    return {};
}

Result<> checkQuery(const EventQuery& query)
{
    const auto saysNothing
        = [](const QueryItem& item) { return item.types.isEmpty() && item.tags.isEmpty(); };
    if (std::ranges::any_of(query.items, saysNothing)) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("an item of a query needs a type or a tag"));
    }
    static const QStringList METADATA{QStringLiteral("actor"), QStringLiteral("causation"),
                                      QStringLiteral("eventSource"),
                                      QStringLiteral("workflowVersion")};
    for (const QString& key : query.metadata.keys()) {
        if (!METADATA.contains(key)) {
            return failure(errors::INVALID_ARGUMENT,
                           QStringLiteral("\"%1\" is no metadata; there is %2")
                               .arg(key, METADATA.join(QStringLiteral(", "))));
        }
    }
    return {};
}

Error guardBroken(qsizetype number, const GuardClause& clause, Position position)
{
    return {errors::POSITION_CONFLICT,
            QStringLiteral("what the decision is about changed after position %1: see position %2")
                .arg(clause.seenUpTo.value)
                .arg(position.value),
            {{QStringLiteral("clause"), number}, {QStringLiteral("position"), position.value}},
            true};
}

Error storedInPart()
{
    return {errors::INVALID_ARGUMENT, QStringLiteral("a part of the batch is stored already")};
}

} // namespace tamma::events
