// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/tags.h"
#include "core/store/sqlite/connection.h"

#include <QHash>

namespace tamma::store::sqlite {

/// What a number of the dictionary stands for: a tag, or with an empty key the type of an event.
using Word = std::pair<QString, QString>;

/// Words in a row: "[4,17,23]", JSON that SQLite's own functions read.
[[nodiscard]] QByteArray toText(const std::vector<qint64>& words);
[[nodiscard]] std::vector<qint64> wordsFrom(QByteArrayView text);

/// The numbers of all tags and types that the record ever saw. Rows and postings hold numbers only:
/// an id of 36 letters that is in a thousand events is written once.
///
/// Shape    Numbers are from 1; a word keeps its own for ever.
/// Threads  That of its connection. Ask and add inside a transaction.
class Dictionary {
public:
    explicit Dictionary(Connection& connection);

    /// Returns the number of a word, or 0 when the record never saw it.
    [[nodiscard]] Result<qint64> find(const Word& word);
    [[nodiscard]] Result<qint64> findOrAdd(const Word& word);

    /// Returns the word of a number that stands in a row; CORRUPT_EVENT when there is none. It
    /// lives until the next call.
    [[nodiscard]] Result<const Word*> word(qint64 number);

    /// Returns the tags of a row whose numbers wordsFrom() reads out of `text`; CORRUPT_EVENT when
    /// a number is none of the dictionary's.
    [[nodiscard]] Result<events::Tags> tags(QByteArrayView text);

    /// The same in UTF-8, "key:value"; the key has no colon and is empty for a type.
    /// Returns every value that is known of a key.
    [[nodiscard]] Result<QStringList> valuesOf(const QString& key);

    [[nodiscard]] Result<QByteArray> spelling(qint64 number);

    /// Forgets what was learnt in a transaction that was rolled back.
    void forget();

private:
    void learn(const Word& word, qint64 number);

    Connection& m_connection;
    QHash<Word, qint64> m_numbers;
    QHash<qint64, Word> m_words;
    QHash<qint64, QByteArray> m_spellings;
    QHash<QByteArray, events::Tags> m_tags; // Many events of a loop have the same.
};

} // namespace tamma::store::sqlite
