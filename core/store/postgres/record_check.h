// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/client/connection.h"
#include "core/store/record_report.h"

#include <functional>
#include <stop_token>

namespace tamma::store::postgres {

/// As Record::verify(), of everything up to `upTo`, which is sealed.
[[nodiscard]] Result<RecordReport> checkRecord(Connection& connection, Position upTo,
                                               const std::stop_token& stop,
                                               const std::function<void(qint64)>& progress);

/// As Record::statistics().
[[nodiscard]] Result<RecordStatistics> readStatistics(Connection& connection);

} // namespace tamma::store::postgres
