// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using providers::AgentOutcome;
using steps::StepOutcome;
using workflow::step::AMBIGUITY_CHECK;
using workflow::step::CODE_GENERATION;

class CodeGenerationStepTest : public QObject {
    Q_OBJECT

private slots:
    void knowsWhatPeopleAnsweredToTheLoopThatItIsAForkOf()
    {
        StepFixture loop;
        events::LoopStarted original = loop.state.start;
        original.loopId = LoopId("0198-loop-00000000");
        loop.store(original);
        events::ApprovalRequested asked;
        asked.approvalId = ApprovalId("asked");
        asked.loopId = original.loopId;
        asked.kind = "clarification";
        loop.store(asked);
        loop.store(events::ApprovalGranted{asked.approvalId, asked.loopId, "ada", "Half up."});
        loop.record(events::LoopForked{loop.state.start.loopId, original.loopId.text(),
                                       CODE_GENERATION, "ada", "Without floats."});
        loop.runUpTo(CODE_GENERATION);
        QVERIFY(loop.provider.tasks.last().prompt.contains("Answer: Half up."));
        QVERIFY(loop.provider.tasks.last().prompt.contains("Without floats."));
    }

    void commitsWhatTheAgentChanged()
    {
        StepFixture loop;
        loop.runUpTo(CODE_GENERATION);
        const auto code = loop.did<events::CodeGenerated>();
        QCOMPARE(code.attempt, 1);
        QCOMPARE(code.baseCommit, loop.state.start.baseCommit);
        QCOMPARE(code.filesChanged, QStringList{"src/money.cpp"});
        QCOMPARE(code.linesAdded, 1);
        QCOMPARE(code.linesRemoved, 1);
        QCOMPARE(code.summary, "It rounds now.");
        QCOMPARE(loop.repository.head(loop.state.branch), code.commit);
        const QString message = loop.repository.git({"log", "-1", "--format=%an%n%B", code.commit});
        QVERIFY(message.startsWith("Tamma\nVAT is a cent too low (#7)\n\nIt rounds now."));
        QVERIFY(message.contains("Tamma-Loop: 0198-loop-00000001"));
        QCOMPARE(loop.repository.git({"status", "--porcelain"}), "");

        const auto task = loop.provider.tasks.last();
        QCOMPARE(task.purpose, providers::Purpose::Code);
        QCOMPARE(task.attempt, 1);
        QVERIFY(task.prompt.contains("One line has to round."));
        QVERIFY(!task.prompt.contains("<feedback>"));
    }

    void titlesMayHoldPlaceholders()
    {
        StepFixture loop;
        loop.platform.only.title = "Show 100%2 of %1";
        loop.runUpTo(CODE_GENERATION);
        QCOMPARE(loop.repository.git({"log", "-1", "--format=%s", loop.state.branch}),
                 "Show 100%2 of %1 (#7)");
    }

    void goesBackToTheAgentWithTheFeedback()
    {
        StepFixture loop;
        loop.runUpTo(CODE_GENERATION);
        const QString first = loop.state.code->commit;
        loop.gates.value(GateId("build"))->next = gates::GateOutcome::Kind::Failed;
        loop.run(workflow::step::BUILD_VALIDATION);
        loop.run(CODE_GENERATION);
        const auto task = loop.provider.tasks.last();
        QCOMPARE(task.attempt, 2);
        QVERIFY(task.prompt.contains("tail of build"));
        QVERIFY(task.prompt.contains("It rounds now."));
        QCOMPARE(loop.did<events::CodeGenerated>().attempt, 2);
        QCOMPARE(loop.repository.head(loop.state.branch + "~1"), first);
        const QString attempts = "refs/tamma/attempts/0198-loop-00000001/";
        QCOMPARE(loop.repository.head(attempts + "1"), first);
        QCOMPARE(loop.repository.head(attempts + "2"), loop.state.code->commit);
    }

    void nothingDoneIsAFailure()
    {
        StepFixture loop;
        loop.runUpTo(AMBIGUITY_CHECK);
        loop.provider.act = [](const auto&) -> Result<AgentOutcome> {
            return AgentOutcome{.kind = AgentOutcome::Kind::Completed, .text = "All done!"};
        };
        const auto outcome = loop.run(CODE_GENERATION);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Failed);
        QCOMPARE(outcome.error.code, errors::NOTHING_DONE);
        QCOMPARE(loop.repository.head(loop.state.branch), loop.state.start.baseCommit);

        loop.provider.act = agreeableAgent;
        QCOMPARE(loop.run(CODE_GENERATION).kind, StepOutcome::Kind::Completed);
        QVERIFY(loop.provider.tasks.last().prompt.contains("changed no file"));
        QCOMPARE(loop.did<events::CodeGenerated>().attempt, 1);
    }

    void aFailedSessionLeavesNoCommitAndNoEditBehind()
    {
        StepFixture loop;
        loop.runUpTo(AMBIGUITY_CHECK);
        loop.provider.act = [&](const providers::AgentTask& task) -> Result<AgentOutcome> {
            write(task.workFolder + "/half.txt", "half");
            return AgentOutcome{.kind = AgentOutcome::Kind::Failed,
                                .error = {errors::PROVIDER_CRASHED, "gone"}};
        };
        QCOMPARE(loop.run(CODE_GENERATION).error.code, errors::PROVIDER_CRASHED);
        QCOMPARE(loop.repository.head(loop.state.branch), loop.state.start.baseCommit);
        const QStringList kept{"for-each-ref", "--format=%(refname)", "refs/tamma/recovery"};
        const QString half = loop.repository.git(kept); // At once: nobody may run it again.
        QCOMPARE(loop.repository.git({"show", half + ":half.txt"}), "half");

        loop.provider.act = agreeableAgent;
        loop.run(CODE_GENERATION);
        QCOMPARE(loop.did<events::CodeGenerated>().filesChanged, QStringList{"src/money.cpp"});
        QCOMPARE(loop.repository.git(kept), half);
    }

    void takesTheCommitThatWasMadeBeforeTheKill()
    {
        StepFixture loop;
        loop.runUpTo(AMBIGUITY_CHECK);
        loop.runAndForget(CODE_GENERATION);
        const QString made = loop.repository.head(loop.state.branch);
        QVERIFY(made != loop.state.start.baseCommit);
        const auto sessions = loop.provider.tasks.size();

        QCOMPARE(loop.run(CODE_GENERATION).kind, StepOutcome::Kind::Completed);
        QCOMPARE(loop.did<events::CodeGenerated>().commit, made);
        QCOMPARE(loop.repository.head("refs/tamma/attempts/0198-loop-00000001/1"), made);
        QCOMPARE(loop.did<events::CodeGenerated>().filesChanged, QStringList{"src/money.cpp"});
        QCOMPARE(loop.provider.tasks.size(), sessions);
    }

    void keepsWhatAnAgentDidThatOutlivedTamma()
    {
        StepFixture loop;
        loop.runUpTo(AMBIGUITY_CHECK);
        write(loop.workFolder() + "/by_the_agent.txt", "so far");
        const SessionId session("old");
        loop.store(events::AgentSessionStarted{
            loop.state.start.loopId, CODE_GENERATION, session, "scripted", {}, false, "x", 1});
        loop.provider.goingOn = {session};
        QCOMPARE(loop.run(CODE_GENERATION).kind, StepOutcome::Kind::Completed);
        QCOMPARE(loop.provider.tasks.last().sessionId, session);
        const auto files = loop.did<events::CodeGenerated>().filesChanged;
        QVERIFY2(files.contains("by_the_agent.txt"), qPrintable(files.join(' ')));
    }

    void beginsAnewWhenItWasKilledInTheSession()
    {
        StepFixture loop;
        loop.runUpTo(AMBIGUITY_CHECK);
        write(loop.workFolder() + "/src/money.cpp", "half written");
        write(loop.workFolder() + "/stray.txt", "x");
        loop.record(events::StepStarted{loop.state.start.loopId, CODE_GENERATION, "x", 1});
        QCOMPARE(loop.run(CODE_GENERATION).kind, StepOutcome::Kind::Completed);
        QCOMPARE(loop.did<events::CodeGenerated>().filesChanged, QStringList{"src/money.cpp"});
        QCOMPARE(loop.provider.tasks.last().attempt, 1); // A crash is no attempt.
    }

    void takesWhatAnAgentCommittedAgainstItsOrders()
    {
        StepFixture loop;
        loop.runUpTo(AMBIGUITY_CHECK);
        loop.provider.act = [&](const providers::AgentTask& task) -> Result<AgentOutcome> {
            write(task.workFolder + "/new.txt", "new");
            loop.repository.gitIn(task.workFolder, {"add", "-A"});
            loop.repository.gitIn(task.workFolder, {"commit", "-qm", "mine"});
            return AgentOutcome{.kind = AgentOutcome::Kind::Completed, .text = "Committed."};
        };
        QCOMPARE(loop.run(CODE_GENERATION).kind, StepOutcome::Kind::Completed);
        QCOMPARE(loop.did<events::CodeGenerated>().filesChanged, QStringList{"new.txt"});
    }

    void aStopCommitsNothing()
    {
        StepFixture loop;
        loop.runUpTo(AMBIGUITY_CHECK);
        loop.provider.act = [&](const providers::AgentTask& task) {
            loop.stop.request_stop();
            return agreeableAgent(task);
        };
        QCOMPARE(loop.run(CODE_GENERATION).error.code, errors::CANCELLED);
        QCOMPARE(loop.repository.head(loop.state.branch), loop.state.start.baseCommit);
    }

private:
    static void write(const QString& path, const QByteArray& content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
};

QTEST_GUILESS_MAIN(CodeGenerationStepTest)
#include "tst_code_generation_step.moc"
