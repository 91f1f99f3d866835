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
        QCOMPARE(answersText({}), "(none)");
        QCOMPARE(feedbackText({}), "(none)");
    }

    void listsResearchAndFeedback()
    {
        QCOMPARE(researchText({{}, "Sum.", {"a.cpp"}, {"One", "Two"}, {}}),
                 "Sum.\nApproach:\n- One\n- Two\nFiles:\n- a.cpp");
        QCOMPARE(feedbackText({{"gate:test", "2 failed"}, {"person", "Shorter."}}),
                 "From gate:test:\n2 failed\n\nFrom person:\nShorter.");
    }
};

QTEST_GUILESS_MAIN(PromptValuesTest)
#include "tst_prompt_values.moc"
