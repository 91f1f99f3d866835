// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_engine/fake_engine.h"

#include "core/engine/record_writer.h"

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
    return later<Events>(holdEvents, [this, query] {
        m_store.refusal = recordError;
        return m_store.read(query);
    });
}

engine::RecordIndex& FakeEngine::index()
{
    m_store.refusal = recordError;
    if (!m_index) {
        m_index = std::make_unique<engine::RecordIndex>(m_store, QString(), indexOptions);
    }
    return *m_index;
}

template <typename T> QFuture<T> FakeEngine::later(bool held, std::function<T()> answer)
{
    if (!held) {
        return answered(answer());
    }
    auto promise = waiting<T>();
    m_held.emplace_back([promise, answer = std::move(answer)] { finish(*promise, answer()); });
    return promise->future();
}

void FakeEngine::answerRecord()
{
    takeHeld()();
}

std::function<void()> FakeEngine::takeHeld()
{
    Q_ASSERT(!m_held.empty());
    auto answer = std::move(m_held.front());
    m_held.pop_front();
    return answer;
}

QFuture<Result<readmodels::RecordAnswer>>
FakeEngine::recordMatches(readmodels::RecordQuestion question)
{
    recordQuestions.append(question);
    return later<Result<readmodels::RecordAnswer>>(
        holdRecord, [this, question] { return index().matches(question); });
}

QFuture<FakeEngine::Events> FakeEngine::recordRows(QList<Position> positions)
{
    rowQuestions.append(positions);
    return later<Events>(holdRecord, [this, positions] {
        m_store.refusal = recordError;
        return engine::readRows(m_store, positions);
    });
}

QFuture<QStringList> FakeEngine::recordWords(engine::WordQuestion question)
{
    return answered(index().words(question));
}

QFuture<Result<qint64>> FakeEngine::exportRecord(engine::RecordExport request)
{
    auto promise = waiting<Result<qint64>>();
    const auto write = [this, promise, request] {
        m_store.refusal = recordError;
        finish(*promise, engine::writeRecord(m_store, request));
    };
    if (holdExport) {
        m_heldExport = write;
    } else {
        write();
    }
    return promise->future();
}

void FakeEngine::answerExport()
{
    Q_ASSERT(m_heldExport);
    std::exchange(m_heldExport, {})();
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
    return answered(files);
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
        marker.recorded = now;
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
    stored.recorded = now;
    stored.event.tags = std::move(tags);
    stored.event.metadata.actor = QStringLiteral("engine");
    stored.event.payload = std::move(payload);
    engine::ReadModelChange change;
    change.events.append(stored);
    publish(change);
}

QFuture<Result<engine::KeptList>> FakeEngine::keptWork()
{
    return answered(kept);
}

QFuture<Result<git::MergeForecast>> FakeEngine::mergeForecast(engine::MergeQuestion question)
{
    mergeQuestions.append(std::move(question));
    return answered(forecast);
}

} // namespace tamma
