// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/open_inbox.h"
#include "ui/shell/draft_comments.h"

#include <QApplication>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using readmodels::Approval;

namespace {

Approval approval(int number, const QString& kind = u"merge"_s)
{
    return PageWorld::approval(number, kind);
}

} // namespace

class TestInboxPage : public QObject {
    Q_OBJECT

private slots:
    void returnNeverDecides();
    void approvalIsHeldBackAndThenSent();
    void everyDecisionCanBeTakenBackForItsOwnTime();
    void approvingSaysThatCommentsStayUnsent();
    void approvingWhatCannotBeShownSaysSo();
    void escapeLeavesTheNote();
    void escapeComesBackFromTheLoop();
    void aHeldKeyOrADoubleClickDecidesOne();
    void undoTakesItBackAndOpensItAgain();
    void nextOpensByItself();
    void sendingBackNeedsAReason();
    void commentsOnLinesGoWithSendingBack();
    void commentsStayWhenTheEngineRefuses();
    void questionIsSentAtOnce();
    void kindsHaveTheirOwnButtons_data();
    void failedCheckShowsTheWorstOfWhatItFound();
    void kindsHaveTheirOwnButtons();
    void clarificationNeedsAnAnswer();
    void selectionAndNoteSurviveUpdates();
    void refusedDecisionComesBackWithItsReason();
    void decisionMadeElsewhereIsSaid();
    void closingTheWindowSendsWhatIsHeld();
    void doneStateSaysSo();
    void firstApprovalOpensInAnEmptyInbox();
    void keyboardReachesEverything();
};

void TestInboxPage::returnNeverDecides()
{
    Inbox inbox({approval(1), approval(2)});
    for (const QPushButton* button :
         inbox.world.window().currentPage()->findChildren<QPushButton*>()) {
        QVERIFY2(!button->isDefault() && !button->autoDefault(), qPrintable(button->objectName()));
    }
    inbox.button(u"inboxGrant"_s).setFocus();
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        QTest::keyClick(QApplication::focusWidget(), key);
    }
    inbox.list().setFocus();
    QTest::keyClick(&inbox.list(), Qt::Key_Return);
    QTest::keyClick(&inbox.list(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(inbox.list().rowCount(), 2);
    QVERIFY(inbox.world.engine.commands.isEmpty());
}

void TestInboxPage::approvalIsHeldBackAndThenSent()
{
    Inbox inbox({approval(2), approval(1)});
    QCOMPARE(inbox.current(), u"approval-2"_s); // It waits longer.
    inbox.note().setPlainText(u"  looks good "_s);
    inbox.press(Qt::Key_A);
    QCOMPARE(inbox.list().rowCount(), 1);
    QVERIFY(inbox.world.engine.commands.isEmpty());
    QVERIFY(inbox.undo().isVisible());
    inbox.sendNow();
    const auto* sent = inbox.world.engine.last<engine::DecideApproval>();
    QVERIFY(sent != nullptr);
    QCOMPARE(inbox.world.engine.commands.size(), 1);
    QCOMPARE(sent->approvalId.text(), u"approval-2"_s);
    QVERIFY(sent->granted);
    QCOMPARE(sent->note, u"looks good"_s);
}

void TestInboxPage::everyDecisionCanBeTakenBackForItsOwnTime()
{
    Inbox inbox({approval(3), approval(2), approval(1)});
    inbox.press(Qt::Key_A);
    inbox.look();
    inbox.press(Qt::Key_A);
    QCOMPARE(inbox.list().rowCount(), 1);
    inbox.note().setFocus(); // Nothing is typed there that could be taken back.
    QTest::keyClick(&inbox.note(), Qt::Key_Z, Qt::ControlModifier);
    QTest::keyClick(&inbox.note(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(inbox.list().rowCount(), 3);
    QVERIFY(inbox.world.engine.commands.isEmpty());
}

void TestInboxPage::approvingSaysThatCommentsStayUnsent()
{
    Inbox inbox({approval(2), approval(1)});
    WindowState state(inbox.world.stateFile());
    setDraftComment(state, approval(2).request.evidence.commit, {u"a.ts"_s, 3, {}, u"Once."_s});
    inbox.press(Qt::Key_A);
    QVERIFY(inbox.message().isVisible());
    QCOMPARE(inbox.list().rowCount(), 2);
    inbox.look();
    inbox.press(Qt::Key_A); // It is meant so.
    QCOMPARE(inbox.list().rowCount(), 1);
}

void TestInboxPage::escapeLeavesTheNote()
{
    Inbox inbox({approval(2), approval(1)});
    inbox.press(Qt::Key_Q); // A question needs words.
    QVERIFY(inbox.note().hasFocus() && inbox.message().isVisible());
    QTest::keyClick(&inbox.note(), Qt::Key_Escape);
    QVERIFY(inbox.list().hasFocus() && !inbox.message().isVisible());
}

void TestInboxPage::approvingWhatCannotBeShownSaysSo()
{
    Inbox inbox({approval(2), approval(1)});
    inbox.world.engine.files = failure(errors::GIT_FAILED, u"no such commit"_s);
    auto newer = approval(3);
    newer.request.approvalId = inbox.list().currentApproval();
    inbox.world.engine.publish({.approvals = {newer}});
    QTRY_VERIFY(inbox.world.window().findChild<QWidget*>(u"approvalUnreadable"_s) != nullptr);
    inbox.look();
    inbox.press(Qt::Key_A);
    QVERIFY(inbox.message().text().contains(u"unseen"_s));
    QCOMPARE(inbox.list().rowCount(), 2);
    inbox.look();
    inbox.press(Qt::Key_A);
    QCOMPARE(inbox.list().rowCount(), 1);
}

void TestInboxPage::escapeComesBackFromTheLoop()
{
    Inbox inbox({approval(2), approval(1)});
    inbox.press(Qt::Key_O);
    QCOMPARE(inbox.world.window().currentPageId(), page::LOOP);
    QTest::keyClick(&inbox.world.window(), Qt::Key_Escape);
    QCOMPARE(inbox.world.window().currentPageId(), page::INBOX);
}

void TestInboxPage::aHeldKeyOrADoubleClickDecidesOne()
{
    Inbox inbox({approval(4), approval(3), approval(2), approval(1)});
    inbox.world.engine.holdAnswers = true; // What is sent stays away.
    for (const QAction* action : inbox.world.actions().actions()) {
        QVERIFY2(!action->objectName().startsWith(u"inbox."_s) || !action->autoRepeat(),
                 qPrintable(action->objectName()));
    }
    QTest::mouseClick(&inbox.button(u"inboxGrant"_s), Qt::LeftButton);
    QTest::mouseDClick(&inbox.button(u"inboxGrant"_s), Qt::LeftButton);
    QCOMPARE(inbox.list().rowCount(), 3);
    inbox.press(Qt::Key_A);
    inbox.note().setPlainText(u"Never."_s);
    inbox.press(Qt::Key_B);
    inbox.press(Qt::Key_Q);
    QCOMPARE(inbox.list().rowCount(), 3);
    inbox.look();
    inbox.press(Qt::Key_A);
    inbox.press(Qt::Key_A);
    QCOMPARE(inbox.list().rowCount(), 2);
    inbox.close(2, Approval::Status::Granted); // Somebody else was faster: the next slid in.
    QTRY_COMPARE(inbox.list().rowCount(), 1);
    inbox.press(Qt::Key_A);
    QCOMPARE(inbox.list().rowCount(), 1);
    inbox.world.clock.moment -= 1h; // The machine was told the right time.
    inbox.press(Qt::Key_A);
    QCOMPARE(inbox.list().rowCount(), 0);
    inbox.send();
    QCOMPARE(inbox.decisions().size(), 3);
}

void TestInboxPage::undoTakesItBackAndOpensItAgain()
{
    Inbox inbox({approval(2), approval(1)});
    inbox.button(u"inboxGrant"_s).click();
    QCOMPARE(inbox.current(), u"approval-1"_s);
    inbox.undo().click();
    QCOMPARE(inbox.list().rowCount(), 2);
    QCOMPARE(inbox.current(), u"approval-2"_s);
    inbox.world.window().close();
    QVERIFY(inbox.world.engine.commands.isEmpty());
}

void TestInboxPage::nextOpensByItself()
{
    Inbox inbox({approval(3), approval(2), approval(1)});
    inbox.list().setCurrentApproval(ApprovalId(u"approval-2"_s));
    inbox.look();
    inbox.button(u"inboxGrant"_s).click();
    QCOMPARE(inbox.current(), u"approval-1"_s); // Took its place.
    inbox.close(1, Approval::Status::Granted); // Somebody else was faster.
    QTRY_COMPARE(inbox.current(), u"approval-3"_s);
}

void TestInboxPage::sendingBackNeedsAReason()
{
    Inbox inbox({approval(1), approval(2)});
    inbox.list().setFocus();
    inbox.button(u"inboxReject"_s).click();
    QCOMPARE(inbox.list().rowCount(), 2);
    QVERIFY(inbox.message().isVisible());
    QCOMPARE(QApplication::focusWidget(), &inbox.note());
    inbox.note().setPlainText(u"Keep whole dollars on receipts."_s);
    inbox.button(u"inboxReject"_s).click();
    QCOMPARE(inbox.list().rowCount(), 1);
    inbox.world.window().close();
    const auto* sent = inbox.world.engine.last<engine::DecideApproval>();
    QVERIFY(sent != nullptr && !sent->granted);
    QCOMPARE(sent->note, u"Keep whole dollars on receipts."_s);
}

void TestInboxPage::commentsOnLinesGoWithSendingBack()
{
    Inbox inbox({approval(1)});
    WindowState state(inbox.world.stateFile());
    const QString commit = approval(1).request.evidence.commit;
    const events::LineComment comment{u"src/billing/rounding.ts"_s, 12, {}, u"Round once."_s};
    QVERIFY(!inbox.world.find(u"inboxComments"_s).isVisible());
    inbox.world.window().open({page::LOOPS});
    setDraftComment(state, commit, comment); // As the page with the change does.
    inbox.world.window().open({page::INBOX});
    QVERIFY(inbox.world.find(u"inboxComments"_s).isVisible());
    QTest::keyClick(&inbox.world.window(), Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(inbox.world.engine.commands.isEmpty());
    QCOMPARE(draftComments(state, commit).size(), 1); // Until it is sent it can be taken back.
    inbox.world.window().close();
    const auto* sent = inbox.world.engine.last<engine::DecideApproval>();
    QVERIFY(sent != nullptr && !sent->granted && sent->note.isEmpty());
    QCOMPARE(sent->comments, QList{comment});
    QTRY_VERIFY(draftComments(state, commit).isEmpty());
}

void TestInboxPage::commentsStayWhenTheEngineRefuses()
{
    Inbox inbox({approval(1)});
    WindowState state(inbox.world.stateFile());
    const QString commit = approval(1).request.evidence.commit;
    setDraftComment(state, commit, {u"a.ts"_s, 99, {}, u"Round once."_s});
    inbox.world.engine.receipt = failure(errors::INVALID_ARGUMENT, u"a.ts has no line 99"_s);
    inbox.button(u"inboxReject"_s).click();
    inbox.world.window().open({page::LOOPS});
    inbox.world.window().close();
    QTRY_VERIFY(inbox.world.engine.last<engine::DecideApproval>() != nullptr);
    QTRY_VERIFY(!inbox.message().text().isEmpty());
    QCOMPARE(draftComments(state, commit).size(), 1);
}

void TestInboxPage::questionIsSentAtOnce()
{
    Inbox inbox({approval(1)});
    inbox.button(u"inboxAsk"_s).click();
    QVERIFY(inbox.message().isVisible());
    inbox.note().setPlainText(u"Do old invoices change?"_s);
    inbox.button(u"inboxAsk"_s).click();
    const auto* sent = inbox.world.engine.last<engine::AskAboutApproval>();
    QVERIFY(sent != nullptr);
    QCOMPARE(sent->question, u"Do old invoices change?"_s);
    inbox.button(u"inboxAsk"_s).click();
    QCOMPARE(inbox.world.engine.commands.size(), 1);
    QTRY_COMPARE(inbox.note().toPlainText(), QString());
    QCOMPARE(inbox.list().rowCount(), 1); // It still waits.
    Approval answered = approval(1);
    answered.exchanges = {{u"Do old invoices change?"_s, u"Mia"_s, u"No."_s}};
    inbox.world.publish({answered});
    QTRY_VERIFY(std::ranges::any_of(inbox.world.window().findChildren<QLabel*>(),
                                    [](const QLabel* label) { return label->text() == u"No."_s; }));
}

void TestInboxPage::kindsHaveTheirOwnButtons_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("grant");
    QTest::addColumn<QString>("reject");
    QTest::newRow("merge") << u"merge"_s << u"Approve"_s << u"Send back…"_s;
    QTest::newRow("escalation") << u"escalation"_s << u"Try again"_s << u"Give up"_s;
    QTest::newRow("budget") << u"budget"_s << u"Spend more"_s << u"Give up"_s;
    QTest::newRow("clarification") << u"clarification"_s << u"Answer"_s << QString();
}

void TestInboxPage::failedCheckShowsTheWorstOfWhatItFound()
{
    Approval failed = approval(1, u"escalation"_s);
    events::Verdict verdict;
    verdict.gateId = GateId(u"test"_s);
    verdict.exitCode = 1;
    for (int line = 1; line <= 5; ++line) {
        verdict.findings.append(
            {u"rule"_s, line == 5 ? u"critical"_s : u"low"_s, u"a.cpp"_s, line, u"wrong"_s});
    }
    failed.verdicts = {verdict};
    Inbox inbox({failed});
    QCOMPARE(inbox.world.find<QLabel>(u"findings0"_s).text(),
             u"a.cpp:5  wrong\na.cpp:1  wrong\na.cpp:2  wrong\na.cpp:3  wrong\nand 1 more"_s);
}

void TestInboxPage::kindsHaveTheirOwnButtons()
{
    QFETCH(QString, kind);
    QFETCH(QString, reject);
    Inbox inbox({approval(1, kind)});
    QTEST(inbox.button(u"inboxGrant"_s).text(), "grant");
    QCOMPARE(inbox.button(u"inboxReject"_s).isVisible(), !reject.isEmpty());
    QVERIFY(reject.isEmpty() || inbox.button(u"inboxReject"_s).text() == reject);
    QCOMPARE(inbox.world.actions().find(u"inbox.sendBack"_s)->isEnabled(), !reject.isEmpty());
}

void TestInboxPage::clarificationNeedsAnAnswer()
{
    Inbox inbox({approval(1, u"clarification"_s)});
    inbox.button(u"inboxGrant"_s).click();
    QVERIFY(inbox.message().isVisible());
    QCOMPARE(inbox.list().rowCount(), 1);
    inbox.note().setPlainText(u"Paid ones only."_s);
    inbox.button(u"inboxGrant"_s).click();
    inbox.world.window().close();
    QCOMPARE(inbox.world.engine.last<engine::DecideApproval>()->note, u"Paid ones only."_s);
}

void TestInboxPage::selectionAndNoteSurviveUpdates()
{
    Inbox inbox({approval(3), approval(2), approval(1)});
    inbox.list().setCurrentApproval(ApprovalId(u"approval-2"_s));
    inbox.note().setPlainText(u"half a thought"_s);
    Approval changed = approval(2);
    changed.costUsd = 9;
    inbox.world.publish({changed, approval(4), approval(5)});
    QTRY_COMPARE(inbox.list().rowCount(), 5);
    QCOMPARE(inbox.current(), u"approval-2"_s);
    QCOMPARE(inbox.note().toPlainText(), u"half a thought"_s);
    inbox.list().setCurrentApproval(ApprovalId(u"approval-4"_s));
    QCOMPARE(inbox.note().toPlainText(), QString()); // Another approval, another note.
    inbox.list().setCurrentApproval(ApprovalId(u"approval-2"_s));
    QCOMPARE(inbox.note().toPlainText(), u"half a thought"_s);
}

void TestInboxPage::refusedDecisionComesBackWithItsReason()
{
    Inbox inbox({approval(2), approval(1)});
    inbox.world.engine.receipt = failure(errors::EVIDENCE_CHANGED, u"commit differs"_s);
    inbox.button(u"inboxGrant"_s).click();
    inbox.sendNow();
    QTRY_COMPARE(inbox.current(), u"approval-2"_s);
    QVERIFY(inbox.message().isVisible());
    QVERIFY(inbox.message().text().contains(u"not the one that was approved"_s));
}

void TestInboxPage::decisionMadeElsewhereIsSaid()
{
    Inbox inbox({approval(2), approval(1)});
    inbox.world.engine.holdAnswers = true;
    inbox.button(u"inboxGrant"_s).click();
    inbox.sendNow(); // It is on its way.
    inbox.close(2, Approval::Status::Rejected);
    QTRY_COMPARE(inbox.list().rowCount(), 1);
    inbox.world.engine.answerCommand(failure(errors::APPROVAL_NOT_OPEN));
    QTRY_VERIFY(inbox.world.find<QLabel>(u"toastText"_s).text().contains(u"decided already"_s));
    QVERIFY(!inbox.message().isVisible()); // The card on screen is another one.
}

void TestInboxPage::closingTheWindowSendsWhatIsHeld()
{
    Inbox inbox({approval(1)});
    inbox.button(u"inboxGrant"_s).click();
    QVERIFY(inbox.world.engine.commands.isEmpty());
    inbox.world.window().close();
    QCOMPARE(inbox.world.engine.commands.size(), 1);
}

void TestInboxPage::doneStateSaysSo()
{
    Inbox inbox({approval(1)});
    QVERIFY(!inbox.isEmpty());
    inbox.button(u"inboxGrant"_s).click();
    QVERIFY(inbox.isEmpty());
    QCOMPARE(
        inbox.world.window().currentPage()->findChild<QLabel*>(u"emptyTitle"_s)->text().isEmpty(),
        false);
    inbox.undo().click();
    QVERIFY(!inbox.isEmpty());
    QVERIFY(inbox.world.actions().find(u"inbox.approve"_s)->isEnabled());
}

void TestInboxPage::firstApprovalOpensInAnEmptyInbox()
{
    Inbox inbox;
    QVERIFY(inbox.isEmpty());
    QVERIFY(!inbox.world.actions().find(u"inbox.approve"_s)->isEnabled());
    inbox.world.publish({approval(7)});
    QTRY_COMPARE(inbox.current(), u"approval-7"_s);
    QVERIFY(!inbox.isEmpty());
}

void TestInboxPage::keyboardReachesEverything()
{
    Inbox inbox({approval(1)});
    inbox.list().setFocus();
    QStringList visited;
    for (int step = 0; step < 40; ++step) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        visited.append(QApplication::focusWidget()->objectName());
    }
    const QStringList order{u"approvalCard"_s, u"proof0"_s,       u"inboxNote"_s,
                            u"inboxGrant"_s,   u"inboxReject"_s,  u"inboxAsk"_s,
                            u"inboxLater"_s,   u"inboxChanges"_s, u"inboxMore"_s};
    qsizetype at = -1;
    for (const QString& name : order) {
        const qsizetype next = visited.indexOf(name);
        QVERIFY2(next > at, qPrintable(name + u" in "_s + visited.join(u' ')));
        at = next;
    }
}

QTEST_MAIN(TestInboxPage)
#include "tst_inbox_page.moc"
