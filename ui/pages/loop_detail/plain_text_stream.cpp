// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/plain_text_stream.h"

namespace tamma::ui {
namespace {

constexpr char16_t ESCAPE = 0x1B;
constexpr char16_t BELL = 0x07;

} // namespace

void PlainTextStream::append(QStringView piece, QString& text)
{
    for (const QChar c : piece) {
        switch (m_state) {
        case State::Text:
            takeText(c, text);
            break;
        case State::Escape:
            m_state = c == u'[' ? State::Sequence : c == u']' ? State::Title : State::Text;
            break;
        case State::Sequence:
            if (c >= u'@' && c <= u'~') {
                m_state = State::Text;
            }
            break;
        case State::Title: // Window titles and links: "ESC ] ... BEL" or "ESC ] ... ESC \".
            m_state = c == BELL || c == u'\n' ? State::Text
                : c == ESCAPE                 ? State::TitleEscape
                                              : State::Title;
            break;
        case State::TitleEscape:
            m_state = State::Text;
            break;
        }
    }
}

void PlainTextStream::takeText(QChar c, QString& text)
{
    if (m_returned && c != u'\n' && c != u'\r' && c != ESCAPE) {
        text.truncate(text.lastIndexOf(u'\n') + 1); // Progress bars draw over themselves.
    }
    m_returned = c == u'\r' || (m_returned && c == ESCAPE);
    if (c == ESCAPE) {
        m_state = State::Escape;
    } else if (c == u'\b') {
        text.chop(text.isEmpty() || text.endsWith(u'\n') ? 0 : 1);
    } else if (c == u'\n' || c == u'\t' || c >= u' ') {
        text += c;
    }
}

} // namespace tamma::ui
