// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/answer_question.h"

#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using providers::AgentOutcome;

class AnswerQuestionTest : public QObject {
    Q_OBJECT

private slots:
    void answersFromTheChange()
    {
        StepFixture loop;
        loop.runUpTo(workflow::step::APPROVAL_GATE);
        loop.provider.act = [](const auto&) -> Result<AgentOutcome> {
            return AgentOutcome{.kind = AgentOutcome::Kind::Completed,
                                .text = " Nothing else. \n",
                                .costUsd = 0.25};
        };
        const auto answer = steps::answerQuestion(loop.services, loop.state, "What else changes?");
        QVERIFY2(answer.text, answer.text ? "" : qPrintable(answer.text.error().detail));
        QCOMPARE(*answer.text, "Nothing else.");
        QCOMPARE(answer.session.size(), 2);
        const auto began = std::get<events::AgentSessionStarted>(answer.session.first());
        const auto ended = std::get<events::AgentSessionEnded>(answer.session.last());
        QCOMPARE(ended.sessionId, began.sessionId);
        QCOMPARE(ended.costUsd, 0.25); // Questions are paid for, too.
        const auto task = loop.provider.tasks.last();
        QCOMPARE(task.purpose, providers::Purpose::Answer);
        QCOMPARE(task.stepId, workflow::step::APPROVAL_GATE);
        QVERIFY(task.prompt.contains("What else changes?"));
        QVERIFY(task.prompt.contains("+    return (net * 19 + 50) / 100;"));
        QCOMPARE(task.workFolder, loop.workFolder());
    }

    void saysSoWhenThereIsNoAnswer_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::newRow("silence") << int(AgentOutcome::Kind::Completed) << "NOTHING_DONE";
        QTest::newRow("failure") << int(AgentOutcome::Kind::Failed) << "PROVIDER_QUOTA";
    }

    void saysSoWhenThereIsNoAnswer()
    {
        QFETCH(int, kind);
        QFETCH(QString, code);
        StepFixture loop;
        loop.runUpTo(workflow::step::APPROVAL_GATE);
        loop.provider.act = [kind](const auto&) -> Result<AgentOutcome> {
            return AgentOutcome{.kind = AgentOutcome::Kind(kind),
                                .error = {errors::PROVIDER_QUOTA, "empty"},
                                .text = " "};
        };
        const auto answer = steps::answerQuestion(loop.services, loop.state, "Why?");
        QCOMPARE(answer.text.error().code.text(), code);
        QCOMPARE(answer.session.size(), 2);
    }
};

QTEST_GUILESS_MAIN(AnswerQuestionTest)
#include "tst_answer_question.moc"
