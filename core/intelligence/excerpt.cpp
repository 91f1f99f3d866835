// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/excerpt.h"

#include "core/intelligence/token_budget.h"

#include <algorithm>
#include <numeric>

namespace tamma::intelligence {
namespace {

constexpr qsizetype LINES_BEFORE = 4;
constexpr qsizetype LINES_AFTER = 10;
constexpr qsizetype LONGEST_LINE = 600; // Longer ones are generated; they would eat the budget.

QByteArray gapMark(qsizetype from, qsizetype to)
{
    return "[lines " + QByteArray::number(from + 1) + " to " + QByteArray::number(to)
        + " left out]\n";
}

QByteArray rendered(const QList<QByteArray>& lines, const QList<bool>& kept)
{
    QByteArray text;
    for (qsizetype i = 0; i < lines.size();) {
        if (kept.at(i)) {
            text += lines.at(i) + '\n';
            ++i;
            continue;
        }
        qsizetype end = i;
        while (end < lines.size() && !kept.at(end)) {
            ++end;
        }
        text += gapMark(i, end);
        i = end;
    }
    return text;
}

} // namespace

QByteArray excerptOf(const QByteArray& text, const QList<double>& weights, int tokens)
{
    if (estimatedTokens(text) <= tokens) {
        return text;
    }
    const QList<QByteArray> lines = text.split('\n');
    QList<qsizetype> order(lines.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, [&weights](qsizetype a, qsizetype b) {
        return weights.value(a) > weights.value(b);
    });

    QList<bool> kept(lines.size(), false);
    QByteArray best;
    for (const qsizetype line : std::as_const(order)) {
        if (weights.value(line) <= 0 && !best.isEmpty()) {
            break;
        }
        if (kept.at(line)) {
            continue;
        }
        QList<bool> wider = kept;
        const qsizetype end = std::min(lines.size(), line + LINES_AFTER + 1);
        for (qsizetype i = std::max<qsizetype>(0, line - LINES_BEFORE); i < end; ++i) {
            wider[i] = lines.at(i).size() <= LONGEST_LINE;
        }
        if (!wider.contains(true)) {
            continue;
        }
        const QByteArray candidate = rendered(lines, wider);
        if (estimatedTokens(candidate) > tokens) {
            break;
        }
        kept = std::move(wider);
        best = candidate;
    }
    return best;
}

} // namespace tamma::intelligence
