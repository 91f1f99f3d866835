// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include "core/base/log.h"
#include "core/base/on_pool.h"
#include "core/engine/fork_loop.h"

namespace tamma::engine {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds HOUSEKEEPING_INTERVAL(2);

constexpr std::chrono::days CARE_INTERVAL(1);
constexpr std::chrono::days KEEP_SESSIONS(7); // After the end of their loops.
constexpr std::chrono::seconds TRY_AGAIN(2); // What failed, and what another host has.
constexpr std::chrono::minutes LONGEST_REST(1); // The time at which a loop goes on is on the wall;
                                                // a machine that slept must not miss it.

/// Whether the loop goes on without a person.
bool isRunnable(const readmodels::LoopRow& row)
{
    return !row.isOver() && (row.waitsFor.isEmpty() || row.waitsUntil != Timestamp{});
}

/// What loops merge into one after another.
QString trackOf(const readmodels::LoopRow& row)
{
    return row.repository + u'\n' + row.baseBranch;
}

/// How long the loop rests anyway, as far as the read model knows; zero: look at the record. A
/// clock that was set back does not count.
std::chrono::milliseconds restOf(const readmodels::LoopRow& row, Timestamp now)
{
    const bool rests = !row.isOver() && !row.waitsFor.isEmpty() && row.lastSignAt <= now;
    return rests ? std::clamp<std::chrono::milliseconds>(row.waitsUntil - now, {}, LONGEST_REST)
                 : std::chrono::milliseconds();
}

} // namespace

Engine::Engine(EngineParts parts)
    : m_parts(std::move(parts))
    , m_lock(m_parts.lockFile)
    , m_snapshots(m_parts.snapshotFolder, m_parts.store)
    , m_sessions(m_parts.sessionFolder)
    , m_replay(m_parts.store, m_snapshots)
    , m_headAtStart(m_parts.store.head().value_or(Position{}))
    , m_record(m_parts.store, m_parts.columnsFile)
    , m_train([this](const LoopId& loop) {
        const std::scoped_lock lock(m_mutex);
        wake(*m_now.state.loops.row(loop));
    })
    , m_scheduler(
          m_parts.concurrentLoops,
          [this](const LoopId& loop, const std::stop_token& stop) { return runLoop(loop, stop); })
    , m_housekeeper([this](const std::stop_token& stop) { keepHouse(stop); })
{
    m_questions.setMaxThreadCount(8); // They wait; they do not compute.
}

Engine::~Engine()
{
    m_ending.request_stop();
    m_housekeeper.request_stop();
    m_housekeeper.join();
    m_subscription.reset();
    m_scheduler.end();
    m_questions.waitForDone();
    m_pool.waitForDone();
}

QFuture<Result<CommandReceipt>> Engine::submit(Command command)
{
    // An agent thinks for minutes about a question; nobody else is to wait for that.
    const bool isQuestion = std::holds_alternative<AskAboutApproval>(command);
    return onPool(isQuestion ? m_questions : m_pool, [this, command = std::move(command)] {
        return m_parts.commands.carryOut(command, m_ending.get_token());
    });
}

bool Engine::isHost() const
{
    const std::scoped_lock lock(m_mutex);
    return m_leases != nullptr;
}

int Engine::busyLoops() const
{
    return m_scheduler.busy();
}

void Engine::onEvents(const QList<StoredEvent>& stored)
{
    ReadModelChange change;
    {
        const std::scoped_lock lock(m_mutex);
        readmodels::ReadModels::Touched touched;
        for (const StoredEvent& one : stored) {
            m_now.state.apply(one, touched);
            m_now.upTo = one.position;
        }
        change = rowsOf(touched);
        change.events = stored;
        if (m_leases) {
            std::ranges::for_each(stored, [this](const StoredEvent& one) { schedule(one); });
        }
    }
    m_record.add(stored);
    m_parts.feed.publish(change);
    m_houseBell.notify_all();
}

ReadModelChange Engine::rowsOf(const readmodels::ReadModels::Touched& touched) const
{
    ReadModelChange change;
    for (const LoopId& id : touched.loops) {
        change.loops.append(*m_now.state.loops.row(id));
    }
    for (const ApprovalId& id : touched.approvals) {
        change.approvals.append(*m_now.state.approvals.row(id));
    }
    for (const IssueId& id : touched.issues) {
        change.issues.append(*m_now.state.issues.row(id));
    }
    change.upTo = m_now.upTo;
    return change;
}

void Engine::takeUpSnapshot()
{
    auto kept = fromSnapshot<readmodels::ReadModels>(m_snapshots, m_headAtStart);
    ReadModelChange change{kept.state.loops.rows(),
                           kept.state.approvals.rows(),
                           kept.state.issues.rows(),
                           {},
                           kept.upTo};
    {
        const std::scoped_lock lock(m_mutex);
        m_now = std::move(kept);
        m_kept = m_now.upTo;
    }
    if (!change.isEmpty()) {
        m_parts.feed.publish(change);
    }
}

void Engine::checkRecord()
{
    const auto head = m_parts.store.head();
    m_parts.feed.setTrouble(head ? m_parts.recorder.trouble() : std::optional(head.error()));
}

void Engine::keepSnapshot()
{
    std::unique_lock lock(m_mutex);
    if (m_now.upTo.value - m_kept.value < SNAPSHOT_AFTER) {
        return;
    }
    const auto now = m_now; // Shared, not copied; the next event separates them.
    m_kept = now.upTo;
    lock.unlock();
    m_snapshots.keep(snapshotKind<readmodels::ReadModels>(), {now.upTo, now.state.snapshot()});
}

void Engine::schedule(const StoredEvent& stored)
{
    const Payload& payload = stored.event.payload;
    const LoopId loop(stored.event.tags.value(tag::LOOP));
    if (std::holds_alternative<LoopCancelled>(payload)
        || std::holds_alternative<LoopPaused>(payload)
        || std::holds_alternative<StepRerunRequested>(payload)) {
        m_scheduler.stop(loop);
    }
    if (std::holds_alternative<PullRequestMerged>(payload)) {
        endSuperseded();
    } else if (std::holds_alternative<LoopCancelled>(payload)) {
        m_pool.start([this, loop] { m_sessions.endOf(loop); });
    } else if (std::holds_alternative<StepRerunRequested>(payload)) {
        m_goneBack.insert(loop);
    }
    if (std::holds_alternative<LoopStarted>(payload) || std::holds_alternative<LoopResumed>(payload)
        || std::holds_alternative<LoopPrioritized>(payload)
        || std::holds_alternative<StepRerunRequested>(payload)
        || std::holds_alternative<ApprovalGranted>(payload)
        || std::holds_alternative<ApprovalRejected>(payload)
        || std::holds_alternative<ApprovalVoided>(payload)) {
        wake(*m_now.state.loops.row(loop));
    }
}

void Engine::wake(const readmodels::LoopRow& row)
{
    m_scheduler.wake(row.id, {row.priority, row.repository});
}

void Engine::endSuperseded()
{
    for (const LoopId& loop : supersededLoops(m_now.state.loops.rows())) {
        m_pool.start([this, loop] {
            const auto ended = m_parts.commands.supersede(loop);
            if (!ended && ended.error().code != errors::LOOP_NOT_RUNNING) {
                log::warning(u"A loop whose issue is solved could not be ended."_s,
                             {{u"loopId"_s, loop.text()}, {u"err"_s, ended.error().detail}});
            }
        });
    }
}

// Whoever was to answer them has gone; a question stays asked until it has its answer.
void Engine::answerLeftQuestions()
{
    for (const readmodels::Approval& approval : m_now.state.approvals.rows()) {
        const auto loop = m_now.state.loops.row(approval.request.loopId);
        if (approval.status != readmodels::Approval::Status::Open || !loop) {
            continue;
        }
        for (const readmodels::ApprovalExchange& exchange : approval.exchanges) {
            if (!exchange.answer.isEmpty()) {
                continue;
            }
            m_questions.start([this, row = *loop, request = approval.request, exchange] {
                if (m_parts.canRun(row)) {
                    (void)m_parts.commands.answer(request, exchange, m_ending.get_token());
                }
            });
        }
    }
}

// A step that was preparing when its loop was cancelled may have begun a session after all.
void Engine::endIfCancelled(const LoopId& loop)
{
    std::unique_lock lock(m_mutex);
    const auto row = m_now.state.loops.row(loop);
    lock.unlock();
    if (row && row->status == workflow::LoopStatus::Cancelled) {
        m_sessions.endOf(loop);
    }
}

// What ended loops leave behind has an end, also where Tamma runs for months.
void Engine::careForWork()
{
    const std::scoped_lock lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (!m_leases || (m_caredAt && now - *m_caredAt < CARE_INTERVAL)) {
        return;
    }
    m_caredAt = now;
    m_pool.start([this, rows = m_now.state.loops.rows()] {
        QSet<LoopId> over;
        for (const readmodels::LoopRow& row : rows) {
            if (row.isOver()) {
                over.insert(row.id);
            }
        }
        m_sessions.tidy([&over](const LoopId& loop) { return over.contains(loop); }, KEEP_SESSIONS);
        m_parts.careForWork(rows);
    });
}

void Engine::tryToHost()
{
    const std::scoped_lock lock(m_mutex);
    // Whoever hosts must know the whole record first, or it would start what has ended.
    if (m_leases || m_now.upTo < m_headAtStart) {
        return;
    }
    const auto taken = m_lock.tryTake();
    if (!taken) {
        log::warning(u"The lock of the record cannot be used."_s, taken.error().context);
        return;
    }
    if (*taken) {
        m_leases = std::make_unique<LoopLeases>(m_parts.leases, m_lock.host());
        endSuperseded();
        answerLeftQuestions();
        for (const readmodels::LoopRow& row : m_now.state.loops.rows()) {
            if (isRunnable(row)) {
                wake(row);
            }
        }
    }
}

void Engine::keepHouse(const std::stop_token& stop)
{
    takeUpSnapshot();
    m_subscription = m_parts.store.subscribe(
        m_now.upTo, [this](const QList<StoredEvent>& stored) { onEvents(stored); });
    while (!stop.stop_requested()) {
        checkRecord();
        tryToHost();
        careForWork();
        keepSnapshot();
        std::unique_lock lock(m_mutex);
        // The bell rings for new events; only the one that completes the catching up matters here.
        const bool mayHostSoon = !m_leases && m_now.upTo < m_headAtStart;
        m_houseBell.wait_for(lock, stop, HOUSEKEEPING_INTERVAL,
                             [&] { return mayHostSoon && m_now.upTo >= m_headAtStart; });
    }
}

std::optional<LoopScheduler::Clock::duration> Engine::runLoop(const LoopId& loop,
                                                              const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    const auto row = m_now.state.loops.row(loop);
    LoopLeases& leases = *m_leases; // Only a host schedules loops, and it stays host.
    const bool goesBack = m_goneBack.remove(loop);
    lock.unlock();
    if (goesBack) {
        m_sessions.endOf(loop);
    }
    if (!row) {
        return std::nullopt;
    }
    if (const auto rest = restOf(*row, m_parts.leases.clock.now()); rest.count() > 0) {
        return rest;
    }
    if (!m_parts.canRun(*row)) {
        return std::nullopt;
    }
    const auto lease = leases.take(loop);
    if (!lease) {
        log::warning(u"The loop pauses: its lease cannot be taken."_s,
                     {{u"loopId"_s, loop.text()}, {u"err"_s, lease.error().detail}});
        return TRY_AGAIN;
    }
    if (!*lease) {
        return TRY_AGAIN;
    }
    std::stop_source source;
    const std::stop_callback onStop(stop, [&source] { source.request_stop(); });
    const std::stop_callback onLoss((*lease)->lost(), [&source] { source.request_stop(); });
    const auto rest = m_parts.runner.run(
        loop, {(*lease)->fenced(), [this, &row] { return m_train.board(trackOf(*row), row->id); }},
        source.get_token());
    endIfCancelled(loop);
    switch (rest.ending) {
    case LoopRunner::Ending::Failed:
        return TRY_AGAIN;
    case LoopRunner::Ending::Parked:
        return rest.until == Timestamp{}
            ? std::nullopt
            : std::optional(std::clamp<LoopScheduler::Clock::duration>(
                  rest.until - m_parts.leases.clock.now(), TRY_AGAIN, LONGEST_REST));
    case LoopRunner::Ending::Stopped:
        return stop.stop_requested() ? std::nullopt
                                     : std::optional<LoopScheduler::Clock::duration>(TRY_AGAIN);
    case LoopRunner::Ending::Over:
        break;
    }
    return std::nullopt;
}

} // namespace tamma::engine
