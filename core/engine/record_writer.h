// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/record_client.h"
#include "core/events/event_store.h"

namespace tamma::engine {

/// Writes events of the store to a file, as RecordClient::exportRecord() promises. Blocks until it
/// is done or stopped.
[[nodiscard]] Result<qint64> writeRecord(const events::EventStore& store,
                                         const RecordExport& request);

/// One event as a line of a CSV file: position, recorded, timestamp, id, type, tags, actor, data.
/// A field that a spreadsheet would take for a formula begins with an apostrophe.
[[nodiscard]] QByteArray csvLine(const events::StoredEvent& stored);

} // namespace tamma::engine
