// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"
#include "core/events/identity_tags.h"
#include "core/store/open_record.h"
#include "core/store/sqlite/sqlite_record.h"
#include "tests/bench/record/figures.h"
#include "tests/bench/record/workload.h"

namespace tamma::bench {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

constexpr int ROUNDS = 7;
constexpr int APPENDS = 400; // In each round and of each kind.
constexpr int READS = 20;

Event ofNobody(UuidV7Source& ids)
{
    const Payload payload = StepCompleted{LoopId(u"L"_s), StepId(u"BUILD"_s), 1, false,
                                          u"It was built, as it is every time. "_s.repeated(10)};
    Event event{EventId(ids.next()), SystemClock().now(), identityTags(payload), {}, payload};
    event.metadata.actor = u"engine"_s;
    return event;
}

Event ofMia(UuidV7Source& ids)
{
    const Payload payload = IssueCommented{IssueId(u"I"_s), u"Mia"_s,
                                           u"I would do it in another way. "_s.repeated(12)};
    Event event{EventId(ids.next()), SystemClock().now(), identityTags(payload), {}, payload};
    event.metadata.actor = u"Mia"_s;
    return event;
}

/// The same events with and without sealing.
struct Pair {
    std::vector<double> plain;
    std::vector<double> sealed;

    void report(BenchReport& report, const QString& name, const QString& unit, double worst) const
    {
        // The slower of two neighbours tells more of the disk than of the code: rounds are
        // compared.
        std::vector<double> ratios;
        for (size_t i = 0; i < plain.size(); ++i) {
            ratios.push_back(sealed[i] / plain[i]);
        }
        const double ratio = median(ratios);
        report.figure({name, median(sealed), unit,
                       u"without sealing %1 %2"_s.arg(median(plain), 0, 'f', 1).arg(unit), ratio,
                       u"<= %1"_s.arg(worst, 0, 'f', 2), ratio <= worst});
    }
};

template <typename Make>
void measureAppends(Pair& pair, EventStore& plain, EventStore& sealed, const Make& make)
{
    double taken[2] = {};
    for (int i = 0; i < 2 * APPENDS; ++i) {
        const Event event = make();
        const bool isSealed = i % 2 == (i / 2) % 2;
        taken[isSealed] += seconds(
            [&] { must((isSealed ? sealed : plain).append({event}, AppendGuard::none())); });
    }
    pair.plain.push_back(taken[0] * 1e6 / APPENDS);
    pair.sealed.push_back(taken[1] * 1e6 / APPENDS);
}

void measureReads(Pair& pair, const EventStore& plain, const EventStore& sealed,
                  const EventQuery& query)
{
    double taken[2] = {};
    for (int i = 0; i < 2 * READS; ++i) {
        taken[i % 2] += seconds([&] {
            if ((i % 2 == 0 ? plain : sealed).read(query)->size() != LOOP_EVENTS) {
                qFatal("not everything was read");
            }
        });
    }
    pair.plain.push_back(taken[0] * 1e6 / READS);
    pair.sealed.push_back(taken[1] * 1e6 / READS);
}

} // namespace

void measureSealing(BenchReport& report, const QString& folder)
{
    const auto plain = *store::SqliteRecord::open(folder + u"/plain.sqlite"_s);
    const auto sealed = *store::openRecord(folder + u"/sealed.sqlite"_s);
    UuidV7Source ids;
    const auto query = [](const char* type) {
        EventQuery some{{{{QString::fromLatin1(type)}, {}}}};
        some.limit = LOOP_EVENTS;
        return some;
    };
    Pair appendNobody;
    Pair appendMia;
    Pair readNobody;
    Pair readMia;
    for (int round = 0; round < ROUNDS; ++round) {
        measureAppends(appendNobody, *plain, *sealed, [&] { return ofNobody(ids); });
        measureAppends(appendMia, *plain, *sealed, [&] { return ofMia(ids); });
        measureReads(readNobody, *plain, *sealed, query("WORKFLOW.STEP_COMPLETED"));
        measureReads(readMia, *plain, *sealed, query("ISSUE.COMMENTED.SUCCESS"));
    }
    appendNobody.report(report, u"durable append of nobody's event, sealing record"_s, u"us"_s,
                        1.03);
    appendMia.report(report, u"durable append of a person's event, sealed"_s, u"us"_s, 1.25);
    readNobody.report(report, u"read 200 events of nobody, sealing record"_s, u"us"_s, 1.03);
    readMia.report(report, u"read 200 events of a person, opened"_s, u"us"_s, 3);
}

} // namespace tamma::bench
