// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/words.h"

#include <QSet>

#include <string>

namespace tamma::intelligence {
namespace {

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isWordByte(char c)
{
    return isUpper(c) || (c >= 'a' && c <= 'z') || isDigit(c) || c == '_' || (c & 0x80) != 0;
}

// Harman's S stemmer: three rules that never cut too much.
void foldPlural(std::string& word)
{
    const auto ends = [&word](std::string_view tail) { return word.ends_with(tail); };
    if (word.size() > 4 && ends("ies") && !ends("eies") && !ends("aies")) {
        word.replace(word.size() - 3, 3, "y");
    } else if (word.size() > 4 && ends("es") && !ends("aes") && !ends("ees") && !ends("oes")) {
        word.pop_back();
    } else if (word.size() > 3 && ends("s") && !ends("us") && !ends("ss")) {
        word.pop_back();
    }
}

bool beginsPart(std::string_view identifier, size_t at)
{
    const char before = identifier[at - 1];
    if (before == '_') {
        return true;
    }
    if (!isUpper(identifier[at])) {
        return false;
    }
    const bool nextIsLower = at + 1 < identifier.size() && !isUpper(identifier[at + 1])
        && !isDigit(identifier[at + 1]) && identifier[at + 1] != '_';
    return !isUpper(before) || nextIsLower;
}

void visitFolded(std::string_view part, const std::function<void(std::string_view)>& visit)
{
    std::string word;
    for (const char c : part) {
        if (c != '_') {
            word += isUpper(c) ? char(c - 'A' + 'a') : c;
        }
    }
    if (word.size() < 2) {
        return;
    }
    foldPlural(word);
    visit(word);
}

void visitIdentifier(std::string_view identifier,
                     const std::function<void(std::string_view)>& visit)
{
    identifier.remove_prefix(std::min(identifier.find_first_not_of('_'), identifier.size()));
    size_t begin = 0;
    for (size_t at = 1; at < identifier.size(); ++at) {
        if (beginsPart(identifier, at)) {
            visitFolded(identifier.substr(begin, at - begin), visit);
            begin = at;
        }
    }
    visitFolded(identifier.substr(begin), visit);
    if (begin > 0) {
        visitFolded(identifier, visit);
    }
}

const QSet<QByteArray>& stopWords()
{
    static const QSet<QByteArray> WORDS = [] {
        const QByteArray list
            = "about above add after all also always an and any are as at be because been before "
              "being below but by call can cannot change could did do does done down each either "
              "every for from get give given has have here how if in instead into is issue it its "
              "just like make may more most must need needs never new no nobody not now of off on "
              "once one only or other our out over own per please said same say see should show so "
              "some such take than that the their them then there these they this those through to "
              "too two until up us use used using very want was way we were what when where which "
              "while who why will with without would you your";
        QSet<QByteArray> set;
        // Folded like every word, or "needs" would slip through as "need".
        forEachWord(list, [&set](std::string_view word) {
            set.insert(QByteArray(word.data(), qsizetype(word.size())));
        });
        return set;
    }();
    return WORDS;
}

} // namespace

void forEachWord(QByteArrayView text, const std::function<void(std::string_view)>& visit)
{
    const std::string_view all(text.data(), size_t(text.size()));
    size_t at = 0;
    while (at < all.size()) {
        if (!isWordByte(all[at])) {
            ++at;
            continue;
        }
        const size_t begin = at;
        while (at < all.size() && isWordByte(all[at])) {
            ++at;
        }
        visitIdentifier(all.substr(begin, at - begin), visit);
    }
}

QByteArrayList searchWords(QByteArrayView text)
{
    QByteArrayList words;
    QSet<QByteArray> seen;
    forEachWord(text, [&](std::string_view view) {
        const QByteArray word(view.data(), qsizetype(view.size()));
        const bool isNumber = std::all_of(view.begin(), view.end(), isDigit);
        if (!isNumber && !seen.contains(word) && !stopWords().contains(word)) {
            seen.insert(word);
            words.append(word);
        }
    });
    return words;
}

} // namespace tamma::intelligence
