// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace tamma::gates {

/// Makes text that is safe to show out of what programs write to terminals, piece by piece.
///
/// Shape    UTF-8 in, broken bytes as U+FFFD. Escape sequences (colours, titles, the clipboard) are
///          left out; other control characters are shown as their pictures, marks that turn the
///          direction of writing as U+FFFD. Every kind of line break becomes "\n".
/// Threads  One at a time.
class PlainText {
public:
    /// Returns the text of the next bytes; a character or sequence may go on in the call after it.
    [[nodiscard]] QString next(const QByteArray& bytes);

private:
    enum class State { Text, Escape, Sequence, String, StringEscape };

    void take(QChar character, QString& text);
    void takeText(QChar character, QString& text);

    QByteArray m_cut; // The start of a character whose other bytes are still to come.
    State m_state = State::Text;
    int m_length = 0; // Of the escape sequence so far.
    bool m_returned = false; // The last character was a carriage return.
};

} // namespace tamma::gates
