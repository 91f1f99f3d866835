// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/record_index.h"

#include <QThreadPool>

namespace tamma::engine {

/// A RecordClient over a store: one thread answers what matches, one reads rows, and one writes
/// exports, so that none of them waits for another.
///
/// Threads  Any. The destructor waits for what runs; it stops an export.
class IndexedRecord final : public RecordClient {
public:
    /// Keeps the columns in `file`; an empty name keeps them in memory only.
    IndexedRecord(const events::EventStore& store, const QString& file);
    ~IndexedRecord() override;

    [[nodiscard]] QFuture<Result<readmodels::RecordAnswer>>
    recordMatches(readmodels::RecordQuestion question) override;
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>>
    recordRows(QList<Position> positions) override;
    [[nodiscard]] QFuture<QStringList> recordWords(WordQuestion question) override;
    [[nodiscard]] QFuture<Result<qint64>> exportRecord(RecordExport request) override;

    /// Tells of events that were stored just now; costs a copy of a list.
    void add(const QList<events::StoredEvent>& news);

private:
    const events::EventStore& m_store;
    RecordIndex m_index; // Only the thread of m_columns uses it.
    std::stop_source m_end;
    QThreadPool m_columns;
    QThreadPool m_rows;
    QThreadPool m_exports;
};

} // namespace tamma::engine
