// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/issue_assignment_step.h"

#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using steps::StepOutcome;
using workflow::step::ISSUE_ASSIGNMENT;

class IssueAssignmentStepTest : public QObject {
    Q_OBJECT

private slots:
    void namesBranchesReadably_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("branch");
        QTest::newRow("plain") << "VAT is too low" << "tamma/3-vat-is-too-low";
        QTest::newRow("marks and signs")
            << "  Überweisung: `due()` fehlt!? " << "tamma/3-uberweisung-due-fehlt";
        QTest::newRow("no letters that git likes") << "発票" << "tamma/3-issue";
        QTest::newRow("empty") << "" << "tamma/3-issue";
        QTest::newRow("path tricks") << "../../etc/passwd.lock" << "tamma/3-etc-passwd-lock";
        QTest::newRow("long") << "a word after another word and so on until nobody reads any more"
                              << "tamma/3-a-word-after-another-word-and-so-on";
        QTest::newRow("one long word") << QString(80, 'x') << "tamma/3-" + QString(40, 'x');
    }

    void namesBranchesReadably()
    {
        QFETCH(QString, title);
        QFETCH(QString, branch);
        QCOMPARE(steps::branchName(3, title), branch);
    }

    void makesBranchAndWorktreeAtTheBase()
    {
        StepFixture loop;
        const auto outcome = loop.run(ISSUE_ASSIGNMENT);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Completed);
        QCOMPARE(loop.did<events::IssueAssigned>().branch, "tamma/7-vat-is-a-cent-too-low");
        QCOMPARE(loop.did<events::IssueAssigned>().assignee, "ada");
        QCOMPARE(loop.repository.head("tamma/7-vat-is-a-cent-too-low"),
                 loop.state.start.baseCommit);
        QVERIFY(QFile::exists(loop.workFolder() + "/src/money.cpp"));
        QCOMPARE(loop.repository.git({"status", "--porcelain"}), "");
        QCOMPARE(loop.repository.git({"branch", "--show-current"}), "main");
    }

    void doesItOnceWhenItWasKilledBeforeTheRecord()
    {
        StepFixture loop;
        loop.runAndForget(ISSUE_ASSIGNMENT);
        const auto outcome = loop.run(ISSUE_ASSIGNMENT);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Completed);
        QCOMPARE(loop.did<events::IssueAssigned>().branch, "tamma/7-vat-is-a-cent-too-low");
        QCOMPARE(loop.repository.git({"for-each-ref", "--format=%(refname)", "refs/heads/tamma"}),
                 "refs/heads/tamma/7-vat-is-a-cent-too-low");
    }

    void leavesABranchOfSomebodyElseAlone()
    {
        StepFixture loop;
        const QString theirs
            = loop.repository.commitOn("tamma/7-vat-is-a-cent-too-low", {{"theirs.txt", "x"}});
        QCOMPARE(loop.run(ISSUE_ASSIGNMENT).kind, StepOutcome::Kind::Completed);
        QCOMPARE(loop.did<events::IssueAssigned>().branch,
                 "tamma/7-vat-is-a-cent-too-low-00000001");
        QCOMPARE(loop.repository.head("tamma/7-vat-is-a-cent-too-low"), theirs);

        loop.runAndForget(ISSUE_ASSIGNMENT);
        QCOMPARE(std::get<events::IssueAssigned>(loop.last.payloads.first()).branch,
                 "tamma/7-vat-is-a-cent-too-low-00000001");
    }

    void doesNotTakeAClosedIssue()
    {
        StepFixture loop;
        loop.platform.only.closed = true;
        const auto outcome = loop.run(ISSUE_ASSIGNMENT);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Failed);
        QCOMPARE(outcome.error.code, errors::LOOP_NOT_RUNNING);
    }

    void saysWhenTheRepositoryIsGone()
    {
        StepFixture loop;
        loop.state.start.repository = "/nowhere/at/all";
        QCOMPARE(loop.run(ISSUE_ASSIGNMENT).error.code, errors::NOT_A_REPOSITORY);
    }
};

QTEST_GUILESS_MAIN(IssueAssignmentStepTest)
#include "tst_issue_assignment_step.moc"
