// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/record_answer.h"

namespace tamma::readmodels {

void RecordAnswer::addOlder(const RecordAnswer& older)
{
    if (older.matches.count() > 0) {
        matches.merge(older.matches);
        failures.merge(older.failures);
        waits.merge(older.waits);
    }
    knownBackTo = older.knownBackTo;
    knownUpTo = older.knownUpTo;
    knownEvents = older.knownEvents;
    searchedBackTo = older.searchedBackTo;
    RecordTimes joined = older.times;
    for (const TimeMark& mark : times.marks()) {
        if (joined.isEmpty() || mark.position > joined.marks().last().position) {
            joined.append(mark);
        }
    }
    times = std::move(joined);
}

void RecordAnswer::append(const RecordFilter& filter, const events::StoredEvent& stored)
{
    if (stored.position <= upTo) {
        return;
    }
    upTo = stored.position;
    times.append({stored.position, stored.recorded});
    if (!filter.matches(stored)) {
        return;
    }
    matches.append(stored.position);
    const RecordMark mark = markOf(stored.event.payload);
    if (mark != RecordMark::None) {
        (mark == RecordMark::Failure ? failures : waits).append(stored.position);
    }
}

} // namespace tamma::readmodels
