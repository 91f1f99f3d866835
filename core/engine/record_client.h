// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/readmodels/record_answer.h"

#include <QFuture>
#include <QStringList>

#include <functional>
#include <stop_token>

namespace tamma::engine {

/// How exported events are written.
enum class ExportFormat {
    JsonLines, ///< One object a line, as `tamma events query --json` prints it: nothing is lost.
    Csv, ///< For spreadsheets: one row an event, tags and data in a column each.
};

/// Which events shall be written where.
struct RecordExport {
    readmodels::RecordMatches matches;
    QString file; ///< Replaced when all of it is written, and not before.
    ExportFormat format = ExportFormat::JsonLines;
    std::stop_token stop = {};
    std::function<void(qint64 written)> progress
        = [](qint64) { }; ///< Called now and then, in a thread of the engine.
};

/// Which words are wanted for completing what somebody types.
struct WordQuestion {
    QString prefix; ///< "gateId:te", or ":GATE" for types; empty with `keysOnly`.
    bool keysOnly = false; ///< "gateId:" instead of every gate.
    qsizetype most = 50;
};

/// The part of the way in that looks at the record as a whole: what matches a filter among millions
/// of events, and the events of some of its rows.
///
/// Errors   STORE_UNAVAILABLE (retryable), CORRUPT_EVENT; others are named below.
/// Threads  Any. Nothing blocks; futures are finished in a thread of the engine.
class RecordClient {
public:
    virtual ~RecordClient() = default;

    /// Says which events match. The first questions are answered for the newest part of the record
    /// only, while its columns are made: ask for the rest as long as somebody wants it, that is
    /// what carries the work on. An answer takes about 50 ms at most when it is not whole.
    [[nodiscard]] virtual QFuture<Result<readmodels::RecordAnswer>>
    recordMatches(readmodels::RecordQuestion question) = 0;

    /// Returns the events at these positions, which ascend; a position without an event is left
    /// out.
    [[nodiscard]] virtual QFuture<Result<QList<events::StoredEvent>>>
    recordRows(QList<Position> positions) = 0;

    /// Returns words that occur in the record, the latest first.
    [[nodiscard]] virtual QFuture<QStringList> recordWords(WordQuestion question) = 0;

    /// Writes events to a file, and returns how many. Fails with CANCELLED, FILE_WRITE_FAILED or
    /// DISK_FULL; the file is as it was then.
    [[nodiscard]] virtual QFuture<Result<qint64>> exportRecord(RecordExport request) = 0;
};

} // namespace tamma::engine
