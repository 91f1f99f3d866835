// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/record_client.h"
#include "core/engine/segment_file.h"
#include "core/events/event_store.h"
#include "core/readmodels/record_columns.h"

#include <chrono>
#include <mutex>

namespace tamma::engine {

/// How an index works; the defaults are right for everything but tests.
struct RecordIndexOptions {
    std::chrono::milliseconds slice{50}; ///< So long a question may make columns, or read events.
    qint64 page = 2'048; ///< Events that are read at once.
};

/// The columns of a record, made from its store when somebody first asks, the newest part first,
/// and kept beside it. It works only while it is asked: whoever wants the whole answer asks for the
/// rest until it is whole.
///
/// Errors   Those of the store.
/// Threads  One at a time; add() from any. Calls block for a slice, and for what is new in the
///          store.
class RecordIndex {
public:
    /// Keeps the columns in `file`; an empty name keeps them in memory only.
    RecordIndex(const events::EventStore& store, const QString& file,
                RecordIndexOptions options = {});
    ~RecordIndex();

    [[nodiscard]] Result<readmodels::RecordAnswer> matches(const readmodels::RecordQuestion& asked);
    [[nodiscard]] QStringList words(const WordQuestion& asked);

    /// Takes events that were stored just now, so that they need not be read. Costs a copy of a
    /// list; they wait for the next question, or for takeNews(). Returns how many wait.
    qsizetype add(const QList<events::StoredEvent>& news);
    void takeNews();

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] Result<> open();
    [[nodiscard]] Result<bool> isOfThisRecord(const readmodels::RecordSegment& segment) const;
    [[nodiscard]] Result<> catchUp();
    [[nodiscard]] Result<> lookBack(Clock::time_point deadline);
    [[nodiscard]] Result<> limitTimes(readmodels::RecordQuestion& question) const;
    [[nodiscard]] Result<> readForWords(const readmodels::RecordQuestion& question,
                                        readmodels::RecordAnswer& answer,
                                        Clock::time_point deadline) const;
    void save();

    const events::EventStore& m_store;
    SegmentFile m_file;
    RecordIndexOptions m_options;
    readmodels::RecordColumns m_columns;
    qint64 m_savedHead = 0; // Events in the newest segment as it was saved.
    bool m_open = false;

    std::mutex m_mutex; // Guards the rest.
    QList<events::StoredEvent> m_news;
    bool m_collects = false;
};

/// Reads the events at `positions`, which ascend: those that lie together at once.
[[nodiscard]] Result<QList<events::StoredEvent>> readRows(const events::EventStore& store,
                                                          const QList<Position>& positions);

} // namespace tamma::engine
