// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QList>
#include <QStringList>

namespace tamma::tests {

/// What a record says of one session of an agent.
struct SessionStory {
    StepId step;
    int began = 0; ///< How often; once is well.
    QStringList ended; ///< Each outcome.
    QList<events::TranscriptEntry> entries;
};

/// Every session in a record, in the order of their beginning.
[[nodiscard]] QList<SessionStory> sessionStories(const QList<events::StoredEvent>& record);

} // namespace tamma::tests
