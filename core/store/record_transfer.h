// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/compression.h"
#include "core/store/record.h"

namespace tamma::store {

/// Writes every event as one line of JSON: position, id, type, version, recorded and
/// timestamp (milliseconds of Unix time), tags, metadata, data as they are stored, and the hash of
/// the chain.
[[nodiscard]] Result<TransferReport> exportRecord(const Record& record, const ByteSink& sink,
                                                  const std::stop_token& stop);

/// Stores what exportRecord() gave, in a record that is empty: all of it or nothing. `nextLine`
/// gives one line after the other, and nothing at the end; empty ones do not count. Fails with
/// INVALID_ARGUMENT and says which line is wrong.
[[nodiscard]] Result<TransferReport>
importRecord(Record& record, const std::function<Result<std::optional<QByteArray>>()>& nextLine);

/// Stores every event of `source` in `target`, which is empty: all of them or none. `progress` is
/// called now and then with the events done so far. Fails as Record::restore() and eachRow().
[[nodiscard]] Result<TransferReport> copyRecord(const Record& source, Record& target,
                                                const std::stop_token& stop,
                                                const std::function<void(qint64)>& progress);

} // namespace tamma::store
