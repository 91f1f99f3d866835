// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"
#include "core/readmodels/record_answer.h"
#include "core/readmodels/record_segment_builder.h"

#include <map>
#include <optional>

namespace tamma::readmodels {

/// A piece of the record, (after, upTo], that the columns do not know yet.
struct RecordGap {
    Position after;
    Position upTo;
};

/// Which events of the record carry which type and tags, of as much of it as is known: from its
/// newest event back to some earlier one. Answers any filter of types and tags over ten million
/// events in a few milliseconds.
///
/// Shape    What is known is one piece, (from(), upTo()], which grows at both ends. Finished
///          segments never change; one or two grow.
/// Owns     Its segments, or the mappings that they lie in.
/// Threads  A value: one thread, or a lock around it.
class RecordColumns {
public:
    RecordColumns() = default;

    /// Knows nothing, of a record whose newest event is at `head`.
    explicit RecordColumns(Position head);

    [[nodiscard]] Position from() const { return m_from; } ///< Exclusive; 0: everything is known.
    [[nodiscard]] Position upTo() const { return m_upTo; }

    /// Offers a segment of an earlier time, whole or the lower part of one; it is used when the
    /// known piece has grown down to it.
    void offer(RecordSegment segment, bool whole);

    /// Says what has to be read next, at its newest end first; nullopt when everything is known.
    /// Takes offered segments by itself.
    [[nodiscard]] std::optional<RecordGap> nextGap();

    /// Adds events of that gap, the newest first: all of them, or the newest ones without a hole.
    void addOlder(const RecordGap& gap, const QList<events::StoredEvent>& page, bool all);

    /// Adds the events behind upTo(), in order; those that it knows are passed over.
    void append(const QList<events::StoredEvent>& news);

    /// Finishes the segments that can grow no more, and returns them: they can be saved.
    [[nodiscard]] std::vector<RecordSegment> finish();

    /// Puts another copy of a finished segment in its place: one that lies in a file.
    void replace(RecordSegment segment);

    /// Returns the newest segment as far as it is known, if it is known from its beginning.
    [[nodiscard]] std::optional<RecordSegment> head() const;

    /// Returns which of the known events match, words left out of account.
    [[nodiscard]] RecordAnswer match(const RecordQuestion& question) const;

    /// Returns at most `most` words ("gateId:test", ":GATE.FAILED") that begin with `prefix`, those
    /// of the newest segments first; with `keysOnly` each key once ("gateId:").
    [[nodiscard]] QList<QByteArray> words(const QByteArray& prefix, qsizetype most,
                                          bool keysOnly) const;

private:
    template <typename See> void eachSegment(See see) const;
    [[nodiscard]] const RecordTimes& times() const;
    RecordSegmentBuilder& builder(quint32 number);

    Position m_from;
    Position m_upTo;
    std::map<quint32, RecordSegment> m_finished;
    std::map<quint32, RecordSegmentBuilder> m_growing;
    std::map<quint32, RecordSegment> m_offered; // Whole ones.
    std::optional<RecordSegment> m_offeredPart;
    mutable std::optional<RecordTimes> m_times; // Of all that is known; made when it is asked for.
};

} // namespace tamma::readmodels
