// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/recorder.h"

#include "core/base/log.h"
#include "core/events/identity_tags.h"

namespace tamma::engine {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds LIVE_INTERVAL(100);

} // namespace

Recorder::Recorder(EventStore& store, const Clock& clock, IdSource& ids)
    : m_store(store)
    , m_clock(clock)
    , m_ids(ids)
    , m_flusher([this](const std::stop_token& stop) { flushEvery100Ms(stop); })
{
}

Recorder::~Recorder() = default;

QList<Event> Recorder::stamp(const QList<Payload>& payloads, const Tags& shared,
                             const QString& actor) const
{
    QList<Event> batch;
    for (const Payload& payload : payloads) {
        Tags tags = identityTags(payload);
        for (const auto& [key, value] : shared.pairs()) {
            tags.insert(key, value);
        }
        EventMetadata metadata;
        metadata.actor = actor;
        batch.append({EventId(m_ids.next()), m_clock.now(), tags, metadata, payload});
    }
    return batch;
}

Result<Position> Recorder::append(const QList<Payload>& payloads, const Tags& shared,
                                  const QString& actor, const AppendGuard& guard)
{
    TRY_ASSIGN(const events::AppendReceipt stored,
               m_store.append(stamp(payloads, shared, actor), guard));
    return stored.last;
}

void Recorder::appendLive(const LoopId& loop, const Tags& shared, const TranscriptAppended& piece)
{
    const std::scoped_lock lock(m_mutex);
    Pending& pending = m_pending[loop];
    pending.shared = shared;
    auto* last = pending.payloads.isEmpty()
        ? nullptr
        : std::get_if<TranscriptAppended>(&pending.payloads.last());
    if (last && last->sessionId == piece.sessionId) {
        last->entries += piece.entries;
    } else {
        pending.payloads.append(piece);
    }
    m_wake.notify_all();
}

void Recorder::appendLive(const LoopId& loop, const Tags& shared, const GateLogAppended& piece)
{
    const std::scoped_lock lock(m_mutex);
    Pending& pending = m_pending[loop];
    pending.shared = shared;
    auto* last = pending.payloads.isEmpty()
        ? nullptr
        : std::get_if<GateLogAppended>(&pending.payloads.last());
    if (last && last->stepId == piece.stepId && last->attempt == piece.attempt) {
        last->text += piece.text;
    } else {
        pending.payloads.append(piece);
    }
    m_wake.notify_all();
}

Result<> Recorder::flush(const LoopId& loop)
{
    const std::scoped_lock order(m_flushing);
    Pending pending;
    {
        const std::scoped_lock lock(m_mutex);
        pending = m_pending.take(loop);
    }
    if (pending.payloads.isEmpty()) {
        return {};
    }
    const auto stored = append(pending.payloads, pending.shared, u"agent"_s);
    if (!stored) {
        // What could not be stored goes back to the front: the next try has it first.
        const std::scoped_lock lock(m_mutex);
        Pending& kept = m_pending[loop];
        kept.shared = pending.shared;
        kept.payloads = pending.payloads + kept.payloads;
        return std::unexpected(stored.error());
    }
    return {};
}

void Recorder::flushEvery100Ms(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, stop, [this] { return !m_pending.isEmpty(); })) {
        // The interval gathers what follows; nobody signals during it but the end.
        m_wake.wait_for(lock, stop, LIVE_INTERVAL, [] { return false; });
        const QList<LoopId> loops = m_pending.keys();
        lock.unlock();
        for (const LoopId& loop : loops) {
            if (const auto stored = flush(loop); !stored) {
                log::warning(u"A piece of a transcript waits to be stored."_s,
                             {{u"loopId"_s, loop.text()}, {u"err"_s, stored.error().detail}});
            }
        }
        lock.lock();
    }
}

} // namespace tamma::engine
