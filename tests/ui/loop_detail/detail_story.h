// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/loop_story.h"
#include "tests/support/scripted_engine.h"

namespace tamma::test {

inline const LoopId DETAIL_LOOP(QStringLiteral("loop-1"));

inline events::TranscriptEntry said(const char* kind, const char* text, const char* tool = "",
                                    const char* path = "")
{
    return {QLatin1StringView(kind), QString::fromUtf8(text), QLatin1StringView(tool),
            QLatin1StringView(path)};
}

inline events::CodeGenerated attempt(int number)
{
    events::CodeGenerated code{DETAIL_LOOP, number};
    code.commit = number == 1 ? QStringLiteral("commit-one") : QStringLiteral("commit-two");
    code.baseCommit = QStringLiteral("base");
    code.filesChanged = {QStringLiteral("src/orders/total.cpp")};
    code.linesAdded = 9;
    code.linesRemoved = 4;
    return code;
}

inline events::Verdict verdict(const char* gate, const StepId& step, int number)
{
    events::Verdict made;
    made.gateId = GateId(QLatin1StringView(gate));
    made.stepId = step;
    made.attempt = number;
    made.commit = attempt(number).commit;
    made.durationMs = 38'200;
    made.sandbox = QStringLiteral("bwrap+seccomp");
    return made;
}

inline events::Verdict failedTests()
{
    auto tests = verdict("test", workflow::step::TEST_VALIDATION, 1);
    tests.command = QStringLiteral("ctest --test-dir build --output-on-failure");
    tests.exitCode = 8;
    tests.summary = QStringLiteral("2 of 12 tests failed: total_rounds_to_the_cent and "
                                   "total_of_an_empty_order.");
    tests.findings = {{QStringLiteral("test.failed"), QStringLiteral("high"),
                       QStringLiteral("src/orders/total.cpp"), 11,
                       QStringLiteral("total_rounds_to_the_cent: expected 1234, got 1200")}};
    for (int i = 1; i <= 14; ++i) {
        tests.logTail
            += QStringLiteral("%1/12 Test  total_case_%1 ......   Passed  0.01 sec\n").arg(i);
    }
    tests.logTail += QStringLiteral("\x1b[31m2 tests failed out of 12\x1b[0m\n");
    tests.logHash = QStringLiteral("hash");
    return tests;
}

/// A loop whose first attempt failed the tests and whose second one passed; it waits for approval.
inline LoopStory detailStory()
{
    using namespace workflow;
    LoopStory told;
    told.passUntil(step::CODE_GENERATION);
    told.start(step::CODE_GENERATION);
    const SessionId session(QStringLiteral("session-1"));
    told.say(events::AgentSessionStarted{
        DETAIL_LOOP, step::CODE_GENERATION, session, QStringLiteral("playback"),
        QStringLiteral("claude-opus"), true, QStringLiteral("Round to the cent.\nKeep the API.")});
    QString listing;
    for (int i = 1; i <= 60; ++i) {
        listing += QStringLiteral("src/orders/file_%1.cpp:  sum += round(item.price)\n").arg(i);
    }
    auto output = said("toolResult", "", "Grep");
    output.text = listing;
    auto denied = said("toolResult", "Permission to push was denied.", "Bash");
    denied.failed = true;
    told.say(events::TranscriptAppended{
        DETAIL_LOOP,
        session,
        {said("thought", "Prices are kept as whole dollars. I have to find every sum first."),
         said("text",
              "I will change **prices to cents** in three places:\n\n1. `total()` in "
              "`src/orders/total.cpp`\n2. the new type `Cents`\n3. the printed order\n\n"
              "```cpp\nCents total(const Order& order);\n```\n<b>Not HTML</b> and no "
              "![picture](file:///etc/passwd)."),
         said("toolCall", "grep -rn 'round(' src", "Grep"), output,
         said("toolCall", "Edit src/orders/total.cpp", "Edit", "src/orders/total.cpp"),
         said("toolResult", "The file was changed.", "Edit"),
         said("toolCall", "git push origin main", "Bash"), denied}});
    told.say(events::AgentSessionEnded{
        DETAIL_LOOP, session, QStringLiteral("completed"), {}, {}, 38'000, 3'300, 0.38, 95'000});
    told.say(attempt(1));
    told.say(events::StepCompleted{DETAIL_LOOP, step::CODE_GENERATION, 1, false,
                                   QStringLiteral("1 file changed, 9 lines added, 4 removed.")});
    told.pass(step::BUILD_VALIDATION);
    told.say(events::GatePassed{DETAIL_LOOP, verdict("build", step::BUILD_VALIDATION, 1)});
    told.start(step::TEST_VALIDATION);
    told.say(events::GateLogAppended{DETAIL_LOOP, step::TEST_VALIDATION, 1, failedTests().logTail});
    told.say(events::GateFailed{DETAIL_LOOP, failedTests()});
    told.say(events::StepFailed{DETAIL_LOOP, step::TEST_VALIDATION, 1,
                                QStringLiteral("GATE_FAILED"),
                                QStringLiteral("2 of 12 tests failed.")});
    return told;
}

/// Goes on to the second attempt and the question for approval.
inline void tellSecondAttempt(LoopStory& told)
{
    using namespace workflow;
    told.start(step::CODE_GENERATION, 2);
    told.say(attempt(2));
    told.say(events::StepCompleted{DETAIL_LOOP, step::CODE_GENERATION, 2, false,
                                   QStringLiteral("1 file changed, 2 lines added.")});
    for (const auto& [gate, stepId] :
         {std::pair{"build", step::BUILD_VALIDATION}, std::pair{"test", step::TEST_VALIDATION}}) {
        told.start(stepId, 2);
        auto good = verdict(gate, stepId, 2);
        good.command = QStringLiteral("cmake --build build");
        good.summary = QStringLiteral("Everything is fine.");
        told.say(events::GatePassed{DETAIL_LOOP, good});
        told.say(events::StepCompleted{DETAIL_LOOP, stepId, 2, false, QStringLiteral("Passed.")});
    }
    told.start(step::SECURITY_SCAN);
    told.say(events::StepCompleted{DETAIL_LOOP, step::SECURITY_SCAN, 1, true,
                                   QStringLiteral("No scanner is configured.")});
}

} // namespace tamma::test
