// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/path_glob.h"
#include "core/gates/security_gate.h"
#include "tests/contract/gate/gate_fixture.h"

#include <QTest>

using namespace tamma;
using Kind = gates::GateOutcome::Kind;

namespace {

const QString SECRET = QString("AKIA") + "Q3EGRZ7N5PLM2VTX";

} // namespace

class TestSecurityGate : public QObject {
    Q_OBJECT

private slots:
    void namesThePlaceAndHidesTheSecret()
    {
        test::FakeRepository repository;
        repository.lines.append({"src/keys.c", 7, "key = \"" + SECRET + "\""});
        gates::SecurityGate gate(repository);
        test::LogKeeper log;
        const auto outcome = gate.check(repository.request(), log, {});
        QVERIFY(outcome);
        QVERIFY(outcome->kind == Kind::Failed);
        const events::Verdict& verdict = outcome->verdict;
        QCOMPARE(verdict.findings.size(), 1);
        QCOMPARE(verdict.findings[0].rule, "secret.aws-access-key");
        QCOMPARE(verdict.findings[0].severity, "critical");
        QCOMPARE(verdict.findings[0].file, "src/keys.c");
        QCOMPARE(verdict.findings[0].line, 7);
        for (const QString& text :
             {verdict.findings[0].message, verdict.logTail, verdict.summary, log.text}) {
            QVERIFY(!text.contains(SECRET));
        }
        QVERIFY(verdict.logTail.contains("src/keys.c:7: "));
        QVERIFY(verdict.summary.contains("src/keys.c:7"));
    }

    void leavesOutWhatTheBaseCommitSays()
    {
        test::FakeRepository repository;
        repository.projectFile = "securityScan: {ignore: ['vendor/**']}\n";
        repository.lines.append({"vendor/a/keys.c", 1, SECRET});
        repository.lines.append({"vendor/a/keys.c", 2, SECRET});
        gates::SecurityGate gate(repository);
        test::LogKeeper log;
        const auto outcome = gate.check(repository.request(), log, {});
        QVERIFY(outcome);
        QVERIFY(outcome->kind == Kind::Passed);
        QVERIFY2(outcome->verdict.summary.contains("1 files not scanned"),
                 qPrintable(outcome->verdict.summary));
    }

    void boundsTheFindings()
    {
        test::FakeRepository repository;
        for (int line = 1; line <= 1000; ++line) {
            repository.lines.append({"a", line, SECRET});
        }
        gates::SecurityGate gate(repository);
        test::LogKeeper log;
        const auto outcome = gate.check(repository.request(), log, {});
        QVERIFY(outcome);
        QCOMPARE(outcome->verdict.findings.size(), 100);
        QVERIFY(outcome->verdict.summary.startsWith("1000 possible secrets"));
    }

    void fitsGlobs_data()
    {
        QTest::addColumn<QString>("glob");
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("fits");
        QTest::newRow("folder") << "docs/**" << "docs/a/b.md" << true;
        QTest::newRow("other folder") << "docs/**" << "src/docs/b.md" << false;
        QTest::newRow("any folder") << "**/docs/*" << "src/docs/b.md" << true;
        QTest::newRow("any folder, at the top") << "**/docs/*" << "docs/b.md" << true;
        QTest::newRow("star stays inside") << "docs/*" << "docs/a/b.md" << false;
        QTest::newRow("name") << "*.lock" << "a/b/yarn.lock" << true;
        QTest::newRow("whole name") << "*.lock" << "a.lock.c" << false;
        QTest::newRow("one character") << "a?.c" << "ab.c" << true;
        QTest::newRow("point is a point") << "a.c" << "abc" << false;
        QTest::newRow("brackets are themselves") << "a[1].c" << "a[1].c" << true;
    }

    void fitsGlobs()
    {
        QFETCH(QString, glob);
        QFETCH(QString, path);
        QTEST(gates::fitsGlob(path, glob), "fits");
    }
};

QTEST_GUILESS_MAIN(TestSecurityGate)
#include "tst_security_gate.moc"
