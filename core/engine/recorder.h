// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/id_source.h"
#include "core/events/event_store.h"
#include "core/steps/step.h"

#include <QHash>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tamma::engine {

/// Who acts, and because of which event.
struct Origin {
    QString actor; ///< The person or part of Tamma.
    EventId causation = {}; ///< Empty: a person's own will.
};

/// The one place that appends events. It stamps id, time and tags, and gathers transcripts and logs
/// into batches, so that a chatty agent costs at most ten appends a second. Secrets in texts are
/// masked before they get anywhere.
///
/// Errors   As EventStore::append. A live batch that cannot be stored is kept and tried again with
///          the next one; nothing is dropped while the process lives.
/// Threads  Any; append() blocks until the batch is durable, the live functions do not.
class Recorder {
public:
    Recorder(events::EventStore& store, const Clock& clock, IdSource& ids);
    ~Recorder();

    /// Appends `payloads` whole or not at all. `shared` are tags for all of them, beside those that
    /// each payload gives by itself.
    [[nodiscard]] Result<Position>
    append(const QList<events::Payload>& payloads, const events::Tags& shared, const Origin& origin,
           const events::AppendGuard& guard = events::AppendGuard::none());

    /// What the pieces of one step have in common.
    struct Live {
        LoopId loop;
        events::Tags shared;
        EventId causation; ///< The start of the step.
        events::AppendGuard fence = {}; ///< Once it is broken another process runs the loop, and
                                        ///< what this one still hears is dropped.
    };
    /// Adds to the live batch of a loop; it is stored within 100 ms.
    void appendLive(const Live& live, const events::TranscriptAppended& piece);
    void appendLive(const Live& live, const events::GateLogAppended& piece);

    /// Why the newest append failed, if the disk or the database was the reason and it was lately:
    /// loops that wait try again every few seconds.
    [[nodiscard]] std::optional<Error> trouble() const;

    /// Stores what is gathered for `loop` now: before the end of a step, so that the order holds.
    [[nodiscard]] Result<> flush(const LoopId& loop);

private:
    struct Pending {
        Live live;
        QList<events::Payload> payloads;
    };

    [[nodiscard]] QList<events::Event> stamp(const QList<events::Payload>& payloads,
                                             const events::Tags& shared,
                                             const Origin& origin) const;
    void note(const Result<events::AppendReceipt>& stored);
    void flushEvery100Ms(const std::stop_token& stop);

    events::EventStore& m_store;
    const Clock& m_clock;
    IdSource& m_ids;
    mutable std::mutex m_mutex;
    std::optional<Error> m_trouble;
    std::chrono::steady_clock::time_point m_troubleAt;
    std::mutex m_flushing; // Keeps batches of one loop in order.
    std::condition_variable_any m_wake;
    QHash<LoopId, Pending> m_pending;
    std::jthread m_flusher; // Last: it uses the members above.
};

} // namespace tamma::engine
