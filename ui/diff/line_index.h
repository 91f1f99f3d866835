// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <vector>

namespace tamma::ui {

/// Where each line of a text begins.
///
/// Shape    Lines are counted from 0 and end at "\n"; the end of the text ends the last one, so ""
///          has no line and "a\n" has one.
/// Units    Bytes of UTF-8; a text of 4 GB or more is not indexed and has no lines.
/// Owns     A shared copy of the text.
class LineIndex {
public:
    LineIndex() = default;
    explicit LineIndex(QByteArray text);

    [[nodiscard]] int count() const { return static_cast<int>(m_starts.size()); }

    /// Returns a line without its end ("\n" or "\r\n").
    [[nodiscard]] QByteArrayView bytes(int line) const;

    /// The same, decoded; bytes that are no UTF-8 become U+FFFD.
    [[nodiscard]] QString text(int line) const { return QString::fromUtf8(bytes(line)); }

    /// How many columns the longest line takes, a tab counting four.
    [[nodiscard]] qsizetype longestLine() const { return m_longest; }

    /// True when the last line has no "\n".
    [[nodiscard]] bool endsOpen() const { return !m_text.isEmpty() && !m_text.endsWith('\n'); }

    [[nodiscard]] qsizetype sizeBytes() const { return m_text.size(); }

private:
    QByteArray m_text;
    std::vector<quint32> m_starts;
    qsizetype m_longest = 0;
};

} // namespace tamma::ui
