// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine/fake_engine.h"

#include "core/events/catalog.h"

namespace tamma {
namespace {

template <typename T> QFuture<T> answered(T value)
{
    return QtFuture::makeReadyValueFuture(std::move(value));
}

template <typename T> std::shared_ptr<QPromise<T>> waiting()
{
    auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    return promise;
}

template <typename T> void finish(QPromise<T>& promise, T value)
{
    promise.addResult(std::move(value));
    promise.finish();
}

} // namespace

QFuture<FakeEngine::Receipt> FakeEngine::submit(engine::Command command)
{
    commands.append(std::move(command));
    if (!holdAnswers) {
        return answered(receipt);
    }
    m_heldCommands.push_back(waiting<Receipt>());
    return m_heldCommands.back()->future();
}

void FakeEngine::answerCommand(Receipt result)
{
    Q_ASSERT(!m_heldCommands.empty());
    finish(*m_heldCommands.front(), std::move(result));
    m_heldCommands.pop_front();
}

QFuture<FakeEngine::Events> FakeEngine::events(events::EventQuery query)
{
    queries.append(query);
    if (!holdEvents) {
        return answered(read(query));
    }
    m_heldEvents.emplace_back(waiting<Events>(), query);
    return m_heldEvents.back().first->future();
}

void FakeEngine::answerEvents()
{
    Q_ASSERT(!m_heldEvents.empty());
    auto [promise, query] = m_heldEvents.front();
    m_heldEvents.pop_front();
    finish(*promise, read(query));
}

FakeEngine::Events FakeEngine::read(const events::EventQuery& query) const
{
    if (recordError) {
        return std::unexpected(*recordError);
    }
    QList<events::StoredEvent> found;
    const auto add = [&](const events::StoredEvent& stored) {
        const bool inRange = stored.position > query.after && stored.position <= query.upTo;
        if (inRange && found.size() < query.limit
            && query.matches(events::catalog::typeName(stored.event.payload), stored.event.tags)) {
            found.append(stored);
        }
    };
    if (query.backwards) {
        std::for_each(record.crbegin(), record.crend(), add);
    } else {
        std::ranges::for_each(record, add);
    }
    return found;
}

QFuture<Result<engine::Past>> FakeEngine::past(engine::Moment moment)
{
    moments.append(moment);
    if (holdPast) {
        m_heldPasts.push_back(waiting<Result<engine::Past>>());
        return m_heldPasts.back()->future();
    }
    const auto* position = std::get_if<Position>(&moment);
    const auto other = position ? thenAt.constFind(position->value) : thenAt.constEnd();
    return answered(other == thenAt.constEnd() ? then : Result<engine::Past>(*other));
}

void FakeEngine::answerPast()
{
    Q_ASSERT(!m_heldPasts.empty());
    finish(*m_heldPasts.front(), then);
    m_heldPasts.pop_front();
}

QFuture<Result<QList<git::ChangedFile>>> FakeEngine::changedFiles(engine::DiffRequest request)
{
    Q_UNUSED(request);
    return answered(Result<QList<git::ChangedFile>>(files));
}

QFuture<Result<git::FileDiff>> FakeEngine::fileDiff(engine::DiffRequest request)
{
    Q_UNUSED(request);
    return answered(diff);
}

QFuture<QList<engine::Diagnosis>> FakeEngine::diagnose()
{
    return answered(report);
}

void FakeEngine::publish(engine::ReadModelChange change)
{
    if (change.events.isEmpty()) {
        events::StoredEvent marker;
        marker.position.value = ++m_lastPosition;
        marker.event.id = EventId(QString::number(m_lastPosition));
        marker.event.timestamp = now;
        marker.event.payload
            = events::OpaquePayload{.type = QStringLiteral("TEST.ROWS.CHANGED"), .data = {}};
        change.events.append(marker);
    }
    record += change.events;
    m_lastPosition = std::max(m_lastPosition, change.events.last().position.value);
    change.upTo = Position{m_lastPosition};
    feed.publish(change);
}

void FakeEngine::publishEvent(events::Payload payload, events::Tags tags)
{
    events::StoredEvent stored;
    stored.position.value = m_lastPosition + 1;
    stored.event.id = EventId(QString::number(stored.position.value));
    stored.event.timestamp = now;
    stored.event.tags = std::move(tags);
    stored.event.metadata.actor = QStringLiteral("engine");
    stored.event.payload = std::move(payload);
    engine::ReadModelChange change;
    change.events.append(stored);
    publish(change);
}

} // namespace tamma
