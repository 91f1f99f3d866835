// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace tamma::ui {

/// How much of a long text is shown until somebody asks for all of it.
struct Excerpt {
    int head = 0; ///< Lines from the start.
    int tail = 0; ///< Lines before the end.
};

/// Text in a fixed-width font, wrapped at a column; of a long one only beginning and end.
///
/// Shape    Rows are [0, rowCount()). Up to head + tail + SPARE lines are shown whole; otherwise
/// one
///          marker row stands between head and tail, and below everything once it is expanded.
///          A shortened text costs only what is shown of it; its lines of more than LONGEST_LINE
///          characters are cut.
/// Owns     A shared copy of the text.
class MonoText {
public:
    static constexpr int SPARE = 4;
    static constexpr qsizetype LONGEST_LINE = 1000;

    MonoText() = default;
    MonoText(QString text, int lineCount, int columns);

    /// Lays out all of it.
    void showAll();
    /// Lays out beginning and end.
    void showExcerpt(Excerpt excerpt);

    [[nodiscard]] int rowCount() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] QStringView row(int row) const;
    [[nodiscard]] bool isMarker(int row) const { return row == m_marker; }

    /// The marker row; -1 when nothing is left out and nothing can be.
    [[nodiscard]] int markerRow() const { return m_marker; }

private:
    struct Row {
        qsizetype start = 0;
        qsizetype count = 0;
    };

    void addLine(qsizetype start, qsizetype end);
    void addMarker();

    QString m_text;
    std::vector<Row> m_rows;
    int m_lineCount = 0;
    int m_columns = 80;
    int m_marker = -1;
    bool m_cutsLines = false;
};

} // namespace tamma::ui
