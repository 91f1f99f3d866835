// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using steps::StepOutcome;
using workflow::step::CONTEXT_GATHERING;
using workflow::step::RESEARCH;

class ResearchStepTest : public QObject {
    Q_OBJECT

private slots:
    void gathersContextFirst()
    {
        StepFixture loop;
        loop.runUpTo(CONTEXT_GATHERING);
        const auto context = loop.did<events::ContextGathered>();
        QVERIFY(context.text.contains("net * 19 / 100"));
        QVERIFY(context.tokens > 0 && context.tokens <= context.budget);
        QCOMPARE(context.budget, 12000);
    }

    void keepsToTheBudgetOfThePlan()
    {
        StepFixture loop;
        loop.state.start.plan[loop.state.indexOf(CONTEXT_GATHERING)].settings.insert("budget",
                                                                                     "40");
        loop.runUpTo(CONTEXT_GATHERING);
        QCOMPARE(loop.did<events::ContextGathered>().budget, 40);
        QVERIFY(loop.did<events::ContextGathered>().tokens <= 40);
    }

    void asksWithIssueAndContextAndKeepsTheAnswer()
    {
        StepFixture loop;
        loop.runUpTo(RESEARCH);
        const auto task = loop.provider.tasks.first();
        QCOMPARE(task.purpose, providers::Purpose::Structured);
        QVERIFY(task.prompt.contains("# VAT is a cent too low"));
        QVERIFY(task.prompt.contains("Labels: bug"));
        QVERIFY(task.prompt.contains("net * 19 / 100"));
        QVERIFY(task.schema.contains("properties"));
        QCOMPARE(task.workFolder, loop.workFolder());
        const auto research = loop.did<events::ResearchCompleted>();
        QCOMPARE(research.summary, "One line has to round.");
        QCOMPARE(research.files, QStringList{"src/money.cpp"});
        QCOMPARE(research.approach, QStringList{"Round in vat()."});
    }

    void dropsPathsThatLeadOut()
    {
        StepFixture loop;
        loop.provider.act = [](const auto&) -> Result<providers::AgentOutcome> {
            return answering(R"({"files":["/etc/passwd","../x","a/../../b","src/new.cpp"," "]})");
        };
        loop.runUpTo(RESEARCH);
        QCOMPARE(loop.did<events::ResearchCompleted>().files, QStringList{"src/new.cpp"});
    }

    void failsAsTheSessionFailed()
    {
        StepFixture loop;
        loop.runUpTo(CONTEXT_GATHERING);
        loop.provider.act = [](const auto&) -> Result<providers::AgentOutcome> {
            return failure(errors::PROVIDER_NOT_LOGGED_IN, "log in");
        };
        const auto outcome = loop.run(RESEARCH);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Failed);
        QCOMPARE(outcome.error.code, errors::PROVIDER_NOT_LOGGED_IN);
    }

    void bringsADeletedWorktreeBack()
    {
        StepFixture loop;
        loop.runUpTo(CONTEXT_GATHERING);
        QVERIFY(QDir(loop.workFolder()).removeRecursively());
        loop.runUpTo(RESEARCH);
        QVERIFY(QFile::exists(loop.workFolder() + "/src/money.cpp"));
    }
};

QTEST_GUILESS_MAIN(ResearchStepTest)
#include "tst_research_step.moc"
