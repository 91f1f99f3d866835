// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/record_times.h"

#include <algorithm>

namespace tamma::readmodels {

void RecordTimes::append(TimeMark mark)
{
    // The newest one is always there: it is the end of the picture.
    const size_t count = m_marks.size();
    if (count >= 2
        && m_marks[count - 1].position.value - m_marks[count - 2].position.value < m_step) {
        m_marks.back() = mark;
        return;
    }
    m_marks.push_back(mark);
    if (m_marks.size() > MOST) {
        size_t kept = 0;
        for (size_t index = 0; index < m_marks.size(); index += 2) {
            m_marks[kept++] = m_marks[index];
        }
        m_marks.resize(kept);
        m_step = std::max<qint64>(1,
                                  (m_marks.back().position.value - m_marks.front().position.value)
                                      / static_cast<qint64>(kept));
        if (m_marks.back() != mark) {
            m_marks.push_back(mark);
        }
    }
}

Timestamp RecordTimes::timeOf(Position position) const
{
    const auto next = std::ranges::lower_bound(m_marks, position, {}, &TimeMark::position);
    if (next == m_marks.end()) {
        return m_marks.empty() ? Timestamp() : m_marks.back().recorded;
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
