// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/record_times.h"

#include <algorithm>

namespace tamma::readmodels {

void RecordTimes::append(TimeMark mark)
{
    // The newest one is always there: it is the end of the picture.
    const qsizetype count = m_marks.size();
    if (count >= 2
        && m_marks.at(count - 1).position.value - m_marks.at(count - 2).position.value < m_step) {
        m_marks.last() = mark;
        return;
    }
    m_marks.append(mark);
    if (m_marks.size() <= MOST) {
        return;
    }
    qsizetype kept = 0;
    for (qsizetype index = 0; index < m_marks.size(); index += 2) {
        m_marks[kept++] = m_marks.at(index);
    }
    m_marks.resize(kept);
    m_step = std::max<qint64>(
        1, (m_marks.last().position.value - m_marks.first().position.value) / kept);
    if (m_marks.last() != mark) {
        m_marks.append(mark);
    }
}

Timestamp RecordTimes::timeOf(Position position) const
{
    const auto next = std::ranges::lower_bound(m_marks, position, {}, &TimeMark::position);
    if (next == m_marks.end()) {
        return m_marks.isEmpty() ? Timestamp() : m_marks.last().recorded;
    }
    if (next == m_marks.begin() || next->position == position) {
        return next->recorded;
    }
    const TimeMark& last = *(next - 1);
    const double share = double(position.value - last.position.value)
        / double(next->position.value - last.position.value);
    const auto passed = double((next->recorded - last.recorded).count()) * share;
    return last.recorded + std::chrono::milliseconds(static_cast<qint64>(passed));
}

} // namespace tamma::readmodels
