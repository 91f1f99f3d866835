// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/compression.h"
#include "core/store/event_rows.h"

#include <stop_token>

namespace tamma::store {

/// What was written or read.
struct TransferReport {
    qint64 events = 0;
    QByteArray headHash; ///< Of the last of them; the same on both sides.
};

/// Writes every event as one line of JSON: position, id, type, version, recorded and
/// timestamp (milliseconds of Unix time), tags, metadata, data as they are stored, and the hash of
/// the chain. Call it inside a transaction: then it is all of one snapshot.
[[nodiscard]] Result<TransferReport> exportRecord(Connection& connection, Dictionary& dictionary,
                                                  const ByteSink& sink,
                                                  const std::stop_token& stop);

/// One line of an export. Fails with INVALID_ARGUMENT and says what is wrong with it.
[[nodiscard]] Result<RowReader::Entry> entryFromLine(const QByteArray& line);

} // namespace tamma::store
