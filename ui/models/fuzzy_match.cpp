// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fuzzy_match.h"

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

/// Walks through the text once; a letter that begins a word is preferred to an earlier one when the
/// rest still fits behind it.
std::optional<int> score(QStringView query, const QString& text, qsizetype from, bool inARow)
{
    if (query.isEmpty()) {
        return 0;
    }
    const auto find = [&](qsizetype start) { return text.indexOf(query.first(), start); };
    qsizetype at = find(from);
    if (at < 0) {
        return std::nullopt;
    }
    if (inARow && at == from) {
        if (const auto rest = score(query.sliced(1), text, at + 1, true)) {
            return LETTER + IN_A_ROW + (beginsWord(text, at) ? WORD_START : 0) + *rest;
        }
    }
    for (qsizetype later = at; later >= 0; later = find(later + 1)) {
        if (beginsWord(text, later)) {
            if (const auto rest = score(query.sliced(1), text, later + 1, true)) {
                return LETTER + WORD_START + *rest;
            }
            break;
        }
    }
    if (const auto rest = score(query.sliced(1), text, at + 1, true)) {
        return LETTER + *rest;
    }
    return std::nullopt;
}

} // namespace

std::optional<int> fuzzyScore(const QString& query, const QString& text)
{
    constexpr qsizetype LONGEST_QUERY = 24; // Beyond it nobody is fuzzy; it bounds the search.
    const QString wanted = query.simplified().remove(u' ').toCaseFolded().left(LONGEST_QUERY);
    const QString folded = text.toCaseFolded();
    if (wanted.isEmpty()) {
        return 0;
    }
    const auto found = score(wanted, folded, 0, false);
    if (!found) {
        return std::nullopt;
    }
    const bool whole = folded.contains(query.trimmed().toCaseFolded());
    return *found * 4 + (whole ? WHOLE : 0)
        - static_cast<int>(std::min<qsizetype>(text.size(), 99));
}

} // namespace tamma::ui
