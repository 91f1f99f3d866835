// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/approval_text.h"

#include <QRegularExpression>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using readmodels::Approval;

namespace {

constexpr Timestamp NOW{std::chrono::hours(490'000)};

Approval approval()
{
    Approval approval;
    approval.request.kind = u"merge"_s;
    approval.request.question = u"Merge \"Cents\" into main?"_s;
    approval.request.dueAfterMs = std::chrono::milliseconds(24h).count();
    approval.requestedAt = NOW - 20h;
    approval.issueTitle = u"Cents"_s;
    approval.repository = u"/home/mia/shop"_s;
    approval.baseBranch = u"main"_s;
    return approval;
}

QStringList textsOf(const Approval& approval, Timestamp now = NOW)
{
    QStringList texts;
    for (const ApprovalNotice& notice : approvalNotices(approval, u"mia"_s, now)) {
        texts.append(notice.text);
    }
    return texts;
}

} // namespace

class TestApprovalText : public QObject {
    Q_OBJECT

private slots:
    void freshApprovalNeedsNoNotice() { QVERIFY(textsOf(approval()).isEmpty()); }

    void noticesSayWhoHasItAndWhy()
    {
        Approval handed = approval();
        handed.handedTo = u"Ana"_s;
        handed.handedBy = u"Ben"_s;
        QCOMPARE(textsOf(handed), QStringList{u"Handed to Ana by Ben."_s});
        handed.handedWhy = u"she knows taxes"_s;
        QCOMPARE(textsOf(handed), QStringList{u"Handed to Ana by Ben because: she knows taxes"_s});
        handed.handedBy = u"Ana"_s;
        QVERIFY(textsOf(handed).first().startsWith(u"Taken by Ana"_s));
    }

    void noticesSayHowMuchTimeThereIsAndThatItDecidesNothing()
    {
        Approval late = approval();
        late.dueSoon = true;
        QVERIFY(textsOf(late).first().startsWith(u"Due in 4 h."_s));
        QVERIFY(textsOf(late, NOW + 5h).isEmpty()); // Overdue; the escalation says more.
        late.escalatedBecause = u"overdue"_s;
        late.escalatedTo = u"Ana"_s;
        const QString text = textsOf(late, NOW + 5h).join(u'\n');
        QVERIFY(text.contains(u"overdue by 1 h"_s) && text.contains(u"time decides nothing"_s));
        QVERIFY(text.contains(u"Ana is named"_s));
        late.status = Approval::Status::Granted;
        QVERIFY(textsOf(late).isEmpty());
    }

    void noticesSayWhatThePersonCannotDo()
    {
        Approval other = approval();
        other.request.mayNotDecide = {u"mia"_s};
        QVERIFY(textsOf(other).first().contains(u"somebody else"_s));
        other = approval();
        other.request.quorum = 2;
        other.grantedBy = {u"mia"_s};
        QVERIFY(textsOf(other).first().contains(u"You said yes"_s));
        other = approval();
        other.snoozedUntil = {{u"mia"_s, NOW + 1h}};
        QVERIFY(textsOf(other).first().contains(u"comes back"_s));
    }

    void plainWordsAreNotOfTheTrade_data()
    {
        QTest::addColumn<QString>("text");
        Approval breaking = approval();
        breaking.request.breaking = true;
        Approval routine = approval();
        routine.request.routine = true;
        QTest::newRow("question") << approvalQuestion(approval(), true);
        QTest::newRow("undo") << undoSentence(approval(), true);
        QTest::newRow("risk, breaking") << riskSentence(breaking);
        QTest::newRow("risk, routine") << riskSentence(routine);
        QTest::newRow("risk, not routine") << riskSentence(approval());
        QTest::newRow("it fits") << forecastText({u"main"_s}, true);
        git::MergeForecast conflict{u"main"_s};
        conflict.conflicts = {u"a.cpp"_s};
        QTest::newRow("it does not fit") << forecastText(conflict, true);
        for (const QString& gate : {u"build"_s, u"test"_s, u"quality"_s, u"tamper"_s, u"security"_s,
                                    u"review"_s, u"ci"_s}) {
            for (const int exitCode : {0, 1}) {
                events::Verdict verdict;
                verdict.gateId = GateId(gate);
                verdict.exitCode = exitCode;
                QTest::addRow("%s, %d", qPrintable(gate), exitCode) << checkSentence(verdict);
            }
        }
    }
    void aReviewThatFoundSomethingDoesNotReadAsPassed()
    {
        events::Verdict review;
        review.gateId = GateId(u"review"_s);
        QVERIFY(checkSentence(review).contains(u"nothing has to change"_s));
        review.findings = {events::Finding{.severity = u"high"_s}};
        QVERIFY(checkSentence(review).contains(u"something has to change"_s));
    }
    void aLargeChangeIsNoLowRisk()
    {
        Approval merge;
        merge.request.kind = u"merge"_s;
        merge.request.routine = true;
        merge.linesAdded = 12;
        QVERIFY(riskSentence(merge).startsWith(u"Low"));
        merge.linesAdded = 50'000;
        QVERIFY(riskSentence(merge).startsWith(u"Medium"));
    }
    void plainWordsAreNotOfTheTrade()
    {
        QFETCH(QString, text);
        static const QRegularExpression jargon(
            u"\\b(merge|commit|branch|main|pull request|PR|CI|build|lint|diff|gate|revert|repo|"
            "breaking)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        QVERIFY2(!text.isEmpty() && !jargon.match(text).hasMatch(), qPrintable(text));
    }

    void plainWordsDoNotHideWhatIsLeftToAPerson()
    {
        events::Verdict tamper;
        tamper.gateId = GateId(u"tamper"_s);
        QVERIFY(checkSentence(tamper).contains(u"left alone"_s));
        tamper.needsPerson = {u"Tests are skipped: a.cpp:3"_s}; // It passes all the same.
        QVERIFY(!checkSentence(tamper).contains(u"left alone"_s));
        QVERIFY(checkSentence(tamper).contains(u"were changed"_s));
    }

    void developersGetTheExactWords()
    {
        QCOMPARE(approvalQuestion(approval(), false), approval().request.question);
        QVERIFY(undoSentence(approval(), false).contains(u"merge commit on main"_s));
        QVERIFY(forecastText({u"main"_s}, false).contains(u"main"_s));
    }
};

QTEST_APPLESS_MAIN(TestApprovalText)
#include "tst_approval_text.moc"
