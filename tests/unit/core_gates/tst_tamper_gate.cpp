// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/tamper/tamper_gate.h"
#include "tests/contract/gate/gate_fixture.h"

#include <QTest>

using namespace tamma;
using Kind = gates::GateOutcome::Kind;

class TestTamperGate : public QObject {
    Q_OBJECT

private slots:
    void asksForAPersonAndSaysWhy()
    {
        test::FakeRepository repository;
        repository.lines = {{"tests/tst_a.cpp", 3, "    QSKIP(\"later\");"},
                            {"tests/tst_a.cpp", 9, "    QSKIP(\"later, too\");"},
                            {".github/workflows/ci.yml", 1, "on: never"}};
        const auto outcome = check(repository);
        QVERIFY(outcome->kind == Kind::Passed);
        const events::Verdict& verdict = outcome->verdict;
        QCOMPARE(verdict.needsPerson,
                 (QStringList{"The rules that judge the change were edited: "
                              ".github/workflows/ci.yml:1",
                              "Tests are skipped: tests/tst_a.cpp:3 and 1 more"}));
        QCOMPARE(verdict.findings.size(), 3);
        QCOMPARE(verdict.findings[0].file, "tests/tst_a.cpp");
        QCOMPARE(verdict.findings[0].line, 3);
        QCOMPARE(verdict.findings[0].rule, "tamper.test-skipped");
        QVERIFY(verdict.logTail.contains("tests/tst_a.cpp:3: "));
        QVERIFY(verdict.summary.contains("a person has to look"));
    }

    void needsNobodyForHonestWork()
    {
        test::FakeRepository repository;
        const auto outcome = check(repository);
        QVERIFY(outcome->kind == Kind::Passed);
        QVERIFY(outcome->verdict.needsPerson.isEmpty());
        QVERIFY(outcome->verdict.findings.isEmpty());
    }

    void namesEveryKindOfSignOnce()
    {
        QList<events::Finding> findings;
        for (const char* rule :
             {"gate-edited", "test-removed", "test-skipped", "failure-hidden", "assertion-removed",
              "assertion-weakened", "expectation-changed", "threshold-lowered", "test-aware",
              "snapshot-churn", "suppressed"}) {
            for (int line : {0, 7, 7}) {
                findings.append({QString("tamper.") + rule, "high", "a", line, "m"});
            }
        }
        const QStringList reasons = gates::reasonsForPerson(findings);
        QCOMPARE(reasons.size(), 11);
        for (const QString& reason : reasons) {
            QVERIFY2(reason.endsWith(": a and 1 more"), qPrintable(reason));
        }
    }

private:
    Result<gates::GateOutcome> check(const test::FakeRepository& repository)
    {
        gates::TamperGate gate(repository);
        test::LogKeeper log;
        return gate.check(repository.request(), log, {});
    }
};

QTEST_GUILESS_MAIN(TestTamperGate)
#include "tst_tamper_gate.moc"
