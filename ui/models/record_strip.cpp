// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_strip.h"

#include <algorithm>

namespace tamma::ui {

using namespace std::chrono;
using readmodels::RecordAnswer;
using readmodels::TimeMark;

namespace {

constexpr milliseconds SHORT_PAUSE = 60s;

/// The places of the marks on a line, and which steps between them were shortened.
struct Axis {
    std::vector<double> places; ///< Ascend from 0.
    std::vector<bool> shortened; ///< The step that ends at the mark.

    explicit Axis(const QList<TimeMark>& marks)
        : places(static_cast<size_t>(marks.size()))
        , shortened(static_cast<size_t>(marks.size()))
    {
        if (marks.isEmpty()) {
            return;
        }
        const bool oneMoment = marks.last().recorded <= marks.first().recorded;
        const milliseconds longest
            = std::max(SHORT_PAUSE, (marks.last().recorded - marks.first().recorded) / 100);
        for (size_t index = 1; index < places.size(); ++index) {
            const TimeMark& mark = marks[static_cast<qsizetype>(index)];
            const TimeMark& before = marks[static_cast<qsizetype>(index) - 1];
            const milliseconds passed = mark.recorded - before.recorded;
            const auto step = oneMoment ? double(mark.position.value - before.position.value)
                                        : double(std::clamp(passed, 0ms, longest).count());
            shortened[index] = !oneMoment && passed > longest;
            places[index] = places[index - 1] + step;
        }
    }
};

} // namespace

RecordStrip::RecordStrip(const RecordAnswer& answer, int columns)
{
    QList<TimeMark> marks = answer.times.marks();
    // An answer as of an earlier moment knows of no later time.
    while (!marks.isEmpty() && marks.last().position > answer.upTo) {
        marks.removeLast();
    }
    if (marks.isEmpty() || columns <= 0) {
        return;
    }
    const Axis axis(marks);
    const double width = std::max(axis.places.back(), 1.0);
    m_columns.resize(static_cast<size_t>(columns));
    qsizetype next = 0; // The first mark behind the column.
    const auto placeOf = [&](qsizetype mark) { return axis.places[static_cast<size_t>(mark)]; };
    const auto isShort = [&](qsizetype mark) { return axis.shortened[static_cast<size_t>(mark)]; };
    Position end{marks.first().position.value - 1};
    for (int index = 0; index < columns; ++index) {
        Column& column = m_columns[static_cast<size_t>(index)];
        const double edge = width * (index + 1) / columns;
        column.after = end;
        for (; next < marks.size() && placeOf(next) <= edge; ++next) {
            end = marks[next].position;
            column.idle = column.idle || isShort(next);
        }
        if (index + 1 == columns) {
            end = marks.last().position;
        } else if (next > 0 && next < marks.size() && !isShort(next)) {
            // Between two marks events are spread evenly.
            const double from = placeOf(next - 1);
            const double share = (edge - from) / (placeOf(next) - from);
            const auto between
                = double(marks[next].position.value - marks[next - 1].position.value);
            end.value = marks[next - 1].position.value + static_cast<qint64>(share * between);
        }
        column.upTo = end;
        column.count = answer.matches.countIn(column.after, end);
        column.failed = answer.failures.countIn(column.after, end) > 0;
        column.waited = answer.waits.countIn(column.after, end) > 0;
        m_largest = std::max(m_largest, column.count);
    }
}

int RecordStrip::columnOf(Position position) const
{
    const auto found = std::ranges::lower_bound(m_columns, position, {}, &Column::upTo);
    return std::clamp(static_cast<int>(found - m_columns.begin()), 0, std::max(0, size() - 1));
}

int RecordStrip::nextFilled(int from, int direction) const
{
    for (int column = from + direction; column >= 0 && column < size(); column += direction) {
        if (at(column).count > 0) {
            return column;
        }
    }
    return from;
}

} // namespace tamma::ui
