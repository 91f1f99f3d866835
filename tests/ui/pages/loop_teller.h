// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error_code.h"
#include "core/workflow/step_ids.h"
#include "tests/support/fake_engine/fake_engine.h"

namespace tamma::ui {

/// Tells the story of loop-1, an event every five seconds.
class LoopTeller {
public:
    LoopTeller(FakeEngine& engine, Timestamp begin)
        : m_engine(engine)
    {
        m_engine.now = begin;
    }

    void pass(const StepId& step, const QString& summary)
    {
        say(events::StepStarted{m_loop, step, {}, 1});
        say(events::StepCompleted{m_loop, step, 1, false, summary});
    }

    void code(int attempt, const QString& words, int added)
    {
        const StepId& step = workflow::step::CODE_GENERATION;
        const SessionId session(QStringLiteral("session-1"));
        const QString file = QStringLiteral("src/billing/rounding.ts");
        say(events::StepStarted{m_loop, step, {}, attempt});
        say(events::AgentSessionStarted{m_loop, step, session, QStringLiteral("claude_code"),
                                        QStringLiteral("claude-sonnet-4-5"), true,
                                        QStringLiteral("Round to the cent")});
        say(events::TranscriptAppended{
            m_loop,
            session,
            {{QStringLiteral("text"), words, {}, {}, false, 400},
             {QStringLiteral("toolCall"), QStringLiteral("Edit ") + file, QStringLiteral("Edit"),
              file, false, 900},
             {QStringLiteral("toolResult"), QStringLiteral("1 hunk was replaced"),
              QStringLiteral("Edit"), file, false, 1'000}}});
        say(events::AgentSessionEnded{
            m_loop, session, QStringLiteral("completed"), {}, {}, 18'400, 2'310, 0.19, 14'200});
        say(events::CodeGenerated{m_loop,
                                  attempt,
                                  commitOf(attempt),
                                  QStringLiteral("9b03c71fe22a"),
                                  {file, QStringLiteral("docs/billing.md")},
                                  added,
                                  9,
                                  words});
        say(events::StepCompleted{m_loop, step, attempt, false, words});
    }

    void gate(events::Verdict verdict, const QString& log)
    {
        const auto& [step, attempt] = std::tie(verdict.stepId, verdict.attempt);
        verdict.commit = commitOf(attempt);
        verdict.sandbox = QStringLiteral("bubblewrap, seccomp, no network");
        say(events::StepStarted{m_loop, step, {}, attempt});
        say(events::GateLogAppended{m_loop, step, attempt, log});
        if (verdict.exitCode == 0) {
            say(events::GatePassed{m_loop, verdict});
            say(events::StepCompleted{m_loop, step, attempt, false, verdict.summary});
        } else {
            say(events::GateFailed{m_loop, verdict});
            say(events::StepFailed{m_loop, step, attempt, errors::GATE_FAILED.text(),
                                   verdict.summary, false});
        }
    }

private:
    static QString commitOf(int attempt)
    {
        return attempt == 1 ? QStringLiteral("a0c41d77e1b2") : QStringLiteral("4f1c2ab9d0e3");
    }
    void say(const events::Payload& payload)
    {
        m_engine.now += std::chrono::seconds(5);
        m_engine.publishEvent(payload, {{events::tag::LOOP, m_loop.text()}});
    }

    FakeEngine& m_engine;
    LoopId m_loop{QStringLiteral("loop-1")};
};

} // namespace tamma::ui
