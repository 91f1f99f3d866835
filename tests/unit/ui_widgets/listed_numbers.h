// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/row_source.h"

#include <QList>

#include <numeric>

/// Rows that are numbers in a list; a row's id is its number. Rows from `notReadyFrom` on are
/// placeholders until arrive() is called.
class ListedNumbers final : public tamma::ui::RowSource {
public:
    explicit ListedNumbers(qint64 count = 0)
        : numbers(count)
    {
        std::iota(numbers.begin(), numbers.end(), qint64{0});
    }

    [[nodiscard]] qint64 rowCount() const override { return numbers.size(); }
    [[nodiscard]] tamma::ui::RowId idAt(qint64 row) const override
    {
        return ready(row) ? tamma::ui::RowId(numbers[row]) : tamma::ui::NO_ROW;
    }
    [[nodiscard]] qint64 rowOf(tamma::ui::RowId id) const override
    {
        return numbers.indexOf(static_cast<qint64>(id));
    }
    [[nodiscard]] bool ready(qint64 row) const override { return row < notReadyFrom; }
    void request(qint64 first, qint64 last) override { requests.append({first, last}); }

    void insert(qint64 first, const QList<qint64>& more)
    {
        numbers = numbers.first(first) + more + numbers.sliced(first);
        emit inserted(first, more.size());
    }
    void append(qint64 count)
    {
        QList<qint64> more(count);
        std::iota(more.begin(), more.end(), numbers.isEmpty() ? 0 : numbers.last() + 1);
        insert(numbers.size(), more);
    }
    void remove(qint64 first, qint64 count)
    {
        numbers.remove(first, count);
        emit removed(first, count);
    }
    void replace(QList<qint64> others)
    {
        numbers = std::move(others);
        emit replaced();
    }
    void arrive()
    {
        const qint64 first = std::exchange(notReadyFrom, std::numeric_limits<qint64>::max());
        emit changed(first, rowCount() - first);
    }

    QList<qint64> numbers;
    qint64 notReadyFrom = std::numeric_limits<qint64>::max();
    QList<std::pair<qint64, qint64>> requests;
};
