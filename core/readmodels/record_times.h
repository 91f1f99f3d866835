// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/ids.h"

#include <QList>

namespace tamma::readmodels {

/// When something was recorded.
struct TimeMark {
    Position position;
    Timestamp recorded;

    friend bool operator==(const TimeMark&, const TimeMark&) = default;
};

/// When which part of the record was written, in some thousand marks: good enough for a picture as
/// wide as a screen, and small at any length of the record. Exact answers come from the store.
///
/// Shape    Marks ascend in both; between two of them time passes evenly.
class RecordTimes {
public:
    static constexpr qsizetype MOST = 8'192;

    /// Adds the newest event. When there are too many marks, every other one goes.
    void append(TimeMark mark);

    [[nodiscard]] const QList<TimeMark>& marks() const { return m_marks; }
    [[nodiscard]] bool isEmpty() const { return m_marks.isEmpty(); }
    [[nodiscard]] Timestamp timeOf(Position position) const;

private:
    QList<TimeMark> m_marks;
    qint64 m_step = 1; ///< Positions between two marks, at least.
};

} // namespace tamma::readmodels
