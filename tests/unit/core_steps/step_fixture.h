// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/memory_event_store.h"
#include "core/steps/builtin_steps.h"
#include "tests/support/test_repository/test_repository.h"

#include <QHash>

namespace tamma::tests {

/// Ids that are the same on every run.
class CountingIds final : public IdSource {
public:
    [[nodiscard]] QString next() override { return QStringLiteral("id-%1").arg(++m_count); }

private:
    int m_count = 0;
};

/// A clock that stands still.
class StandingClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override
    {
        return Timestamp(std::chrono::milliseconds(1'800'000'000'000));
    }
};

/// An agent that does what the test tells it to.
class ScriptedProvider final : public providers::AiProvider {
public:
    std::function<Result<providers::AgentOutcome>(const providers::AgentTask&)> act;
    QList<providers::AgentTask> tasks; ///< Everything that it was asked.
    QStringList words{QStringLiteral("I work on it.")}; ///< What it says each time.
    QList<SessionId> goingOn; ///< Those that outlived Tamma.

    [[nodiscard]] ProviderId id() const override { return ProviderId(QStringLiteral("scripted")); }
    [[nodiscard]] providers::Detection detect() const override { return {.usable = true}; }
    [[nodiscard]] bool hasSession(const providers::AgentTask& task) const override
    {
        return goingOn.contains(task.sessionId);
    }
    [[nodiscard]] Result<providers::AgentOutcome> run(const providers::AgentTask& task,
                                                      providers::AgentListener& listener,
                                                      std::stop_token stop) override;
};

/// A gate whose verdict the test decides.
class ScriptedGate final : public gates::Gate {
public:
    explicit ScriptedGate(GateId id)
        : m_id(std::move(id))
    {
    }

    gates::GateOutcome::Kind next = gates::GateOutcome::Kind::Passed;
    QList<gates::GateRequest> requests;
    bool reads = false;
    std::function<void(gates::GateListener&)> work; ///< Before it answers.

    [[nodiscard]] GateId id() const override { return m_id; }
    [[nodiscard]] bool onlyReads() const override { return reads; }
    [[nodiscard]] Result<gates::GateOutcome> check(const gates::GateRequest& request,
                                                   gates::GateListener& listener,
                                                   std::stop_token stop) override;

private:
    GateId m_id;
};

/// A forge with one issue; it merges for real.
class OneIssuePlatform final : public platforms::GitPlatform {
public:
    platforms::Issue only;
    int merges = 0;
    std::function<void()> beforeMerge = [] { }; ///< What others do in the meantime.
    std::optional<events::PullRequestOpened> opened;

    [[nodiscard]] PlatformId id() const override { return PlatformId(QStringLiteral("test")); }
    [[nodiscard]] Result<platforms::Issue> issue(const IssueId& id) const override;
    [[nodiscard]] Result<events::IssueCreated>
    createIssue(const platforms::IssueDraft& draft) override;
    [[nodiscard]] Result<events::Payload>
    openPullRequest(const platforms::PullRequestDraft& draft) override;
    [[nodiscard]] Result<git::PreparedMerge>
    prepareMerge(const platforms::MergeRequest& request) override;
    [[nodiscard]] Result<events::PullRequestMerged>
    merge(const platforms::MergeRequest& request) override;
};

/// Keeps what a step says.
class KeepingListener final : public steps::StepListener {
public:
    QString log;
    QList<events::AgentSessionStarted> started;
    QList<events::TranscriptEntry> entries;
    QList<events::AgentSessionEnded> ended;

    void onLog(const QString& text) override { log += text; }
    void onSessionStarted(const events::AgentSessionStarted& session) override
    {
        started.append(session);
    }
    void onTranscript(const SessionId&, const events::TranscriptEntry& entry) override
    {
        entries.append(entry);
    }
    void onSessionEnded(const events::AgentSessionEnded& session) override
    {
        ended.append(session);
    }
};

/// A loop on a real repository: runs single steps and folds what they did, as the engine does.
///
/// Shape    Begins with the loop started on branch main of a repository with two files.
class StepFixture {
public:
    StepFixture();

    /// Runs a step and folds its start, its payloads and its end.
    steps::StepOutcome run(const StepId& id);

    /// Runs the steps of the plan from the cursor up to and including `id`; each must not fail.
    void runUpTo(const StepId& id);

    /// Runs a step, but what it did is lost: as if Tamma was killed before it was recorded.
    void runAndForget(const StepId& id);

    /// Folds an event in.
    void record(const events::Payload& payload);

    /// Has the record say it; the state of the loop does not change.
    void store(const events::Payload& payload);

    /// A person grants the open request.
    void approve(const QString& note = {});

    /// The payload of that type in what the last step did, or an empty one.
    template <typename T> [[nodiscard]] T did() const
    {
        for (const events::Payload& payload : last.payloads) {
            if (const auto* found = std::get_if<T>(&payload)) {
                return *found;
            }
        }
        return {};
    }
    template <typename T> [[nodiscard]] bool hasDone() const
    {
        return std::ranges::any_of(last.payloads, [](const events::Payload& payload) {
            return std::holds_alternative<T>(payload);
        });
    }
    [[nodiscard]] QString workFolder() const;

    TestRepository repository;
    git::WorktreeFactory worktrees;
    CountingIds ids;
    StandingClock clock;
    events::MemoryEventStore said;
    ScriptedProvider provider;
    OneIssuePlatform platform;
    QHash<GateId, std::shared_ptr<ScriptedGate>> gates;
    KeepingListener listener;
    std::stop_source stop;
    steps::StepServices services;
    std::vector<std::unique_ptr<steps::Step>> steps;
    workflow::LoopState state;
    steps::StepOutcome last;

private:
    [[nodiscard]] steps::StepOutcome start(const StepId& id);

    qint64 m_position = 0;
};

/// Answers of an agent that make every step pass.
[[nodiscard]] Result<providers::AgentOutcome> agreeableAgent(const providers::AgentTask& task);

/// An outcome with a structured answer.
[[nodiscard]] providers::AgentOutcome answering(const QByteArray& json);

} // namespace tamma::tests
