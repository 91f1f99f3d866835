// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/recorder.h"

#include "core/base/log.h"
#include "core/engine/redaction.h"
#include "core/events/identity_tags.h"

namespace tamma::engine {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds LIVE_INTERVAL(100);
constexpr std::chrono::seconds TROUBLE_LASTS(10);

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
                             const Origin& origin) const
{
    QList<Event> batch;
    for (const Payload& payload : payloads) {
        Tags tags = identityTags(payload);
        for (const auto& [key, value] : shared.pairs()) {
            tags.insert(key, value);
        }
        EventMetadata metadata;
        metadata.actor = origin.actor;
        metadata.causation = origin.causation.text();
        Event event{EventId(m_ids.next()), m_clock.now(), tags, metadata, payload};
        redactSecrets(event.payload);
        batch.append(std::move(event));
    }
    return batch;
}

Result<Position> Recorder::append(const QList<Payload>& payloads, const Tags& shared,
                                  const Origin& origin, const AppendGuard& guard)
{
    const auto stored = m_store.append(stamp(payloads, shared, origin), guard);
    note(stored);
    return stored.transform([](const AppendReceipt& receipt) { return receipt.last; });
}

void Recorder::note(const Result<AppendReceipt>& stored)
{
    const std::scoped_lock lock(m_mutex);
    if (stored) {
        m_trouble.reset();
    } else if (const ErrorCode code = stored.error().code; code == errors::STORE_UNAVAILABLE
               || code == errors::DISK_FULL || code == errors::CORRUPT_EVENT
               || code == errors::RECORD_FROM_NEWER_VERSION) {
        m_trouble = stored.error();
        m_troubleAt = std::chrono::steady_clock::now();
    }
}

std::optional<Error> Recorder::trouble() const
{
    const std::scoped_lock lock(m_mutex);
    return std::chrono::steady_clock::now() - m_troubleAt < TROUBLE_LASTS ? m_trouble
                                                                          : std::nullopt;
}

void Recorder::appendLive(const Live& live, const TranscriptAppended& piece)
{
    const std::scoped_lock lock(m_mutex);
    Pending& pending = m_pending[live.loop];
    pending.live = live;
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

void Recorder::appendLive(const Live& live, const GateLogAppended& piece)
{
    const std::scoped_lock lock(m_mutex);
    Pending& pending = m_pending[live.loop];
    pending.live = live;
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
    const auto stored = append(pending.payloads, pending.live.shared,
                               {u"agent"_s, pending.live.causation}, pending.live.fence);
    if (!stored && stored.error().code == errors::POSITION_CONFLICT) {
        return failure(errors::LEASE_LOST, u"Another process runs the loop now."_s);
    }
    if (!stored) {
        // What could not be stored goes back to the front: the next try has it first.
        const std::scoped_lock lock(m_mutex);
        Pending& kept = m_pending[loop];
        kept.live = pending.live;
        kept.payloads = pending.payloads + kept.payloads;
        return std::unexpected(stored.error());
    }
    return {};
}

void Recorder::flushEvery100Ms(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    // At the end there is one try more: a record that cannot be written must not hold it up.
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
        if (stop.stop_requested()) {
            return;
        }
    }
}

} // namespace tamma::engine
