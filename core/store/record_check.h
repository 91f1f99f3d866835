// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/tag_index.h"

#include <QMap>

#include <functional>
#include <stop_token>

namespace tamma::store {

/// What a check of the record found.
struct RecordReport {
    qint64 events = 0; ///< How many are right, from the first on.
    QByteArray headHash; ///< Of the newest of them: who keeps it can prove the record later.
    std::optional<Position> firstBad; ///< The first event that is not what was stored.
    QString fault; ///< What is wrong with it, or with the file; empty when all is well.
    bool indexIsRight = true; ///< Otherwise make it again: nothing is lost.

    [[nodiscard]] bool isGood() const { return fault.isEmpty() && indexIsRight; }
};

/// Checks the file, the chain of hashes, the order of positions and recorded times, and the index,
/// all in one snapshot. `progress` is called now and then with the events done so far.
///
/// Fails when the check could not be made (CANCELLED among others); what it finds is the
/// report.
[[nodiscard]] Result<RecordReport> checkRecord(Connection& connection, Dictionary& dictionary,
                                               const std::stop_token& stop,
                                               const std::function<void(qint64)>& progress);

/// How big a record is.
struct RecordStatistics {
    qint64 events = 0;
    qint64 words = 0; ///< Tags and types that were ever seen.
    qint64 bytes = 0; ///< Of the file, with its write-ahead log.
    Timestamp firstRecorded{};
    Timestamp lastRecorded{};
    QMap<QString, qint64> eventsOfType;
};

/// Counts everything; the size of the file is not the connection's business and stays 0.
[[nodiscard]] Result<RecordStatistics> readStatistics(Connection& connection);

} // namespace tamma::store
