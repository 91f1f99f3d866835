// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/line_index.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace tamma::ui {

LineIndex::LineIndex(QByteArray text)
    : m_text(std::move(text))
{
    if (m_text.size() >= qsizetype{std::numeric_limits<quint32>::max()}) {
        m_text.clear();
    }
    const bool hasTabs = m_text.contains('\t');
    const char* const begin = m_text.constData();
    const char* const end = begin + m_text.size();
    for (const char* at = begin; at != end;) {
        m_starts.push_back(static_cast<quint32>(at - begin));
        const auto* newline
            = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
        const char* const lineEnd = newline == nullptr ? end : newline;
        const auto tabs = hasTabs ? std::count(at, lineEnd, '\t') : 0;
        m_longest = std::max<qsizetype>(m_longest, lineEnd - at + 3 * tabs);
        at = newline == nullptr ? end : newline + 1;
    }
}

QByteArrayView LineIndex::bytes(int line) const
{
    const qsizetype start = m_starts[static_cast<size_t>(line)];
    qsizetype end = line + 1 < count() ? m_starts[static_cast<size_t>(line) + 1] : m_text.size();
    if (end > start && m_text[end - 1] == '\n') {
        --end;
        if (end > start && m_text[end - 1] == '\r') {
            --end;
        }
    }
    return QByteArrayView(m_text.constData() + start, end - start);
}

} // namespace tamma::ui
