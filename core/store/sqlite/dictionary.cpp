// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/dictionary.h"

#include <charconv>

namespace tamma::store::sqlite {

namespace {

constexpr qsizetype MAX_CACHED = 16'384;
constexpr qsizetype MAX_CACHED_TAGS = 1'024;

// A key holds no colon, so the first one parts the two, and a type is the word without a key.
QByteArray spelled(const Word& word)
{
    return (word.first + QLatin1Char(':') + word.second).toUtf8();
}

Word parsed(QByteArrayView spelling)
{
    const QString text = QString::fromUtf8(spelling);
    const qsizetype colon = text.indexOf(QLatin1Char(':'));
    return {text.left(colon), text.mid(colon + 1)};
}

} // namespace

QByteArray toText(const std::vector<qint64>& words)
{
    QByteArray text = "[";
    for (const qint64 word : words) {
        char digits[20];
        text.append(digits, std::to_chars(digits, std::end(digits), word).ptr - digits);
        text.append(',');
    }
    if (!words.empty()) {
        text.chop(1);
    }
    return text + ']';
}

std::vector<qint64> wordsFrom(QByteArrayView text)
{
    std::vector<qint64> words;
    quint64 word = 0; // Nonsense may run over; then no word has the number.
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            word = word * 10 + static_cast<quint64>(c - '0');
        } else if (word != 0) { // Numbers are from 1.
            words.push_back(static_cast<qint64>(word));
            word = 0;
        }
    }
    return words;
}

Dictionary::Dictionary(Connection& connection)
    : m_connection(connection)
{
}

void Dictionary::forget()
{
    m_numbers.clear();
    m_words.clear();
    m_spellings.clear();
    m_tags.clear();
}

void Dictionary::learn(const Word& word, qint64 number)
{
    if (m_numbers.size() >= MAX_CACHED) {
        forget();
    }
    m_numbers.insert(word, number);
    m_words.insert(number, word);
}

Result<qint64> Dictionary::find(const Word& word)
{
    if (const auto known = m_numbers.constFind(word); known != m_numbers.constEnd()) {
        return *known;
    }
    TRY_ASSIGN(const qint64 number,
               m_connection.number("SELECT id FROM tag WHERE word = ?", spelled(word)));
    if (number != 0) {
        learn(word, number);
    }
    return number;
}

Result<qint64> Dictionary::findOrAdd(const Word& word)
{
    TRY_ASSIGN(qint64 number, find(word));
    if (number == 0) {
        TRY_ASSIGN(
            number,
            m_connection.number("INSERT INTO tag(word) VALUES (?) RETURNING id", spelled(word)));
        learn(word, number);
    }
    return number;
}

Result<const Word*> Dictionary::word(qint64 number)
{
    auto known = m_words.constFind(number);
    if (known == m_words.constEnd()) {
        TRY_ASSIGN(const QByteArray spelling, this->spelling(number));
        learn(parsed(spelling), number);
        known = m_words.constFind(number);
    }
    return &*known;
}

Result<events::Tags> Dictionary::tags(QByteArrayView text)
{
    const auto known = m_tags.constFind(QByteArray::fromRawData(text.data(), text.size()));
    if (known != m_tags.constEnd()) {
        return *known;
    }
    const std::vector<qint64> numbers = wordsFrom(text);
    QList<Word> words;
    words.reserve(static_cast<qsizetype>(numbers.size()));
    for (const qint64 number : numbers) {
        TRY_ASSIGN(const Word* const one, word(number));
        words.append(*one);
    }
    if (m_tags.size() >= MAX_CACHED_TAGS) {
        m_tags.clear();
    }
    return *m_tags.insert(text.toByteArray(), events::Tags::fromPairs(std::move(words)));
}

Result<QStringList> Dictionary::valuesOf(const QString& key)
{
    const QByteArray first = spelled({key, {}}); // All of them lie between this and the next key.
    const QByteArray behind = first.chopped(1) + char(':' + 1);
    QStringList values;
    Rows rows
        = m_connection.query("SELECT word FROM tag WHERE word >= ? AND word < ?", first, behind);
    while (true) {
        TRY_ASSIGN(const bool found, rows.next());
        if (!found) {
            return values;
        }
        values.append(parsed(rows.bytes(0)).second);
    }
}

Result<QByteArray> Dictionary::spelling(qint64 number)
{
    if (const auto known = m_spellings.constFind(number); known != m_spellings.constEnd()) {
        return *known;
    }
    Rows rows = m_connection.query("SELECT word FROM tag WHERE id = ?", number);
    TRY_ASSIGN(const bool found, rows.next());
    if (!found) {
        return failure(errors::CORRUPT_EVENT,
                       QStringLiteral("the dictionary has no number %1").arg(number));
    }
    QByteArray spelling = rows.bytes(0).toByteArray();
    if (!spelling.contains(':')) {
        return failure(errors::CORRUPT_EVENT,
                       QStringLiteral("number %1 of the dictionary is no word").arg(number));
    }
    if (m_spellings.size() >= MAX_CACHED) {
        m_spellings.clear();
    }
    m_spellings.insert(number, spelling);
    return spelling;
}

} // namespace tamma::store::sqlite
