// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/support/session_stories.h"

#include <QHash>

namespace tamma::tests {

using namespace events;

QList<SessionStory> sessionStories(const QList<StoredEvent>& record)
{
    QList<SessionId> order;
    QHash<SessionId, SessionStory> stories;
    for (const StoredEvent& stored : record) {
        const Payload& payload = stored.event.payload;
        if (const auto* start = std::get_if<AgentSessionStarted>(&payload)) {
            order.append(start->sessionId);
            stories[start->sessionId].step = start->stepId;
            ++stories[start->sessionId].began;
        } else if (const auto* piece = std::get_if<TranscriptAppended>(&payload)) {
            stories[piece->sessionId].entries += piece->entries;
        } else if (const auto* end = std::get_if<AgentSessionEnded>(&payload)) {
            stories[end->sessionId].ended.append(end->outcome);
        }
    }
    QList<SessionStory> result;
    for (const SessionId& id : std::as_const(order)) {
        result.append(stories.value(id));
    }
    return result;
}

} // namespace tamma::tests
