// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlite/event_table.h"
#include "core/store/sqlite/folder_lock.h"

#include <memory>

namespace tamma::store::sqlite {

/// Makes the folder for the segments of a record and takes the right to write some; removes the
/// drafts of whoever was killed with it. Fails with STORE_UNAVAILABLE while somebody else has it.
[[nodiscard]] Result<std::unique_ptr<FolderLock>> lockSegments(const QString& record);

/// A segment in the making: the oldest events of the record's own file, on their way into a file
/// that never changes again.
///
/// Shape    Written under a name of its own first, and taken in one transaction that also deletes
///          the rows: after a crash they are in one of both places, and seen once.
/// Threads  That of the connection.
class NewSegment {
public:
    /// Chooses what to move: everything up to `upTo` that is indexed and not in a segment, but not
    /// the newest event, and not too much at once. Nothing: nothing is left to move.
    [[nodiscard]] static Result<std::optional<NewSegment>> plan(EventTable& events, Position upTo);

    ~NewSegment();
    NewSegment(NewSegment&& other) noexcept;
    NewSegment& operator=(NewSegment&& other) noexcept;
    Q_DISABLE_COPY(NewSegment)

    /// Copies the rows; outside a transaction.
    [[nodiscard]] Result<> write(Connection& connection) const;

    /// Puts the file in its place and deletes the rows; inside a transaction.
    [[nodiscard]] Result<> take(EventTable& events);

    [[nodiscard]] qint64 events() const { return m_events; }

private:
    NewSegment() = default;

    Segment m_segment;
    QString m_draft; // Empty once it was taken.
    qint64 m_events = 0;
};

} // namespace tamma::store::sqlite
