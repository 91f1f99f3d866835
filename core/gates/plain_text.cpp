// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/plain_text.h"

namespace tamma::gates {

namespace {

// A sequence that never ends must not swallow the log.
constexpr int LONGEST_SEQUENCE = 64;
constexpr int LONGEST_STRING = 4096;

constexpr char16_t ESCAPE = 0x1b;
constexpr char16_t BELL = 0x07;

bool turnsDirection(char16_t code)
{
    return code == 0x061c || code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e)
        || (code >= 0x2066 && code <= 0x2069);
}

// Most of any log; it is copied in runs.
bool isOrdinary(QChar character)
{
    const char16_t code = character.unicode();
    return (code >= 0x20 && code < 0x7f) || code == u'\n' || code == u'\t';
}

QChar shown(QChar character)
{
    const char16_t code = character.unicode();
    if (code < 0x20 && code != u'\t') {
        return QChar(static_cast<char16_t>(0x2400 + code));
    }
    if (code == 0x7f) {
        return QChar(u'\u2421');
    }
    const bool isSecondControlSet = code >= 0x80 && code < 0xa0;
    return isSecondControlSet || turnsDirection(code) ? QChar(QChar::ReplacementCharacter)
                                                      : character;
}

// How many bytes at the end are the start of a character that goes on.
qsizetype cutBytes(const QByteArray& bytes)
{
    for (qsizetype back = 1; back <= std::min<qsizetype>(3, bytes.size()); ++back) {
        const auto byte = static_cast<unsigned char>(bytes[bytes.size() - back]);
        if (byte >= 0xc0) {
            const qsizetype length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
            return back < length ? back : 0;
        }
        if (byte < 0x80) {
            return 0;
        }
    }
    return 0;
}

} // namespace

// QStringDecoder would do, but swallows the character after a broken one at the edge of two calls.
QString PlainText::next(const QByteArray& bytes)
{
    const QByteArray all = m_cut + bytes;
    m_cut = all.last(cutBytes(all));
    const QString decoded = QString::fromUtf8(all.first(all.size() - m_cut.size()));
    QString text;
    text.reserve(decoded.size());
    for (qsizetype i = 0; i < decoded.size();) {
        const qsizetype start = i;
        while (m_state == State::Text && !m_returned && i < decoded.size()
               && isOrdinary(decoded[i])) {
            ++i;
        }
        text += QStringView(decoded).sliced(start, i - start);
        if (i < decoded.size()) {
            take(decoded[i], text);
            ++i;
        }
    }
    return text;
}

void PlainText::take(QChar character, QString& text)
{
    const char16_t code = character.unicode();
    ++m_length;
    switch (m_state) {
    case State::Text:
        takeText(character, text);
        return;
    case State::Escape:
        if (code == u'[') {
            m_state = State::Sequence;
        } else if (QStringView(u"]PX^_").contains(character)) {
            m_state = State::String;
        } else if (code < 0x20 || code > 0x2f) { // Else one more character belongs to it.
            m_state = State::Text;
        }
        return;
    case State::Sequence:
        if (code < 0x20 || code > 0x3f || m_length > LONGEST_SEQUENCE) {
            m_state = State::Text;
        }
        // What cannot be part of a sequence is text: somebody wrote a lone "ESC [".
        if (code < 0x20 || code > 0x7e) {
            takeText(character, text);
        }
        return;
    case State::String:
        if (code == ESCAPE) {
            m_state = State::StringEscape;
        } else if (code == BELL || code == u'\n' || m_length > LONGEST_STRING) {
            m_state = State::Text;
        }
        if (code == u'\n') {
            takeText(character, text);
        }
        return;
    case State::StringEscape:
        m_state = State::Text;
        if (code != u'\\') {
            m_length = 1;
            m_state = State::Escape;
            take(character, text);
        }
        return;
    }
}

void PlainText::takeText(QChar character, QString& text)
{
    const char16_t code = character.unicode();
    const bool endsReturn = std::exchange(m_returned, false);
    if (code == u'\r') {
        if (endsReturn) {
            text += u'\n';
        }
        m_returned = true;
        return;
    }
    if (code == u'\n') {
        text += u'\n';
        return;
    }
    if (endsReturn) {
        text += u'\n';
    }
    if (code == ESCAPE) {
        m_state = State::Escape;
        m_length = 1;
        return;
    }
    text += shown(character);
}

} // namespace tamma::gates
