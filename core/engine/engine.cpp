// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include "core/base/log.h"
#include "core/base/on_pool.h"
#include "core/git/changes.h"

namespace tamma::engine {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds HOUSEKEEPING_INTERVAL(2);

bool isRunnable(const workflow::LoopState& state)
{
    return !state.isOver() && !state.openApproval;
}

} // namespace

Engine::Engine(EngineParts parts)
    : m_parts(std::move(parts))
    , m_lock(m_parts.lockFile)
    , m_headAtStart(m_parts.store.head().value_or(Position{}))
    , m_scheduler(std::make_unique<LoopScheduler>(
          m_parts.concurrentLoops,
          [this](const LoopId& loop, const std::stop_token& stop) { return runLoop(loop, stop); }))
    , m_subscription(m_parts.store.subscribe(
          {}, [this](const QList<StoredEvent>& stored) { onEvents(stored); }))
    , m_housekeeper([this](const std::stop_token& stop) { keepHouse(stop); })
{
}

Engine::~Engine()
{
    m_housekeeper.request_stop();
    m_housekeeper.join();
    m_subscription.reset();
    m_scheduler.reset();
    m_pool.waitForDone();
}

QFuture<Result<CommandReceipt>> Engine::submit(Command command)
{
    return onPool(m_pool, [this, command = std::move(command)] {
        return m_parts.commands.carryOut(command);
    });
}

QFuture<Result<QList<StoredEvent>>> Engine::events(EventQuery query)
{
    return onPool(m_pool, [this, query = std::move(query)] { return m_parts.store.read(query); });
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

bool Engine::isHost() const
{
    const std::scoped_lock lock(m_mutex);
    return m_isHost;
}

int Engine::busyLoops() const
{
    return m_scheduler->busy();
}

void Engine::onEvents(const QList<StoredEvent>& stored)
{
    QSet<LoopId> loops;
    QSet<ApprovalId> approvals;
    QSet<IssueId> issues;
    ReadModelChange change;
    {
        const std::scoped_lock lock(m_mutex);
        for (const StoredEvent& one : stored) {
            for (const LoopId& id : m_loops.apply(one)) {
                loops.insert(id);
            }
            for (const ApprovalId& id : m_approvals.apply(one)) {
                approvals.insert(id);
            }
            for (const IssueId& id : m_issues.apply(one)) {
                issues.insert(id);
            }
            m_upTo = one.position;
        }
        for (const LoopId& id : std::as_const(loops)) {
            change.loops.append(*m_loops.row(id));
        }
        for (const ApprovalId& id : std::as_const(approvals)) {
            change.approvals.append(*m_approvals.row(id));
        }
        for (const IssueId& id : std::as_const(issues)) {
            change.issues.append(*m_issues.row(id));
        }
        change.events = stored;
        change.upTo = m_upTo;
        if (m_isHost) {
            std::ranges::for_each(stored, [this](const StoredEvent& one) { schedule(one); });
        }
    }
    m_parts.feed.publish(change);
    m_houseBell.notify_all();
}

void Engine::schedule(const StoredEvent& stored)
{
    const Payload& payload = stored.event.payload;
    const LoopId loop(stored.event.tags.value(tag::LOOP));
    if (std::holds_alternative<LoopCancelled>(payload)) {
        m_scheduler->stop(loop);
    } else if (std::holds_alternative<LoopStarted>(payload)
               || std::holds_alternative<ApprovalGranted>(payload)
               || std::holds_alternative<ApprovalRejected>(payload)
               || std::holds_alternative<ApprovalVoided>(payload)) {
        m_scheduler->wake(loop);
    }
}

void Engine::tryToHost()
{
    const std::scoped_lock lock(m_mutex);
    // Whoever hosts must know the whole record first, or it would start what has ended.
    if (m_isHost || m_upTo < m_headAtStart) {
        return;
    }
    const auto taken = m_lock.tryTake();
    if (!taken) {
        log::warning(u"The lock of the record cannot be used."_s, taken.error().context);
        return;
    }
    m_isHost = *taken;
    if (m_isHost) {
        for (const readmodels::LoopRow& row : m_loops.rows()) {
            if (isRunnable(*m_loops.state(row.id))) {
                m_scheduler->wake(row.id);
            }
        }
    }
}

void Engine::keepHouse(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        tryToHost();
        std::unique_lock lock(m_mutex);
        for (const LoopId& loop : std::exchange(m_stalled, {})) {
            m_scheduler->wake(loop);
        }
        // The bell rings for new events; only the one that completes the catching up matters here.
        const bool mayHostSoon = !m_isHost && m_upTo < m_headAtStart;
        m_houseBell.wait_for(lock, stop, HOUSEKEEPING_INTERVAL,
                             [&] { return mayHostSoon && m_upTo >= m_headAtStart; });
    }
}

LoopRunner::Ending Engine::runLoop(const LoopId& loop, const std::stop_token& stop)
{
    const auto ending = m_parts.runner.run(loop, stop);
    if (ending == LoopRunner::Ending::Failed) {
        const std::scoped_lock lock(m_mutex);
        m_stalled.insert(loop);
    }
    return ending;
}

} // namespace tamma::engine
