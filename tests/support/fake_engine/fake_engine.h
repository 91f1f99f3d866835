// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/engine/read_model_feed.h"

#include <QPromise>

#include <deque>
#include <memory>

namespace tamma {

/// An engine for tests of the screen: it remembers what it was asked, answers when the test says so
/// (or at once), and the test publishes rows and events through its feed.
///
/// Threads  GUI thread only.
class FakeEngine final : public engine::EngineClient {
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
    std::optional<Error> recordError; ///< What events() fails with.
    bool holdEvents = false; ///< events() answers at answerEvents() only.
    Result<engine::Past> then = engine::Past{}; ///< What past() answers.
    QMap<qint64, engine::Past> thenAt; ///< Other answers, by position.
    QList<engine::Moment> moments; ///< What past() was asked.
    bool holdPast = false; ///< past() answers at answerPast() only.
    QList<git::ChangedFile> files;
    Result<git::FileDiff> diff = git::FileDiff{};
    QList<engine::Diagnosis> report;

    [[nodiscard]] QFuture<Result<engine::CommandReceipt>> submit(engine::Command command) override;
    [[nodiscard]] QFuture<Result<QList<events::StoredEvent>>>
    events(events::EventQuery query) override;
    [[nodiscard]] QFuture<Result<engine::Past>> past(engine::Moment moment) override;
    [[nodiscard]] QFuture<Result<QList<git::ChangedFile>>>
    changedFiles(engine::DiffRequest request) override;
    [[nodiscard]] QFuture<Result<git::FileDiff>> fileDiff(engine::DiffRequest request) override;
    [[nodiscard]] QFuture<QList<engine::Diagnosis>> diagnose() override;

    /// Answers the oldest command or query that waits.
    void answerCommand(Result<engine::CommandReceipt> result);
    void answerEvents();
    void answerPast();

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

    [[nodiscard]] Events read(const events::EventQuery& query) const;

    std::deque<std::shared_ptr<QPromise<Receipt>>> m_heldCommands;
    std::deque<std::shared_ptr<QPromise<Result<engine::Past>>>> m_heldPasts;
    std::deque<std::pair<std::shared_ptr<QPromise<Events>>, events::EventQuery>> m_heldEvents;
    qint64 m_lastPosition = 0;
};

} // namespace tamma
