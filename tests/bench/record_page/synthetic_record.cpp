// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/record_page/synthetic_record.h"

#include "core/events/catalog.h"

#include <QJsonObject>

namespace tamma::bench {

using namespace events;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr qint64 LOOPS_AT_ONCE = 64;
constexpr qint64 EVENTS_OF_A_LOOP = 200;
constexpr qint64 MS_BETWEEN = 700;
constexpr Timestamp START{milliseconds(1'764'936'000'000)};

QString typeAt(qint64 position)
{
    return position % 40 == 7 ? u"GATE.FAILED"_s : u"TYPE.%1.SUCCESS"_s.arg(position % 20);
}

// A real store finds by its index that there is no event of a type.
bool isMade(const QueryItem& item)
{
    return item.types.isEmpty() || std::ranges::any_of(item.types, [](const QString& type) {
               return type == typeAt(7) || type.startsWith(u"TYPE."_s);
           });
}

} // namespace

QString SyntheticRecord::loopAt(qint64 position)
{
    const qint64 loop
        = position / (LOOPS_AT_ONCE * EVENTS_OF_A_LOOP) * LOOPS_AT_ONCE + position % LOOPS_AT_ONCE;
    return u"0193d0a0-0000-7000-8000-%1"_s.arg(loop, 12, 10, QLatin1Char('0'));
}

StoredEvent SyntheticRecord::eventAt(qint64 position)
{
    const QString loop = loopAt(position);
    StoredEvent stored;
    stored.position = {position};
    // Eight hours of work, and sixteen without.
    const qint64 worked = position * MS_BETWEEN;
    stored.recorded = START + milliseconds(worked + worked / 28'800'000 * 57'600'000);
    stored.event.id
        = EventId(u"0193d0a0-0000-7000-9000-%1"_s.arg(position, 12, 10, QLatin1Char('0')));
    stored.event.timestamp = stored.recorded;
    stored.event.tags = {{tag::ISSUE, loop},
                         {tag::LOOP, loop},
                         {tag::ITERATION, QString::number(position / LOOPS_AT_ONCE % 3 + 1)},
                         {tag::MODE, position % 2 == 0 ? u"dev"_s : u"business"_s},
                         {tag::PROVIDER, u"provider-%1"_s.arg(position % 3)},
                         {tag::USER, u"user-%1"_s.arg(position % 50)},
                         {tag::WORKFLOW, u"standard-14-step"_s},
                         {tag::STEP, u"step-%1"_s.arg(position / LOOPS_AT_ONCE / 14 % 14)}};
    stored.event.metadata.actor = u"engine"_s;
    stored.event.payload
        = OpaquePayload{typeAt(position), 1, {{u"summary"_s, u"41 lines in search.ts"_s}}};
    return stored;
}

Result<AppendReceipt> SyntheticRecord::append(const QList<Event>&, const AppendGuard&)
{
    return failure(errors::STORE_UNAVAILABLE, u"made up"_s);
}

Result<QList<StoredEvent>> SyntheticRecord::read(const EventQuery& query) const
{
    QList<StoredEvent> found;
    if (!query.items.isEmpty() && std::ranges::none_of(query.items, isMade)) {
        return found;
    }
    const qint64 last = std::min(query.upTo.value, m_events);
    for (qint64 step = 0; query.after.value + step < last && found.size() < query.limit; ++step) {
        StoredEvent stored = eventAt(query.backwards ? last - step : query.after.value + 1 + step);
        if (query.matches(catalog::typeName(stored.event.payload), stored.event.tags)
            && query.matchesDetails(stored)) {
            found.append(std::move(stored));
        }
    }
    return found;
}

Result<Position> SyntheticRecord::positionAt(Timestamp moment) const
{
    qint64 before = 0;
    qint64 after = m_events + 1;
    while (after - before > 1) {
        const qint64 middle = (before + after) / 2;
        (eventAt(middle).recorded <= moment ? before : after) = middle;
    }
    return Position{before};
}

std::unique_ptr<Subscription> SyntheticRecord::subscribe(Position, Listener)
{
    return nullptr;
}

} // namespace tamma::bench
