// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fuzzy_match.h"

#include <limits>
#include <vector>

namespace tamma::ui {
namespace {

constexpr int LETTER = 1;
constexpr int WORD_START = 12;
constexpr int IN_A_ROW = 8;
constexpr int WHOLE = 100;

bool beginsWord(const QString& text, qsizetype at)
{
    return at == 0 || !text.at(at - 1).isLetterOrNumber();
}

} // namespace

std::optional<int> fuzzyScore(const QString& query, const QString& text)
{
    constexpr qsizetype LONGEST_QUERY = 40; // Beyond it nobody is fuzzy.
    const QString wanted = query.simplified().remove(u' ').toCaseFolded().left(LONGEST_QUERY);
    const QString folded = text.toCaseFolded();
    if (wanted.isEmpty()) {
        return 0;
    }
    // best[j]: the score of the letters so far when the newest of them stands at j.
    constexpr int NONE = std::numeric_limits<int>::min() / 2;
    std::vector<int> best(static_cast<size_t>(folded.size()) + 1, NONE);
    best[0] = 0; // Before the text; every letter of it has the place of its index + 1.
    for (const QChar letter : wanted) {
        std::vector<int> next(best.size(), NONE);
        int anywhere = NONE;
        for (size_t j = 1; j < best.size(); ++j) {
            anywhere = std::max(anywhere, best[j - 1]);
            const auto at = static_cast<qsizetype>(j) - 1;
            if (folded.at(at) == letter && anywhere > NONE) {
                const int inARow = j > 1 && best[j - 1] > NONE ? best[j - 1] + IN_A_ROW : NONE;
                next[j] = std::max(anywhere, inARow) + LETTER
                    + (beginsWord(folded, at) ? WORD_START : 0);
            }
        }
        best = std::move(next);
    }
    const int found = std::ranges::max(best);
    if (found <= NONE) {
        return std::nullopt;
    }
    const bool whole = folded.contains(query.trimmed().toCaseFolded());
    return found * 4 + (whole ? WHOLE : 0) - static_cast<int>(std::min<qsizetype>(text.size(), 99));
}

} // namespace tamma::ui
