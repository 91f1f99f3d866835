// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_store.h"
#include "core/store/event_row.h"
#include "core/store/record_report.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace tamma::store {

/// Takes events as they are kept; a failure ends what produces them.
using RowSink = std::function<Result<>(const StoredRow&)>;

/// Gives events, oldest first, to the sink that it is called with.
using RowFeed = std::function<Result<>(const RowSink&)>;

/// A record and its care: what an EventStore can do, and what its owner does with it as a whole.
///
/// Threads  As EventStore. Long calls end with CANCELLED soon after a stop is asked for.
class Record : public events::EventStore {
public:
    /// Why nothing can be appended, when the record is open for reading only.
    [[nodiscard]] virtual const std::optional<Error>& readOnlyBecause() const = 0;

    /// Checks everything that was ever stored, in one snapshot: the chain of hashes, the order of
    /// positions and recorded times, the index of tags. Others go on meanwhile. `progress` is
    /// called now and then with the events done so far.
    ///
    /// Fails when the check could not be made; what it finds is the report.
    [[nodiscard]] virtual Result<RecordReport>
    verify(const std::stop_token& stop, const std::function<void(qint64)>& progress) const = 0;

    [[nodiscard]] Result<RecordReport> verify() const
    {
        return verify({}, [](qint64) { });
    }

    /// Makes the index of tags again from the events; appends may wait meanwhile.
    [[nodiscard]] virtual Result<> rebuildIndex() = 0;

    /// Gives every event to `sink`, oldest first, all of one snapshot.
    [[nodiscard]] virtual Result<> eachRow(const RowSink& sink, const std::stop_token& stop) const
        = 0;

    /// Stores events with the places that they have already, all or none, in a record that is
    /// empty. Fails with INVALID_ARGUMENT when it is not, and when an event is not the one that its
    /// hash was made for; the context has its "number" (from 1).
    [[nodiscard]] virtual Result<> restore(const RowFeed& feed) = 0;

    [[nodiscard]] virtual Result<RecordStatistics> statistics() const = 0;

    /// Writes a copy as of now to a new file, while others go on; it is a record of its own. Fails
    /// with FILE_WRITE_FAILED when there is a file of that name.
    [[nodiscard]] virtual Result<> backUp(const QString& file) const = 0;

    /// Moves the events up to `upTo`, but not the newest ones, into files that never change again;
    /// everything that reads sees them as before. Returns how many were moved. What was moved
    /// before a failure or a stop stays moved.
    ///
    /// Fails with INVALID_ARGUMENT where a record has no such files.
    [[nodiscard]] virtual Result<qint64> archive(Position upTo, const std::stop_token& stop) = 0;
};

} // namespace tamma::store
