// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamma::ui {

/// Turns what a program writes for a terminal into lines to read, piece by piece: escape sequences
/// go, a carriage return or backspace overwrites, other control characters are dropped. Pieces may
/// end anywhere, also inside a sequence.
class PlainTextStream {
public:
    /// Adds what `piece` leaves readable to `text`, which must hold what came before.
    void append(QStringView piece, QString& text);

private:
    enum class State { Text, Escape, Sequence, Title, TitleEscape };

    void takeText(QChar c, QString& text);

    State m_state = State::Text;
    bool m_returned = false; // A carriage return came; what follows decides what it means.
};

} // namespace tamma::ui
