// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/ids.h"

#include <QByteArray>

#include <optional>

namespace tamma::store {

/// How far a projection has folded the record, and what it had made of it by then.
struct Checkpoint {
    Position position;
    int version = 0; ///< Of the projection's code: a snapshot of another version is not used.
    QByteArray snapshot;

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// Keeps the checkpoints of projections.
///
/// Errors   As LeaseStore.
/// Threads  Any; calls block for milliseconds.
class CheckpointStore {
public:
    virtual ~CheckpointStore() = default;

    [[nodiscard]] virtual Result<std::optional<Checkpoint>> load(const QString& projection) const
        = 0;

    /// Moves a projection from `from` (0: it has no checkpoint) to `to`: position and snapshot at
    /// once. Fails with POSITION_CONFLICT when it is not there any more: another host runs it, load
    /// again.
    [[nodiscard]] virtual Result<> move(const QString& projection, Position from,
                                        const Checkpoint& to)
        = 0;
};

/// POSITION_CONFLICT: the projection is not at `from`.
[[nodiscard]] inline std::unexpected<Error> movedByAnother(const QString& projection, Position from)
{
    return retryableFailure(errors::POSITION_CONFLICT,
                            QStringLiteral("%1 is not at position %2: another host runs it")
                                .arg(projection)
                                .arg(from.value));
}

} // namespace tamma::store
