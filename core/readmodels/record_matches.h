// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QList>

namespace tamma::readmodels {

/// Some of the positions of a record, in order: which row shows which position, and back.
///
/// Shape    One bit for each position from 0, and for each 512 bits how many are set before them:
///          both directions take a few cache lines, at any size. Rows are [0, count()).
/// Units    1.25 MB for ten million positions, however many are in it.
/// Threads  A value; copies share their bits until one of them changes.
class RecordMatches {
public:
    RecordMatches() = default;

    /// Takes the bits as they are: bit n of word w is the position 64 * w + n.
    explicit RecordMatches(QList<quint64> bits);

    [[nodiscard]] qint64 count() const { return m_count; }
    [[nodiscard]] bool contains(Position position) const;

    /// Returns the position of `row`, which must be in [0, count()).
    [[nodiscard]] Position at(qint64 row) const;

    /// Returns how many are before `position`: its row, if it is contained.
    [[nodiscard]] qint64 before(Position position) const;

    /// Returns how many are in (after, upTo].
    [[nodiscard]] qint64 countIn(Position after, Position upTo) const;

    /// Adds a position behind all others. Costs the same at any size.
    void append(Position position);

    /// Adds everything that is in `others`; for pieces that are found later. Costs a pass.
    void merge(const RecordMatches& others);

private:
    static constexpr qsizetype WORDS = 8; // In a block of 512 bits.

    void countBlocks();

    QList<quint64> m_bits; // Whole blocks.
    QList<quint32> m_before; // For each block.
    qint64 m_count = 0;
};

} // namespace tamma::readmodels
