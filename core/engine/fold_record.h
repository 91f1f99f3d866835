// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/snapshots.h"
#include "core/readmodels/snapshot.h"

#include <functional>
#include <stop_token>

namespace tamma::engine {

/// A fold as of a position.
template <readmodels::Fold T> struct Folded {
    T state;
    Position upTo;
};

/// After so many events a new snapshot is worth its file.
inline constexpr qint64 SNAPSHOT_AFTER = 20'000;

template <readmodels::Fold T> SnapshotKind snapshotKind()
{
    return {T::NAME, T::version()};
}

/// Takes up the fold at its newest snapshot that is not later than `upTo`; else at the beginning.
template <readmodels::Fold T> Folded<T> fromSnapshot(const Snapshots& snapshots, Position upTo)
{
    if (const auto kept = snapshots.newest(snapshotKind<T>(), upTo)) {
        if (auto state = T::fromSnapshot(kept->state)) {
            return {*std::move(state), kept->upTo};
        }
    }
    return {};
}

/// Folds the events from where `folded` is up to `upTo`. Fails as the store does, and with
/// CANCELLED; `folded` is then as of some position in between.
template <readmodels::Fold T>
Result<> foldOn(Folded<T>& folded, const events::EventStore& store, Position upTo,
                const std::stop_token& stop)
{
    constexpr qint64 PAGE = 1'024; // Not so many that they leave the processor's cache.
    while (true) {
        if (stop.stop_requested()) {
            return failure(errors::CANCELLED);
        }
        TRY_ASSIGN(
            const auto page,
            store.read(
                {.after = folded.upTo, .limit = PAGE, .upTo = upTo, .payloadsOf = T::payloads()}));
        for (const events::StoredEvent& stored : page) {
            folded.state.apply(stored);
            folded.upTo = stored.position;
        }
        if (page.size() < PAGE) {
            return {};
        }
    }
}

/// Folds the record up to `upTo`, from a snapshot where there is one, and keeps a new one when the
/// way was long.
template <readmodels::Fold T>
Result<Folded<T>> foldRecord(const events::EventStore& store, const Snapshots& snapshots,
                             Position upTo, const std::stop_token& stop)
{
    auto folded = fromSnapshot<T>(snapshots, upTo);
    const Position begin = folded.upTo;
    TRY(foldOn(folded, store, upTo, stop));
    if (folded.upTo.value - begin.value >= SNAPSHOT_AFTER) {
        snapshots.keep(snapshotKind<T>(), {folded.upTo, folded.state.snapshot()});
    }
    return folded;
}

} // namespace tamma::engine
