// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using steps::StepOutcome;
using workflow::step::CODE_REVIEW;
using workflow::step::SECURITY_SCAN;

class CodeReviewStepTest : public QObject {
    Q_OBJECT

private slots:
    void passesAndShowsTheDiffToTheReviewer()
    {
        StepFixture loop;
        loop.runUpTo(CODE_REVIEW);
        const auto task = loop.provider.tasks.last();
        QCOMPARE(task.purpose, providers::Purpose::Structured);
        QVERIFY(task.prompt.contains("-    return net * 19 / 100;"));
        QVERIFY(task.prompt.contains("+    return (net * 19 + 50) / 100;"));
        const auto verdict = loop.did<events::GatePassed>().verdict;
        QCOMPARE(verdict.gateId, GateId("review"));
        QCOMPARE(verdict.stepId, CODE_REVIEW);
        QCOMPARE(verdict.commit, loop.state.code->commit);
        QCOMPARE(verdict.summary, "Nothing to object.");
        QCOMPARE(verdict.logTail, "I looked.");
        QCOMPARE(verdict.logHash.size(), 64);
        QCOMPARE(verdict.environment.value("model"), "model-1");
    }

    void severityDecides_data()
    {
        QTest::addColumn<QString>("severity");
        QTest::addColumn<bool>("blocks");
        QTest::newRow("low") << "low" << false;
        QTest::newRow("medium") << "medium" << false;
        QTest::newRow("high") << "high" << true;
        QTest::newRow("critical") << "critical" << true;
    }

    void severityDecides()
    {
        QFETCH(QString, severity);
        QFETCH(bool, blocks);
        StepFixture loop;
        loop.runUpTo(SECURITY_SCAN);
        find(loop, {{"src/money.cpp", 3, severity}});
        const auto outcome = loop.run(CODE_REVIEW);
        QCOMPARE(outcome.kind == StepOutcome::Kind::Failed, blocks);
        if (blocks) {
            QCOMPARE(outcome.error.code, errors::GATE_FAILED);
            QCOMPARE(loop.state.cursor, loop.state.indexOf(workflow::step::CODE_GENERATION));
            QVERIFY(loop.state.feedback.last().text.contains("src/money.cpp:3"));
        }
        const auto verdict = blocks ? loop.did<events::GateFailed>().verdict
                                    : loop.did<events::GatePassed>().verdict;
        QCOMPARE(verdict.findings.size(), 1);
        QCOMPARE(verdict.findings.first().message, "It is wrong. (I ran it.)");
    }

    void findingsThatNameNoPlaceInTheChangeDoNotCount_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("line");
        QTest::newRow("file outside of the change") << "README.md" << 1;
        QTest::newRow("file that is not there") << "src/other.cpp" << 1;
        QTest::newRow("line after the end") << "src/money.cpp" << 5;
        QTest::newRow("line zero") << "src/money.cpp" << 0;
        QTest::newRow("empty") << "" << 1;
    }

    void findingsThatNameNoPlaceInTheChangeDoNotCount()
    {
        QFETCH(QString, file);
        QFETCH(int, line);
        StepFixture loop;
        loop.runUpTo(SECURITY_SCAN);
        find(loop, {{file, line, "critical"}, {"src/money.cpp", 4, "low"}});
        QCOMPARE(loop.run(CODE_REVIEW).kind, StepOutcome::Kind::Completed);
        const auto verdict = loop.did<events::GatePassed>().verdict;
        QCOMPARE(verdict.findings.size(), 1);
        QVERIFY(verdict.summary.contains("1 findings do not count"));
    }

    void everyReviewIsATurnOfItsOwn()
    {
        StepFixture loop;
        loop.runUpTo(SECURITY_SCAN);
        find(loop, {{"src/money.cpp", 3, "high"}});
        loop.run(CODE_REVIEW);
        QCOMPARE(loop.provider.tasks.last().attempt, 1);
        loop.provider.act = agreeableAgent;
        loop.record(events::StepStarted{loop.state.start.loopId, CODE_REVIEW, "killed", 2});
        loop.runUpTo(SECURITY_SCAN);
        loop.state.cursor = loop.state.indexOf(workflow::step::CODE_GENERATION);
        loop.runUpTo(CODE_REVIEW);
        QCOMPARE(loop.provider.tasks.last().attempt, 2);
    }

    void showsTheReviewerExactlyWhatWasCommitted()
    {
        StepFixture loop;
        loop.runUpTo(SECURITY_SCAN);
        QFile stray(loop.workFolder() + "/stray.txt");
        QVERIFY(stray.open(QIODevice::WriteOnly));
        stray.close();
        loop.runUpTo(CODE_REVIEW);
        QVERIFY(!stray.exists());
    }

private:
    struct Claim {
        QString file;
        int line;
        QString severity;
    };

    static void find(StepFixture& loop, const QList<Claim>& claims)
    {
        QStringList findings;
        for (const Claim& claim : claims) {
            findings.append(QString(R"({"file":"%1","line":%2,"severity":"%3",)"
                                    R"("claim":"It is wrong.","evidence":"I ran it."})")
                                .arg(claim.file)
                                .arg(claim.line)
                                .arg(claim.severity));
        }
        const QByteArray answer = R"({"analysis":"I looked.","findings":[)"
            + findings.join(',').toUtf8() + R"(],"summary":"See below."})";
        loop.provider.act = [answer](const auto&) -> Result<providers::AgentOutcome> {
            return answering(answer);
        };
    }
};

QTEST_GUILESS_MAIN(CodeReviewStepTest)
#include "tst_code_review_step.moc"
