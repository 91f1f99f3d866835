// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/on_pool.h"
#include "core/engine/engine.h"
#include "core/engine/recovery_queries.h"
#include "core/git/changes.h"

namespace tamma::engine {

using namespace events;

QFuture<Result<QList<StoredEvent>>> Engine::events(EventQuery query)
{
    return onPool(m_pool, [this, query = std::move(query)] { return m_parts.store.read(query); });
}

QFuture<Result<Past>> Engine::past(Moment moment)
{
    return onPool(m_pool, [this, moment]() -> Result<Past> {
        const EventStore& store = m_parts.store;
        const auto* time = std::get_if<Timestamp>(&moment);
        TRY_ASSIGN(const Position position,
                   time ? store.positionAt(*time) : Result<Position>(std::get<Position>(moment)));
        TRY_ASSIGN(const auto then, m_replay.at(position, m_ending.get_token()));
        TRY_ASSIGN(const auto newest,
                   store.read({.limit = 1, .backwards = true, .upTo = then.upTo}));
        const auto& [state, upTo] = then;
        return Past{upTo, newest.isEmpty() ? Timestamp{} : newest.first().recorded,
                    state.loops.rows(), state.approvals.rows(), state.issues.rows()};
    });
}

QFuture<Result<QList<git::ChangedFile>>> Engine::changedFiles(DiffRequest request)
{
    return onPool(m_pool, [request = std::move(request)]() -> Result<QList<git::ChangedFile>> {
        TRY_ASSIGN(const auto repository, git::Repository::open(request.repository));
        return git::changedFiles(repository, {request.from, request.to});
    });
}

QFuture<Result<git::FileDiff>> Engine::fileDiff(DiffRequest request)
{
    return onPool(m_pool, [request = std::move(request)]() -> Result<git::FileDiff> {
        TRY_ASSIGN(const auto repository, git::Repository::open(request.repository));
        return git::fileDiff(repository, {request.from, request.to}, request.path);
    });
}

QFuture<QList<Diagnosis>> Engine::diagnose()
{
    return onPool(m_pool, [this] { return m_parts.diagnose(); });
}

QFuture<Result<readmodels::RecordAnswer>> Engine::recordMatches(readmodels::RecordQuestion question)
{
    return m_record.recordMatches(std::move(question));
}

QFuture<Result<QList<StoredEvent>>> Engine::recordRows(QList<Position> positions)
{
    return m_record.recordRows(std::move(positions));
}

QFuture<QStringList> Engine::recordWords(WordQuestion question)
{
    return m_record.recordWords(std::move(question));
}

QFuture<Result<qint64>> Engine::exportRecord(RecordExport request)
{
    return m_record.exportRecord(std::move(request));
}

QFuture<Result<KeptList>> Engine::keptWork()
{
    return onPool(m_pool, [this]() -> Result<KeptList> {
        std::unique_lock lock(m_mutex);
        const auto now = m_now; // Shared, not copied; the next event separates them.
        lock.unlock();
        return keptWorkOf(now.state.loops.rows());
    });
}

QFuture<Result<git::MergeForecast>> Engine::mergeForecast(MergeQuestion question)
{
    return onPool(m_pool, [question = std::move(question)] { return forecastOf(question); });
}

} // namespace tamma::engine
