// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/repetition.h"

namespace tamma::providers {

using namespace Qt::StringLiterals;
using events::TranscriptEntry;

namespace {

constexpr qsizetype SHOWN_CHARS = 200;

QString shown(const QString& text)
{
    const QString line = text.simplified();
    return line.size() > SHOWN_CHARS ? line.first(SHOWN_CHARS) + QChar(0x2026) : line;
}

} // namespace

// Results name the tool and the file; what else it was called with is in the call alone.
TranscriptEntry Repetition::takeCall(const TranscriptEntry& result)
{
    const auto call = std::ranges::find_if(m_calls, [&result](const TranscriptEntry& one) {
        return one.tool == result.tool && one.path == result.path;
    });
    if (call == m_calls.end()) {
        return {.tool = result.tool, .path = result.path};
    }
    TranscriptEntry found = *call;
    m_calls.erase(call);
    return found;
}

std::optional<QString> Repetition::apply(const TranscriptEntry& entry)
{
    if (entry.kind == "toolCall"_L1) {
        m_calls.append(entry);
    }
    if (entry.kind != "toolResult"_L1) {
        return std::nullopt;
    }
    const TranscriptEntry call = takeCall(entry);
    const QStringList action{call.tool, call.path, call.text};
    if (entry.failed) {
        const int failures = ++m_failures[action + QStringList(entry.text)];
        if (m_times <= 0 || failures < m_times) {
            return std::nullopt;
        }
        const QString what = call.text.isEmpty() ? call.path : call.text;
        return u"%1 \"%2\" failed %3 times in the same way: %4"_s.arg(
            call.tool, shown(what), QString::number(failures), shown(entry.text));
    }
    const bool failedBefore = std::ranges::any_of(
        m_failures.keys(), [&action](const QStringList& one) { return one.first(3) == action; });
    if (failedBefore || !m_succeeded.contains(action)) {
        m_failures.clear();
    }
    m_succeeded.insert(action);
    return std::nullopt;
}

} // namespace tamma::providers
