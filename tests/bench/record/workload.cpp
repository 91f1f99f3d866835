// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/record/workload.h"

#include "core/base/id_source.h"

#include <algorithm>

namespace tamma::bench {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LOOPS_AT_ONCE = 64;
constexpr qint64 EVENTS_OF_A_LOOP = 200;

} // namespace

QString loopOf(qint64 number)
{
    const qint64 loop
        = number / (LOOPS_AT_ONCE * EVENTS_OF_A_LOOP) * LOOPS_AT_ONCE + number % LOOPS_AT_ONCE;
    return u"0193d0a0-0000-7000-8000-%1"_s.arg(loop, 12, 10, QLatin1Char('0'));
}

Event anEvent(qint64 number)
{
    static UuidV7Source ids;
    const QString loop = loopOf(number);
    Tags tags{{u"issueId"_s, loop},
              {u"loopIteration"_s, QString::number(number / LOOPS_AT_ONCE % 3 + 1)},
              {u"mode"_s, number % 2 == 0 ? u"dev"_s : u"business"_s},
              {u"provider"_s, u"provider-%1"_s.arg(number % 3)},
              {u"userId"_s, u"user-%1"_s.arg(number % 50)},
              {u"workflowName"_s, u"standard-14-step"_s}};
    if (number % 2 == 1) {
        tags.insert(u"prId"_s, loop);
    }
    if (number % 10 == 0) {
        tags.insert(u"pluginName"_s, u"plugin-%1"_s.arg(number % 4));
    }
    return {EventId(ids.next()),
            SystemClock().now(),
            tags,
            {.actor = u"engine"_s},
            OpaquePayload{u"TYPE.%1.SUCCESS"_s.arg(number % 20),
                          1,
                          {{u"loopId"_s, loop}, {u"summary"_s, QString(90, u'x')}}}};
}

void must(const Result<AppendReceipt>& answer)
{
    if (!answer) {
        qFatal("%s", qPrintable(answer.error().detail));
    }
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

} // namespace tamma::bench
