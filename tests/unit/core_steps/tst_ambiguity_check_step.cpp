// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using steps::StepOutcome;
using workflow::step::AMBIGUITY_CHECK;
using workflow::step::RESEARCH;

namespace {

QByteArray answer(const char* verdict, int score, bool withQuestion)
{
    const QByteArray question = withQuestion
        ? R"([{"text":"Which cents?","options":["up","down"],"assumption":"up"}])"
        : "[]";
    return QByteArray(R"({"analysis":"It depends.","questions":)") + question + R"(,"score":)"
        + QByteArray::number(score) + R"(,"verdict":")" + verdict + "\"}";
}

} // namespace

class AmbiguityCheckStepTest : public QObject {
    Q_OBJECT

private slots:
    void asksAPersonOnlyWhenItMatters_data()
    {
        QTest::addColumn<QByteArray>("says");
        QTest::addColumn<QString>("askAbove");
        QTest::addColumn<bool>("asks");
        QTest::newRow("clear") << answer("clear", 5, false) << "" << false;
        QTest::newRow("ambiguous") << answer("ambiguous", 60, true) << "" << true;
        QTest::newRow("just below") << answer("ambiguous", 59, true) << "" << false;
        QTest::newRow("no question") << answer("ambiguous", 90, false) << "" << false;
        QTest::newRow("clear but with a score") << answer("clear", 90, true) << "" << false;
        QTest::newRow("stricter plan") << answer("ambiguous", 20, true) << "20" << true;
    }

    void asksAPersonOnlyWhenItMatters()
    {
        QFETCH(QByteArray, says);
        QFETCH(QString, askAbove);
        QFETCH(bool, asks);
        StepFixture loop;
        loop.runUpTo(RESEARCH);
        auto& settings = loop.state.start.plan[loop.state.indexOf(AMBIGUITY_CHECK)].settings;
        settings.insert("askAbove", askAbove);
        loop.provider.act
            = [says](const auto&) -> Result<providers::AgentOutcome> { return answering(says); };
        const auto outcome = loop.run(AMBIGUITY_CHECK);
        QCOMPARE(outcome.kind,
                 asks ? StepOutcome::Kind::WaitsForPerson : StepOutcome::Kind::Completed);
        QCOMPARE(loop.hasDone<events::ApprovalRequested>(), asks);
        QVERIFY(loop.hasDone<events::AmbiguityChecked>());
    }

    void goesOnWithTheAnswerAndWithoutAskingAgain()
    {
        StepFixture loop;
        loop.runUpTo(RESEARCH);
        loop.provider.act = [](const auto&) -> Result<providers::AgentOutcome> {
            return answering(answer("ambiguous", 80, true));
        };
        loop.run(AMBIGUITY_CHECK);
        const auto request = loop.did<events::ApprovalRequested>();
        QCOMPARE(request.kind, "clarification");
        QCOMPARE(request.question, "Which cents?");
        QVERIFY(request.summary.contains("\n- up\n- down\n"));
        QVERIFY(request.evidence == events::Evidence{});
        loop.approve("Half a cent away from zero.");

        const auto sessions = loop.provider.tasks.size();
        const auto outcome = loop.run(AMBIGUITY_CHECK);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Completed);
        QCOMPARE(loop.provider.tasks.size(), sessions);

        loop.provider.act = agreeableAgent;
        loop.run(workflow::step::CODE_GENERATION);
        const QString prompt = loop.provider.tasks.last().prompt;
        QVERIFY(prompt.contains("Which cents?"));
        QVERIFY(prompt.contains("Half a cent away from zero."));
    }
};

QTEST_GUILESS_MAIN(AmbiguityCheckStepTest)
#include "tst_ambiguity_check_step.moc"
