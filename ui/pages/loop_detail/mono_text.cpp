// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/mono_text.h"

#include <algorithm>

namespace tamma::ui {

MonoText::MonoText(QString text, int lineCount, int columns)
    : m_text(std::move(text))
    , m_lineCount(lineCount)
    , m_columns(std::max(columns, 8))
{
}

QStringView MonoText::row(int row) const
{
    const auto [start, count] = m_rows[static_cast<size_t>(row)];
    return QStringView(m_text).mid(start, count);
}

void MonoText::addLine(qsizetype start, qsizetype end)
{
    if (m_cutsLines) {
        end = std::min(end, start + LONGEST_LINE);
    }
    do {
        qsizetype count = std::min<qsizetype>(end - start, m_columns);
        if (count < end - start && m_text[start + count - 1].isHighSurrogate()) {
            --count;
        }
        m_rows.push_back({start, count});
        start += count;
    } while (start < end);
}

void MonoText::addMarker()
{
    m_marker = rowCount();
    m_rows.push_back({});
}

void MonoText::showAll()
{
    const bool hadMarker = m_marker >= 0;
    m_rows.clear();
    m_marker = -1;
    m_cutsLines = false;
    for (qsizetype start = 0; start < m_text.size();) {
        const qsizetype newline = m_text.indexOf(u'\n', start);
        const qsizetype end = newline < 0 ? m_text.size() : newline;
        addLine(start, end);
        start = end + 1;
    }
    if (hadMarker) {
        addMarker();
    }
}

void MonoText::showExcerpt(Excerpt excerpt)
{
    m_cutsLines = true;
    m_rows.clear();
    m_marker = -1;
    const bool whole = m_lineCount <= excerpt.head + excerpt.tail + SPARE && excerpt.head > 0;
    const int head = whole ? m_lineCount : excerpt.head;
    qsizetype start = 0;
    for (int line = 0; line < head && start < m_text.size(); ++line) {
        const qsizetype newline = m_text.indexOf(u'\n', start);
        const qsizetype end = newline < 0 ? m_text.size() : newline;
        addLine(start, end);
        start = end + 1;
    }
    if (whole) {
        return;
    }
    addMarker();
    const qsizetype textEnd = m_text.endsWith(u'\n') ? m_text.size() - 1 : m_text.size();
    qsizetype tailStart = textEnd;
    for (int line = 0; line < excerpt.tail && tailStart > start; ++line) {
        const qsizetype newline = tailStart < 2 ? -1 : m_text.lastIndexOf(u'\n', tailStart - 2);
        tailStart = std::max(newline + 1, start);
    }
    while (tailStart < textEnd) {
        const qsizetype newline = m_text.indexOf(u'\n', tailStart);
        const qsizetype end = newline < 0 ? textEnd : std::min(newline, textEnd);
        addLine(tailStart, end);
        tailStart = end + 1;
    }
}

} // namespace tamma::ui
