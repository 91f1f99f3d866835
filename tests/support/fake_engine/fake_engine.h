// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/engine/read_model_feed.h"
#include "core/engine/record_index.h"
#include "tests/support/listed_store.h"

#include <QPromise>

#include <deque>
#include <memory>

namespace tamma {

/// An engine for tests of the screen: it remembers what it was asked, answers when the test says so
/// (or at once), and the test publishes rows and events through its feed.
///
/// Threads  GUI thread only.
class FakeEngine : public engine::EngineClient {
public:
    /// The feed of the session under test.
    engine::ReadModelFeed feed;

    /// What submit() got, oldest first.
    QList<engine::Command> commands;
    QList<events::EventQuery> queries;

    /// What is answered at once; a test that wants to wait sets `holdAnswers` and calls
    /// answerCommand() itself.
    Result<engine::CommandReceipt> receipt = engine::CommandReceipt{};
    bool holdAnswers = false;
    QList<events::StoredEvent> record; ///< What events() reads from, oldest first.
    Result<engine::Past> then = engine::Past{}; ///< What past() answers.
    QMap<qint64, engine::Past> thenAt; ///< Other answers, by position.
    QList<engine::Moment> moments; ///< What past() was asked.
    bool holdPast = false; ///< past() answers at answerPast() only.
    std::optional<Error> recordError; ///< What questions about the record fail with.
    bool holdEvents = false; ///< events() answers at answerRecord() only.
    bool holdRecord = false; ///< recordMatches() and recordRows() do.
    bool holdExport = false; ///< exportRecord() too, at its own time: answerExport().
    QList<readmodels::RecordQuestion> recordQuestions; ///< What recordMatches() was asked.
    QList<QList<Position>> rowQuestions; ///< What recordRows() was asked.
    engine::RecordIndexOptions indexOptions = {}; ///< Set before the first question.
    Result<QList<git::ChangedFile>> files;
    Result<git::FileDiff> diff = git::FileDiff{};
    QList<engine::Diagnosis> report;
    Result<engine::KeptList> kept = engine::KeptList{}; ///< What keptWork() answers.
    Result<git::MergeForecast> forecast = git::MergeForecast{};
    QList<engine::MergeQuestion> mergeQuestions; ///< What mergeForecast() was asked.

    [[nodiscard]] QFuture<Result<engine::CommandReceipt>> submit(engine::Command command) override;
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>>
    events(events::EventQuery query) override;
    [[nodiscard]] QFuture<Result<engine::Past>> past(engine::Moment moment) override;
    [[nodiscard]] QFuture<Result<QList<git::ChangedFile>>>
    changedFiles(engine::DiffRequest request) override;
    [[nodiscard]] QFuture<Result<git::FileDiff>> fileDiff(engine::DiffRequest request) override;
    [[nodiscard]] QFuture<QList<engine::Diagnosis>> diagnose() override;
    [[nodiscard]] QFuture<Result<readmodels::RecordAnswer>>
    recordMatches(readmodels::RecordQuestion question) override;
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>>
    recordRows(QList<Position> positions) override;
    [[nodiscard]] QFuture<QStringList> recordWords(engine::WordQuestion question) override;
    [[nodiscard]] QFuture<Result<qint64>> exportRecord(engine::RecordExport request) override;
    [[nodiscard]] QFuture<Result<engine::KeptList>> keptWork() override;
    [[nodiscard]] QFuture<Result<git::MergeForecast>>
    mergeForecast(engine::MergeQuestion question) override;

    /// Answers the oldest command or question that waits.
    void answerCommand(Result<engine::CommandReceipt> result);
    void answerRecord();
    [[nodiscard]] std::function<void()> takeHeld(); ///< The oldest answer, to give it later.
    void answerExport();
    void answerPast();
    [[nodiscard]] qsizetype waitingRecordQuestions() const { return qsizetype(m_held.size()); }

    /// Publishes rows; adds an event with the next position, so that the change counts as one.
    void publish(engine::ReadModelChange change);
    /// Publishes one event, and keeps it in the record.
    void publishEvent(events::Payload payload, events::Tags tags = {});

    /// The newest command of that type; the test fails where there is none.
    template <typename T> [[nodiscard]] const T* last() const
    {
        for (auto it = commands.crbegin(); it != commands.crend(); ++it) {
            if (const T* found = std::get_if<T>(&*it)) {
                return found;
            }
        }
        return nullptr;
    }

    Timestamp now{std::chrono::milliseconds(1'764'936'000'000)}; ///< Stamps published events.

private:
    using Receipt = Result<engine::CommandReceipt>;
    using Events = Result<QList<events::StoredEvent>>;

    [[nodiscard]] engine::RecordIndex& index();
    template <typename T> [[nodiscard]] QFuture<T> later(bool held, std::function<T()> answer);

    std::deque<std::shared_ptr<QPromise<Receipt>>> m_heldCommands;
    std::deque<std::shared_ptr<QPromise<Result<engine::Past>>>> m_heldPasts;
    std::deque<std::function<void()>> m_held;
    std::function<void()> m_heldExport;
    ListedStore m_store{record};
    std::unique_ptr<engine::RecordIndex> m_index;
    qint64 m_lastPosition = 0;
};

} // namespace tamma
