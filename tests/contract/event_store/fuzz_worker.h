// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_store.h"

#include <functional>
#include <random>

namespace tamma::events {

/// One caller of a fuzz: looks, decides, appends under the condition that nothing changed, and
/// writes what it had seen into the event. So the record alone can prove afterwards that every
/// decision was made on what was really there.
class FuzzWorker {
public:
    /// Whether decisions are guarded; unguarded ones are the negative control.
    enum class Mode { Guarded, Unguarded };

    FuzzWorker(EventStore& store, const QString& name, Mode mode = Mode::Guarded);

    /// Makes one decision and tries to append it, once.
    void step();

    [[nodiscard]] int stored() const { return m_stored; }
    [[nodiscard]] int refused() const { return m_refused; }
    [[nodiscard]] int failed() const { return m_failed; }

private:
    [[nodiscard]] int upTo(int end)
    {
        return static_cast<int>(m_random() % static_cast<unsigned>(end));
    }
    [[nodiscard]] EventQuery query(Position head);
    [[nodiscard]] Event event(Position head);

    EventStore& m_store;
    QString m_name;
    Mode m_mode;
    std::mt19937 m_random;
    int m_stored = 0;
    int m_refused = 0;
    int m_failed = 0;
};

/// What a look at the whole record found.
struct FuzzFindings {
    qint64 events = 0;
    qint64 decisions = 0; ///< Guarded ones that were proved.
    qint64 violations = 0; ///< Decisions on something that was not so.
    qint64 missing = 0; ///< Numbers of a worker that are not there, although later ones are.
    qint64 doubled = 0;
    QMap<QString, int> storedBy; ///< How many batches each worker has.
};

/// Replays a record that FuzzWorkers wrote.
[[nodiscard]] FuzzFindings replay(const EventStore& store);

/// TAMMA_FUZZ_APPENDS, for a long run; else `usual`.
[[nodiscard]] int fuzzAppends(int usual);

} // namespace tamma::events
