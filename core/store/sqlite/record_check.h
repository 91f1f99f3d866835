// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/record_report.h"
#include "core/store/sqlite/tag_index.h"

#include <functional>
#include <stop_token>

namespace tamma::store::sqlite {

/// Checks the pages of the file, not what they say: returns what is wrong, or an empty text.
[[nodiscard]] Result<QString> faultOfFile(Connection& connection);

/// Checks the chain of hashes, the order of positions and recorded times, and the index, all in one
/// snapshot. `progress` is called now and then with the events done so far.
///
/// Fails when the check could not be made (CANCELLED among others); what it finds is the
/// report.
[[nodiscard]] Result<RecordReport> checkRecord(TagIndex& index, const std::stop_token& stop,
                                               const std::function<void(qint64)>& progress);

/// Counts everything; the size of the file is not the connection's business and stays 0.
[[nodiscard]] Result<RecordStatistics> readStatistics(TagIndex& index);

} // namespace tamma::store::sqlite
