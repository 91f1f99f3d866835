// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/intra_line.h"

#include <algorithm>
#include <vector>

namespace tamma::ui {
namespace {

constexpr size_t MOST_TOKENS = 300;

bool isWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c.isSurrogate() || c.isMark();
}

std::vector<CharRange> tokensOf(QStringView text)
{
    std::vector<CharRange> tokens;
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i + 1;
        if (isWord(text[i]) || text[i].isSpace()) {
            const bool word = isWord(text[i]);
            while (end < text.size() && (word ? isWord(text[end]) : text[end].isSpace())) {
                ++end;
            }
        }
        tokens.push_back({static_cast<int>(i), static_cast<int>(end - i)});
        i = end;
    }
    return tokens;
}

void mark(QList<CharRange>& ranges, CharRange token)
{
    if (!ranges.isEmpty() && ranges.last().start + ranges.last().count == token.start) {
        ranges.last().count += token.count;
    } else {
        ranges.append(token);
    }
}

/// Two versions of a line as tokens, without what they have in common at either end.
struct Middle {
    QStringView before;
    QStringView after;
    std::vector<CharRange> oldTokens;
    std::vector<CharRange> newTokens;
    size_t prefix = 0;
    size_t oldEnd = 0;
    size_t newEnd = 0;

    [[nodiscard]] bool same(size_t o, size_t n) const
    {
        const auto a = oldTokens[o];
        const auto b = newTokens[n];
        return before.mid(a.start, a.count) == after.mid(b.start, b.count);
    }
};

Middle middleOf(QStringView before, QStringView after)
{
    Middle m{before, after, tokensOf(before), tokensOf(after)};
    m.oldEnd = m.oldTokens.size();
    m.newEnd = m.newTokens.size();
    while (m.prefix < std::min(m.oldEnd, m.newEnd) && m.same(m.prefix, m.prefix)) {
        ++m.prefix;
    }
    while (m.oldEnd > m.prefix && m.newEnd > m.prefix && m.same(m.oldEnd - 1, m.newEnd - 1)) {
        --m.oldEnd;
        --m.newEnd;
    }
    return m;
}

/// Marks the tokens of the middle that are not in its longest common subsequence.
IntraLine compare(const Middle& m)
{
    const size_t rows = m.oldEnd - m.prefix;
    const size_t columns = m.newEnd - m.prefix;
    std::vector<quint16> longest((rows + 1) * (columns + 1), 0);
    const auto cell
        = [&](size_t o, size_t n) -> quint16& { return longest[o * (columns + 1) + n]; };
    for (size_t o = rows; o-- > 0;) {
        for (size_t n = columns; n-- > 0;) {
            cell(o, n) = m.same(m.prefix + o, m.prefix + n)
                ? static_cast<quint16>(cell(o + 1, n + 1) + 1)
                : std::max(cell(o + 1, n), cell(o, n + 1));
        }
    }
    IntraLine result;
    size_t o = 0;
    size_t n = 0;
    while (o < rows || n < columns) {
        if (o < rows && n < columns && m.same(m.prefix + o, m.prefix + n)) {
            ++o;
            ++n;
        } else if (n == columns || (o < rows && cell(o + 1, n) >= cell(o, n + 1))) {
            mark(result.removed, m.oldTokens[m.prefix + o++]);
        } else {
            mark(result.added, m.newTokens[m.prefix + n++]);
        }
    }
    return result;
}

IntraLine wholeMiddle(const Middle& m)
{
    IntraLine result;
    for (size_t i = m.prefix; i < m.oldEnd; ++i) {
        mark(result.removed, m.oldTokens[i]);
    }
    for (size_t i = m.prefix; i < m.newEnd; ++i) {
        mark(result.added, m.newTokens[i]);
    }
    return result;
}

/// Counts what a reader would call characters: indentation says nothing about likeness.
qsizetype inkOf(QStringView text)
{
    return std::ranges::count_if(text, [](QChar c) { return !c.isSpace(); });
}

qsizetype inkOf(QStringView text, const QList<CharRange>& ranges)
{
    qsizetype ink = 0;
    for (const auto range : ranges) {
        ink += inkOf(text.mid(range.start, range.count));
    }
    return ink;
}

} // namespace

IntraLine intraLine(QStringView before, QStringView after)
{
    const auto middle = middleOf(before, after);
    const bool small = middle.oldEnd - middle.prefix <= MOST_TOKENS
        && middle.newEnd - middle.prefix <= MOST_TOKENS;
    auto result = small ? compare(middle) : wholeMiddle(middle);
    const auto total = inkOf(before) + inkOf(after);
    const auto marked = inkOf(before, result.removed) + inkOf(after, result.added);
    if (total > 0 && marked * 10 > total * 7) {
        return {};
    }
    return result;
}

} // namespace tamma::ui
