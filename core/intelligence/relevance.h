// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace tamma::intelligence {

/// A file with how well it fits the words that were searched.
struct RankedFile {
    QString path;
    double score = 0;
    QStringList words; ///< Searched words in it, the most telling first.
};

/// Ranks files by the words of an issue: BM25, so that rare words count more than common ones and
/// long files do not win by their length. A word in the path counts like eight in the text, one in
/// the name of a symbol like four.
///
/// Shape    Only files with at least one word are in ranked(); equal scores are ordered by path, so
///          the answer is always the same.
/// Threads  A value: one thread at a time.
class Relevance {
public:
    explicit Relevance(QByteArrayList words);

    [[nodiscard]] const QByteArrayList& words() const { return m_words; }

    /// Counts the words of a file in. Add a path once.
    void add(const QString& path, QByteArrayView content);

    /// Counts the names of symbols of a file that was added.
    void addSymbols(const QString& path, const QStringList& names);

    /// Returns how telling a word is: about 0 when every file has it.
    [[nodiscard]] double rarity(qsizetype word) const;

    [[nodiscard]] QList<RankedFile> ranked() const;

private:
    struct Entry {
        QString path;
        QList<double> counts; // One for each word.
        double length = 0;
    };
    void count(QByteArrayView text, double weight, QList<double>& counts, double* length) const;

    QByteArrayList m_words;
    QHash<QByteArrayView, qsizetype> m_index; // Views into m_words, which never changes.
    QList<Entry> m_entries;
    QHash<QString, qsizetype> m_byPath;
    double m_totalLength = 0;
};

} // namespace tamma::intelligence
