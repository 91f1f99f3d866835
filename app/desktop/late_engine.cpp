// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/late_engine.h"

#include "app/doctor.h"
#include "core/base/on_pool.h"

namespace tamma::desktop {

namespace {

constexpr int WAITING_AT_ONCE = 8; // They use no processor.

} // namespace

LateEngine::LateEngine(Paths paths, engine::ReadModelFeed& feed)
    : m_paths(std::move(paths))
    , m_feed(feed)
{
    m_pool.setMaxThreadCount(WAITING_AT_ONCE);
    m_pool.start([this] { (void)engine(); });
}

LateEngine::~LateEngine()
{
    m_pool.waitForDone();
}

Result<engine::Engine*> LateEngine::engine()
{
    const std::scoped_lock lock(m_opening);
    if (!m_house) {
        TRY_ASSIGN(m_house, Composition::create(m_paths, m_feed));
    }
    return &m_house->startEngine();
}

template <typename T, typename Ask> QFuture<Result<T>> LateEngine::late(Ask ask)
{
    return onPool(m_pool, [this, ask = std::move(ask)]() -> Result<T> {
        TRY_ASSIGN(engine::Engine* const opened, engine());
        return ask(*opened).result();
    });
}

QFuture<Result<engine::CommandReceipt>> LateEngine::submit(engine::Command command)
{
    return late<engine::CommandReceipt>(
        [command = std::move(command)](engine::Engine& engine) { return engine.submit(command); });
}

QFuture<Result<QList<events::StoredEvent>>> LateEngine::events(events::EventQuery query)
{
    return late<QList<events::StoredEvent>>(
        [query = std::move(query)](engine::Engine& engine) { return engine.events(query); });
}

QFuture<Result<engine::Past>> LateEngine::past(engine::Moment moment)
{
    return late<engine::Past>([moment](engine::Engine& engine) { return engine.past(moment); });
}

QFuture<Result<QList<git::ChangedFile>>> LateEngine::changedFiles(engine::DiffRequest request)
{
    return late<QList<git::ChangedFile>>([request = std::move(request)](engine::Engine& engine) {
        return engine.changedFiles(request);
    });
}

QFuture<Result<git::FileDiff>> LateEngine::fileDiff(engine::DiffRequest request)
{
    return late<git::FileDiff>([request = std::move(request)](engine::Engine& engine) {
        return engine.fileDiff(request);
    });
}

QFuture<Result<readmodels::RecordAnswer>>
LateEngine::recordMatches(readmodels::RecordQuestion question)
{
    return late<readmodels::RecordAnswer>([question = std::move(question)](engine::Engine& engine) {
        return engine.recordMatches(question);
    });
}

QFuture<Result<QList<events::StoredEvent>>> LateEngine::recordRows(QList<Position> positions)
{
    return late<QList<events::StoredEvent>>(
        [positions = std::move(positions)](engine::Engine& engine) {
            return engine.recordRows(positions);
        });
}

QFuture<QStringList> LateEngine::recordWords(engine::WordQuestion question)
{
    return onPool(m_pool, [this, question = std::move(question)] {
        const auto opened = engine();
        return opened ? (*opened)->recordWords(question).result() : QStringList();
    });
}

QFuture<Result<qint64>> LateEngine::exportRecord(engine::RecordExport request)
{
    return late<qint64>([request = std::move(request)](engine::Engine& engine) {
        return engine.exportRecord(request);
    });
}

QFuture<Result<engine::KeptList>> LateEngine::keptWork()
{
    return late<engine::KeptList>([](engine::Engine& engine) { return engine.keptWork(); });
}

QFuture<Result<git::MergeForecast>> LateEngine::mergeForecast(engine::MergeQuestion question)
{
    return late<git::MergeForecast>([question = std::move(question)](engine::Engine& engine) {
        return engine.mergeForecast(question);
    });
}

QFuture<QList<engine::Diagnosis>> LateEngine::diagnose()
{
    // The doctor is wanted most when the record cannot be opened: it does not wait for it.
    return onPool(m_pool, [this] { return tamma::diagnose(m_paths); });
}

} // namespace tamma::desktop
