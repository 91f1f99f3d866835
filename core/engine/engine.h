// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/commands.h"
#include "core/engine/engine_client.h"
#include "core/engine/host_lock.h"
#include "core/engine/indexed_record.h"
#include "core/engine/land_train.h"
#include "core/engine/loop_leases.h"
#include "core/engine/loop_runner.h"
#include "core/engine/loop_scheduler.h"
#include "core/engine/read_model_feed.h"
#include "core/engine/replay.h"
#include "core/providers/agent_sessions.h"

#include <QSet>
#include <QThreadPool>

#include <memory>
#include <mutex>

namespace tamma::engine {

/// What an engine is built from.
struct EngineParts {
    events::EventStore& store;
    Recorder& recorder;
    Commands& commands;
    LoopRunner& runner;
    ReadModelFeed& feed;
    std::function<QList<Diagnosis>()> diagnose;
    store::LeaseParts leases;
    std::function<bool(const readmodels::LoopRow&)> canRun; ///< Is the repository on this machine?
    QString lockFile; ///< Who holds it runs the loops of the record.
    QString snapshotFolder; ///< Of folds; a cache.
    QString sessionFolder; ///< Where agents are found that outlived a process of Tamma.
    int concurrentLoops = 4;
    QString columnsFile = {}; ///< Beside the record; empty: its columns are made at every start.
    /// Looks after kept work when this process begins to run loops, and daily; any thread.
    std::function<void(const QList<readmodels::LoopRow>&)> careForWork
        = [](const QList<readmodels::LoopRow>&) { };
};

/// The heart of a process: folds the record into read models, carries out commands, and runs loops
/// if no other process does. Several engines on one record are fine: one of them runs the loops,
/// the others write and watch, and when that one ends another takes over.
///
/// Threads  Any. The destructor stops running steps and waits for them; what they did is recorded.
class Engine final : public EngineClient {
public:
    explicit Engine(EngineParts parts);
    ~Engine() override;

    [[nodiscard]] QFuture<Result<CommandReceipt>> submit(Command command) override;
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>>
    events(events::EventQuery query) override;
    [[nodiscard]] QFuture<Result<Past>> past(Moment moment) override;
    [[nodiscard]] QFuture<Result<QList<git::ChangedFile>>>
    changedFiles(DiffRequest request) override;
    [[nodiscard]] QFuture<Result<git::FileDiff>> fileDiff(DiffRequest request) override;
    [[nodiscard]] QFuture<QList<Diagnosis>> diagnose() override;
    [[nodiscard]] QFuture<Result<readmodels::RecordAnswer>>
    recordMatches(readmodels::RecordQuestion question) override;
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>>
    recordRows(QList<Position> positions) override;
    [[nodiscard]] QFuture<QStringList> recordWords(WordQuestion question) override;
    [[nodiscard]] QFuture<Result<qint64>> exportRecord(RecordExport request) override;
    [[nodiscard]] QFuture<Result<KeptList>> keptWork() override;
    [[nodiscard]] QFuture<Result<git::MergeForecast>>
    mergeForecast(MergeQuestion question) override;

    /// Returns true when this process runs the loops of the record.
    [[nodiscard]] bool isHost() const;

    /// Returns how many loops run or wait for a worker in this process.
    [[nodiscard]] int busyLoops() const;

private:
    void onEvents(const QList<events::StoredEvent>& stored);
    void schedule(const events::StoredEvent& stored);
    void wake(const readmodels::LoopRow& row);
    void endSuperseded();
    void answerLeftQuestions();
    void endIfCancelled(const LoopId& loop);
    void careForWork();
    [[nodiscard]] ReadModelChange rowsOf(const readmodels::ReadModels::Touched& touched) const;
    void takeUpSnapshot();
    void keepSnapshot();
    void checkRecord();
    void tryToHost();
    void keepHouse(const std::stop_token& stop);
    std::optional<LoopScheduler::Clock::duration> runLoop(const LoopId& loop,
                                                          const std::stop_token& stop);

    EngineParts m_parts;
    HostLock m_lock;
    Snapshots m_snapshots;
    providers::AgentSessions m_sessions;
    Replay m_replay;
    std::stop_source m_ending; // Ends long questions.
    Position m_headAtStart;

    mutable std::mutex m_mutex; // Guards everything down to m_leases.
    Folded<readmodels::ReadModels> m_now;
    Position m_kept; // Of the newest snapshot.
    QSet<LoopId> m_goneBack; // Their agents work for a step that is to be done again.
    std::optional<std::chrono::steady_clock::time_point> m_caredAt; // For the work of ended loops.
    std::unique_ptr<LoopLeases> m_leases; // Null while another process of this machine is host.

    // In this order: whoever uses the members above ends first.
    IndexedRecord m_record;
    QThreadPool m_pool;
    QThreadPool m_questions; // To agents.
    LandTrain m_train;
    LoopScheduler m_scheduler;
    std::condition_variable_any m_houseBell;
    // Last: their threads use everything above.
    std::unique_ptr<events::Subscription> m_subscription;
    std::jthread m_housekeeper;
};

} // namespace tamma::engine
