// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/agent.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QStringList>

#include <optional>

namespace tamma::providers {

/// Sees that an agent does the same thing again and again and fails in the same way: the fold of
/// its transcript. An action is a tool with what it was called with.
///
/// Shape    Failures are counted since the last progress. Progress is an action that succeeds for
///          the first time, or after it failed: reading the same file once more is none.
class Repetition {
public:
    /// Says what happens again and again, in words, once an action has failed `times` times in the
    /// same way.
    explicit Repetition(int times)
        : m_times(times)
    {
    }

    [[nodiscard]] std::optional<QString> apply(const events::TranscriptEntry& entry);

private:
    [[nodiscard]] events::TranscriptEntry takeCall(const events::TranscriptEntry& result);

    int m_times;
    QList<events::TranscriptEntry> m_calls; // Those that have no result yet.
    QSet<QStringList> m_succeeded; // Actions.
    QHash<QStringList, int> m_failures; // By action and error.
};

} // namespace tamma::providers
