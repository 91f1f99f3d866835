// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/record_matches.h"

#include <algorithm>
#include <bit>

namespace tamma::readmodels {

RecordMatches::RecordMatches(QList<quint64> bits)
    : m_bits(std::move(bits))
{
    countBlocks();
}

void RecordMatches::countBlocks()
{
    // The last block is never empty: append() counts on it.
    const auto last = std::ranges::find_if(m_bits.crbegin(), m_bits.crend(),
                                           [](quint64 word) { return word != 0; });
    const qsizetype used = m_bits.crend() - last;
    m_bits.resize((used + WORDS - 1) / WORDS * WORDS);
    m_before.resize(m_bits.size() / WORDS);
    quint32 count = 0;
    quint32* before = m_before.data();
    for (qsizetype word = 0; word < m_bits.size(); ++word) {
        if (word % WORDS == 0) {
            *before++ = count;
        }
        count += static_cast<quint32>(std::popcount(std::as_const(m_bits)[word]));
    }
    m_count = count;
}

bool RecordMatches::contains(Position position) const
{
    const auto word = static_cast<qsizetype>(position.value) / 64;
    return position.value >= 0 && word < m_bits.size()
        && ((m_bits[word] >> (position.value % 64)) & 1) != 0;
}

qint64 RecordMatches::before(Position position) const
{
    if (position.value <= 0) {
        return 0;
    }
    const auto word = static_cast<qsizetype>(position.value) / 64;
    if (word >= m_bits.size()) {
        return m_count;
    }
    qint64 count = m_before[word / WORDS];
    for (qsizetype whole = word / WORDS * WORDS; whole < word; ++whole) {
        count += std::popcount(m_bits[whole]);
    }
    const quint64 lower = (quint64{1} << (position.value % 64)) - 1;
    return count + std::popcount(m_bits[word] & lower);
}

qint64 RecordMatches::countIn(Position after, Position upTo) const
{
    return upTo.value <= after.value ? 0 : before({upTo.value + 1}) - before({after.value + 1});
}

Position RecordMatches::at(qint64 row) const
{
    const auto behind
        = std::ranges::upper_bound(m_before, static_cast<quint32>(row)) - m_before.begin();
    auto word = static_cast<qsizetype>(behind - 1) * WORDS;
    auto left = static_cast<int>(row - m_before[word / WORDS]);
    for (int here = std::popcount(m_bits[word]); left >= here;
         here = std::popcount(m_bits[++word])) {
        left -= here;
    }
    quint64 bits = m_bits[word];
    for (; left > 0; --left) {
        bits &= bits - 1; // Takes the lowest one away.
    }
    return {static_cast<qint64>(word) * 64 + std::countr_zero(bits)};
}

void RecordMatches::append(Position position)
{
    const auto word = static_cast<qsizetype>(position.value) / 64;
    if (word >= m_bits.size()) {
        m_bits.resize((word / WORDS + 1) * WORDS);
        m_before.resize(m_bits.size() / WORDS, static_cast<quint32>(m_count));
    }
    m_bits[word] |= quint64{1} << (position.value % 64);
    ++m_count;
}

void RecordMatches::merge(const RecordMatches& others)
{
    m_bits.resize(std::max(m_bits.size(), others.m_bits.size()));
    quint64* bits = m_bits.data();
    for (qsizetype word = 0; word < others.m_bits.size(); ++word) {
        bits[word] |= others.m_bits[word];
    }
    countBlocks();
}

} // namespace tamma::readmodels
