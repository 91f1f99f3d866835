// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/ids.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>

#include <optional>

namespace tamma::store {

/// What a check of the record found.
struct RecordReport {
    qint64 events = 0; ///< How many are right, from the first on.
    Position head; ///< Of the newest of them.
    QByteArray headHash; ///< Of the newest of them: who keeps it can prove the record later.
    std::optional<Position> firstBad; ///< The first event that is not what was stored.
    QString fault; ///< What is wrong with it, or with the file; empty when all is well.
    bool indexIsRight = true; ///< Otherwise make it again: nothing is lost.

    [[nodiscard]] bool isGood() const { return fault.isEmpty() && indexIsRight; }
};

/// What was written or read by an export or import.
struct TransferReport {
    qint64 events = 0;
    QByteArray headHash; ///< Of the last of them; the same on both sides.
};

/// How big a record is.
struct RecordStatistics {
    qint64 events = 0;
    qint64 words = 0; ///< Tags and types that were ever seen.
    qint64 bytes = 0; ///< Of the file with its write-ahead log, or of the tables.
    qint64 segments = 0; ///< Files that older events were moved to.
    Position archivedUpTo; ///< The last event in them; 0 for none.
    Timestamp firstRecorded{};
    Timestamp lastRecorded{};
    QMap<QString, qint64> eventsOfType;
    QStringList people; ///< Pseudonyms of those whose names or words lie sealed in it.
};

} // namespace tamma::store
