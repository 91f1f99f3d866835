// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/prompt_values.h"

#include <QTest>

using namespace tamma;
using namespace tamma::steps;

class PromptValuesTest : public QObject {
    Q_OBJECT

private slots:
    void showsTheWholeIssue()
    {
        platforms::Issue issue;
        issue.title = "Title";
        issue.body = "Body\n";
        issue.labels = {"bug", "money"};
        issue.comments = {"ada: And this."};
        QCOMPARE(issueText(issue),
                 "# Title\nLabels: bug, money\n\nBody\n\nComment by ada: And this.");
    }

    void saysWhenThereIsNothing()
    {
        QCOMPARE(researchText({}), "(none)");
        QCOMPARE(answersText({}, {}), "(none)");
        QCOMPARE(feedbackText({}), "(none)");
    }

    void listsResearchAndFeedback()
    {
        QCOMPARE(researchText({{}, "Sum.", {"a.cpp"}, {"One", "Two"}, {}}),
                 "Sum.\nApproach:\n- One\n- Two\nFiles:\n- a.cpp");
        QCOMPARE(feedbackText({{"gate:test", "2 failed"}, {"person", "Shorter."}}),
                 "From gate:test:\n2 failed\n\nFrom person:\nShorter.");
    }

    void aGateSpeaksWithItsVerdict()
    {
        events::Verdict verdict;
        verdict.summary = "`make` failed with exit code 2";
        verdict.findings = {{"error", "high", "b.c", 3, "no such name", "gcc"},
                            {"test.failed", "high", "", 0, "crashes: SegFault", "ctest"},
                            {"-Wx", "medium", "b.c", 1, "odd", "gcc"}};
        verdict.logTail = "make: *** [all] Error 1";
        QCOMPARE(feedbackText({{"gate:build", "old"}, {"hint", "Look again."}},
                              {{GateId("build"), verdict}}),
                 "From gate:build:\n`make` failed with exit code 2\n\nb.c\n"
                 "- line 3: no such name (high; error, gcc)\n- line 1: odd (medium; -Wx, gcc)\n\n"
                 "In no file\n- crashes: SegFault (high; test.failed, ctest)\n\n"
                 "The end of the log:\nmake: *** [all] Error 1\n\nFrom hint:\nLook again.");
        QVERIFY(
            feedbackText({{"gate:test", "told"}}, {{GateId("build"), verdict}}).endsWith("told"));
    }

    void cutsWhatAGateFoundToWhatFits()
    {
        events::Verdict verdict;
        for (int i = 0; i < 100; ++i) {
            verdict.findings.append(
                {"r", "high", QString("f%1.c").arg(i % 7), i, QString(500, 'm'), "gcc"});
        }
        verdict.logTail = QString(20'000, 'l') + "end";
        const QString text = verdictText(verdict);
        QVERIFY2(text.size() < 16'500, qPrintable(QString::number(text.size())));
        QVERIFY(text.contains(" more findings are left out)"));
        QVERIFY(text.endsWith("end"));
    }
};

QTEST_GUILESS_MAIN(PromptValuesTest)
#include "tst_prompt_values.moc"
