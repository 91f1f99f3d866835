// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"
#include "core/readmodels/record_segment.h"

#include <QHash>

#include <vector>

namespace tamma::readmodels {

/// A segment that still grows: at its end with what happens, at its beginning with what is read of
/// the past.
///
/// Shape    Each event of the segment is added once: behind all others, or before all others.
/// Threads  A value.
class RecordSegmentBuilder {
public:
    explicit RecordSegmentBuilder(quint32 number);

    void add(const events::StoredEvent& stored);

    /// Adds what a saved segment of the same number knows.
    void add(const RecordSegment& saved);

    [[nodiscard]] qint64 count() const { return m_count; }

    /// As RecordSegment has them.
    void addTo(SegmentBits bits, QByteArrayView word) const;
    void eachWord(QByteArrayView prefix, const std::function<bool(QByteArrayView)>& see) const;
    void eachTime(const std::function<void(TimeMark)>& see) const;

    /// Returns what has been added so far as a segment of its own.
    [[nodiscard]] RecordSegment seal() const;

private:
    using Offsets = std::vector<quint16>;

    void note(const QByteArray& word, quint16 offset);
    void note(TimeMark mark);

    quint32 m_number;
    qint64 m_count = 0;
    QHash<QByteArray, Offsets> m_words;
    std::vector<TimeMark> m_newer; // Behind the first one that was added, oldest first.
    std::vector<TimeMark> m_older; // Before it, newest first.
    TimeMark m_last{{-1}, {}};
    QByteArray m_lastId;
};

} // namespace tamma::readmodels
