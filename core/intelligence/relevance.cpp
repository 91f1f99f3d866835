// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/relevance.h"

#include "core/intelligence/words.h"

#include <cmath>

namespace tamma::intelligence {
namespace {

constexpr double PATH_WEIGHT = 8;
constexpr double SYMBOL_WEIGHT = 4;
constexpr double SATURATION = 1.2; // k1 and b of the BM25 paper.
constexpr double LENGTH_WEIGHT = 0.75;

} // namespace

Relevance::Relevance(QByteArrayList words)
    : m_words(std::move(words))
{
    for (qsizetype i = 0; i < m_words.size(); ++i) {
        m_index.insert(m_words.at(i), i);
    }
}

void Relevance::count(QByteArrayView text, double weight, QList<double>& counts,
                      double* length) const
{
    forEachWord(text, [&](std::string_view word) {
        if (length != nullptr) {
            ++*length;
        }
        const auto found = m_index.constFind(QByteArrayView(word.data(), qsizetype(word.size())));
        if (found != m_index.constEnd()) {
            counts[*found] += weight;
        }
    });
}

void Relevance::add(const QString& path, QByteArrayView content)
{
    Entry entry{path, QList<double>(m_words.size(), 0.0), 0};
    count(content, 1, entry.counts, &entry.length);
    count(path.toUtf8(), PATH_WEIGHT, entry.counts, nullptr);
    m_totalLength += entry.length;
    m_byPath.insert(path, m_entries.size());
    m_entries.append(std::move(entry));
}

void Relevance::addSymbols(const QString& path, const QStringList& names)
{
    const auto found = m_byPath.constFind(path);
    if (found != m_byPath.constEnd()) {
        const QByteArray text = names.join(u' ').toUtf8();
        count(text, SYMBOL_WEIGHT, m_entries[*found].counts, nullptr);
    }
}

double Relevance::rarity(qsizetype word) const
{
    const auto with = double(std::ranges::count_if(
        m_entries, [word](const Entry& entry) { return entry.counts.at(word) > 0; }));
    return std::log(1 + (double(m_entries.size()) - with + 0.5) / (with + 0.5));
}

QList<RankedFile> Relevance::ranked() const
{
    const double average = std::max(1.0, m_totalLength / std::max<qsizetype>(1, m_entries.size()));
    QList<double> rarities;
    for (qsizetype word = 0; word < m_words.size(); ++word) {
        rarities.append(rarity(word));
    }
    QList<RankedFile> files;
    for (const Entry& entry : m_entries) {
        RankedFile file{entry.path, 0, {}};
        QList<std::pair<double, qsizetype>> parts;
        const double norm
            = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * entry.length / average);
        for (qsizetype word = 0; word < m_words.size(); ++word) {
            const double often = entry.counts.at(word);
            if (often > 0) {
                const double part = rarities.at(word) * often * (SATURATION + 1) / (often + norm);
                file.score += part;
                parts.append({-part, word}); // Negative: the heaviest first.
            }
        }
        if (parts.isEmpty()) {
            continue;
        }
        std::ranges::sort(parts);
        for (const auto& [part, word] : std::as_const(parts)) {
            file.words.append(QString::fromUtf8(m_words.at(word)));
        }
        files.append(std::move(file));
    }
    std::ranges::sort(files, [](const RankedFile& a, const RankedFile& b) {
        return a.score != b.score ? a.score > b.score : a.path < b.path;
    });
    return files;
}

} // namespace tamma::intelligence
