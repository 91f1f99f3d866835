// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/record_filter.h"

#include <QRandomGenerator>

namespace tamma {

/// Events with few types and tags, at positions with gaps between them: every filter has something
/// to find, and a short list covers several segments of the columns. Equal seeds give equal events.
class GappedRecord {
public:
    explicit GappedRecord(quint32 seed, qint64 widestGap = 400)
        : m_random(seed)
        , m_widestGap(widestGap)
    {
    }

    [[nodiscard]] QList<events::StoredEvent> events(int count)
    {
        QList<events::StoredEvent> made;
        for (int number = 0; number < count; ++number) {
            made.append(next());
        }
        return made;
    }
    [[nodiscard]] events::StoredEvent next()
    {
        using namespace std::chrono;
        m_position += 1 + below(m_widestGap);
        m_time += milliseconds(below(5'000));
        events::StoredEvent stored;
        stored.position = {m_position};
        stored.recorded = m_time;
        stored.event.timestamp = m_time;
        stored.event.id = EventId(QStringLiteral("event-%1").arg(m_position));
        stored.event.payload = payload();
        stored.event.tags.insert(events::tag::LOOP, QStringLiteral("loop-%1").arg(below(6)));
        if (below(3) == 0) {
            stored.event.tags.insert(events::tag::MODE, QStringLiteral("dev"));
        }
        if (below(50) == 0) {
            stored.event.tags.insert(QStringLiteral("rare"), QStringLiteral("yes"));
        }
        return stored;
    }
    [[nodiscard]] readmodels::RecordFilter filter()
    {
        using namespace Qt::StringLiterals;
        readmodels::RecordFilter filter;
        const QStringList types{u"GATE.FAILED"_s, u"GATE.*"_s, u"PLUGIN.*"_s, u"NO.SUCH"_s,
                                u"APPROVAL.REQUESTED"_s};
        for (qint64 left = below(3); left > 0; --left) {
            filter.types.append(types[below(types.size())]);
        }
        if (below(2) == 0) {
            filter.tags.insert(events::tag::LOOP, u"loop-%1"_s.arg(below(7)));
        }
        if (below(3) == 0) {
            filter.tags.insert(events::tag::MODE, u"dev"_s);
        }
        if (below(6) == 0) {
            filter.tags.insert(u"rare"_s, u"yes"_s);
        }
        return filter;
    }
    [[nodiscard]] qint64 below(qint64 end) { return m_random.bounded(end); }
    [[nodiscard]] Timestamp now() const { return m_time; }

private:
    events::Payload payload()
    {
        using namespace Qt::StringLiterals;
        switch (below(6)) {
        case 0:
            return events::GateFailed{LoopId(u"loop"_s), {.summary = u"2 tests failed"_s}};
        case 1:
            return events::GatePassed{};
        case 2:
            return events::ApprovalRequested{};
        case 3:
            return events::OpaquePayload{u"PLUGIN.RUN.ERROR"_s, 1, {}};
        case 4:
            return events::OpaquePayload{u"PLUGIN.RUN.SUCCESS"_s, 1, {}};
        default:
            return events::IssueCommented{.text = u"note %1"_s.arg(m_position)};
        }
    }

    QRandomGenerator m_random;
    qint64 m_widestGap;
    qint64 m_position = 0;
    Timestamp m_time{std::chrono::milliseconds(1'764'936'000'000)};
};

} // namespace tamma
