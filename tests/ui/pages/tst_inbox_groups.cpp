// SPDX-License-Identifier: GPL-3.0-or-later
// What is put aside, handed on, or decided together; what a card says about time and news.
#include "tests/ui/pages/open_inbox.h"
#include "ui/diff/diff_pane.h"

#include <QLineEdit>
#include <QMenu>
#include <QTabBar>
#include <QToolButton>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using readmodels::Approval;

namespace {

const QString ME = u"Mia Chen"_s;

Approval approval(int number, const QString& kind = u"merge"_s)
{
    return PageWorld::approval(number, kind);
}

Approval routine(int number)
{
    Approval row = approval(number);
    row.request.routine = true;
    return row;
}

} // namespace

class TestInboxGroups : public QObject {
    Q_OBJECT

private slots:
    void putAsideWithTheKeyboardAndTakenBack();
    void whatWasPutAsideIsInAClosedGroupAndComesBack();
    void takenUpAgainBeforeItsTime();
    void handedOnWithANameAndAReason();
    void nobodyToHandItToIsSaid();
    void whatOthersHaveDoesNotCount();
    void cardSaysWhoHasItAndThatTimeDecidesNothing();
    void newsComeFirstAfterSomethingWasSeen();
    void firstLookShowsTheWholeChange();
    void forecastAndProofAreOnTheCard();
    void businessModeHasNoWordsOfTheTrade();
    void businessModeTellsWhatIsLeftToAPerson();
    void routineOnesAreDecidedTogether();
    void breakingChangesAreNeverDecidedTogether();
    void whatFailsTogetherIsToldByCard();
    void everyActionHasAShortcut();
};

void TestInboxGroups::putAsideWithTheKeyboardAndTakenBack()
{
    Inbox inbox({approval(2), approval(1)});
    inbox.press(Qt::Key_L);
    auto* menu = inbox.world.window().findChild<QMenu*>(u"inboxTimes"_s);
    QVERIFY(menu != nullptr && menu->isVisible());
    QTest::keyClick(menu, Qt::Key_Return); // In an hour.
    QCOMPARE(inbox.current(), u"approval-1"_s);
    QVERIFY(inbox.world.engine.commands.isEmpty());
    inbox.button(u"toastUndo"_s).click();
    QCOMPARE(inbox.current(), u"approval-2"_s);
    inbox.send();
    QVERIFY(inbox.world.engine.commands.isEmpty());
}

void TestInboxGroups::whatWasPutAsideIsInAClosedGroupAndComesBack()
{
    Approval later = approval(2);
    later.snoozedUntil = {{ME, FixedClock().moment + 1h}, {u"Ben"_s, FixedClock().moment + 9h}};
    Inbox inbox({approval(1), later});
    QCOMPARE(inbox.list().rowCount(), 2); // One question and the closed group.
    QCOMPARE(inbox.world.session().openApprovalCount(), 1);
    inbox.list().setFocus();
    QTest::keyClick(&inbox.list(), Qt::Key_Down);
    QCOMPARE(inbox.current(), QString());
    QVERIFY(inbox.list().rowText(1).contains(u"Put aside (1), closed"_s));
    QTest::keyClick(&inbox.list(), Qt::Key_Return);
    QCOMPARE(inbox.list().rowCount(), 3);
    inbox.world.clock.moment += 61min;
    emit inbox.world.session().secondPassed();
    QCOMPARE(inbox.list().inbox().waiting.size(), 2);
    QCOMPARE(inbox.list().rowCount(), 2);
}

void TestInboxGroups::takenUpAgainBeforeItsTime()
{
    Approval later = approval(2);
    later.snoozedUntil = {{ME, FixedClock().moment + 1h}};
    Inbox inbox({later});
    inbox.world.window().open({page::INBOX, u"approval-2"_s}); // Opens its group.
    QCOMPARE(inbox.current(), u"approval-2"_s);
    QVERIFY(inbox.card().contains(u"You put it aside"_s));
    QCOMPARE(inbox.button(u"inboxLater"_s).text(), u"Take up again"_s);
    inbox.press(Qt::Key_L);
    QCOMPARE(inbox.world.engine.last<engine::EndSnooze>()->approvalId.text(), u"approval-2"_s);
}

void TestInboxGroups::handedOnWithANameAndAReason()
{
    Inbox inbox({approval(2), approval(1)});
    inbox.note().setPlainText(u"she knows taxes"_s);
    inbox.press(Qt::Key_H);
    auto& name = inbox.world.find<QLineEdit>(u"inboxPerson"_s);
    QVERIFY(name.isVisible() && name.hasFocus());
    QTest::keyClicks(&name, u"Ana Ruiz"_s);
    inbox.button(u"inboxHandOn"_s).click();
    QCOMPARE(inbox.current(), u"approval-1"_s);
    inbox.send();
    const auto* sent = inbox.world.engine.last<engine::DelegateApproval>();
    QVERIFY(sent != nullptr);
    QCOMPARE(sent->approvalId.text(), u"approval-2"_s);
    QCOMPARE(sent->to, u"Ana Ruiz"_s);
    QCOMPARE(sent->reason, u"she knows taxes"_s);
}

void TestInboxGroups::nobodyToHandItToIsSaid()
{
    Inbox inbox({approval(1)});
    inbox.press(Qt::Key_H);
    inbox.button(u"inboxHandOn"_s).click();
    QVERIFY(inbox.message().isVisible());
    QCOMPARE(inbox.list().rowCount(), 1);
    inbox.button(u"inboxHandOnCancel"_s).click();
    QVERIFY(!inbox.world.find<QWidget>(u"inboxPersonRow"_s).isVisible());
}

void TestInboxGroups::whatOthersHaveDoesNotCount()
{
    Approval handed = approval(2);
    handed.handedTo = u"Ana"_s;
    handed.handedBy = ME;
    Approval own = approval(3);
    own.request.mayNotDecide = {ME};
    Inbox inbox({handed, own, approval(1)});
    QCOMPARE(inbox.world.session().openApprovalCount(), 1);
    QCOMPARE(inbox.current(), u"approval-1"_s);
    QCOMPARE(inbox.list().rowText(1).section(u',', 0, 0), u"With others (2)"_s);
    inbox.button(u"inboxGrant"_s).click();
    QCOMPARE(inbox.world.session().openApprovalCount(), 1); // Held, not sent.
    QVERIFY(!inbox.button(u"inboxGrant"_s).isVisible()); // Nothing is open by itself.
}

void TestInboxGroups::cardSaysWhoHasItAndThatTimeDecidesNothing()
{
    Approval late = approval(1);
    late.request.dueAfterMs = std::chrono::milliseconds(1h).count();
    late.requestedAt = FixedClock().moment - 3h;
    late.escalatedBecause = u"overdue"_s;
    late.escalatedTo = u"Ana Ruiz"_s;
    late.handedTo = u"Ben"_s;
    late.handedBy = u"Zoe"_s;
    late.handedWhy = u"on leave"_s;
    Inbox inbox({approval(2), late});
    QCOMPARE(inbox.current(), u"approval-1"_s); // Overdue: first, and everybody's again.
    const QString card = inbox.card();
    QVERIFY(card.contains(u"overdue by 2 h. It stays open: time decides nothing. Ana Ruiz"_s));
    QVERIFY(card.contains(u"Handed to Ben by Zoe because: on leave"_s));
    QVERIFY(inbox.list().rowText(0).contains(u"overdue"_s));
}

void TestInboxGroups::newsComeFirstAfterSomethingWasSeen()
{
    Approval again = approval(1);
    again.seen = {{ME, {u"0ld"_s, again.request.evidence.baseCommit}}};
    Inbox inbox({again});
    inbox.world.engine.files
        = QList<git::ChangedFile>{{u"src/cents.ts"_s, {}, git::ChangeKind::Modified, 3, 1}};
    Approval other = again;
    other.request.approvalId = ApprovalId(u"approval-9"_s);
    inbox.world.publish({other});
    inbox.list().setCurrentApproval(ApprovalId(u"approval-9"_s));
    QTRY_VERIFY(inbox.card().contains(u"New since you last looked"_s));
    QVERIFY(inbox.card().contains(u"src/cents.ts"_s));
    inbox.press(Qt::Key_D);
    auto& diff = inbox.world.window()
                     .currentPage()
                     ->findChild<QWidget*>(u"inboxChangesPane"_s)
                     ->findChild<DiffPane*>()[0];
    QVERIFY(diff.isVisible());
    QCOMPARE(diff.request().from, u"0ld"_s);
    QCOMPARE(diff.request().to, again.request.evidence.commit);
    auto& ranges = inbox.world.find<QTabBar>(u"inboxRanges"_s);
    QVERIFY(ranges.isVisible());
    ranges.setCurrentIndex(1);
    QCOMPARE(diff.request().from, again.request.evidence.baseCommit);
    inbox.press(Qt::Key_D);
    QVERIFY(!diff.isVisible() && inbox.world.find<QWidget>(u"approvalCard"_s).isVisible());
}

void TestInboxGroups::firstLookShowsTheWholeChange()
{
    Inbox inbox({approval(1)});
    inbox.world.engine.files
        = QList<git::ChangedFile>{{u"src/cents.ts"_s, {}, git::ChangeKind::Modified, 3, 1}};
    inbox.button(u"inboxChanges"_s).click();
    QVERIFY(!inbox.world.find<QTabBar>(u"inboxRanges"_s).isVisible());
    const auto* diff = inbox.world.window().currentPage()->findChild<DiffPane*>();
    QCOMPARE(diff->request().from, approval(1).request.evidence.baseCommit);
    QVERIFY(!inbox.card().contains(u"New since"_s));
    QVERIFY(inbox.button(u"inboxGrant"_s).isVisible()); // It can be decided from there.
}

void TestInboxGroups::forecastAndProofAreOnTheCard()
{
    Inbox inbox({approval(2)});
    inbox.world.engine.forecast
        = git::MergeForecast{u"main"_s, u"b"_s, u"c"_s, false, 2, {u"src/a.ts"_s}};
    inbox.world.publish({approval(1)});
    inbox.list().setCurrentApproval(ApprovalId(u"approval-1"_s));
    QTRY_VERIFY(inbox.card().contains(u"Conflicts with main in src/a.ts."_s));
    QVERIFY(inbox.card().contains(u"merge commit on main"_s)); // How to undo it.
    auto* proof = inbox.world.window().currentPage()->findChild<QToolButton*>(u"proof1"_s);
    QVERIFY(proof != nullptr && !proof->accessibleName().isEmpty());
    proof->click();
    QCOMPARE(inbox.world.window().currentPage()->objectName(), u"page.record"_s);
    QCOMPARE(inbox.world.find<QLineEdit>(u"recordFilter"_s).text(), u"loopId:loop-1"_s);
}

void TestInboxGroups::businessModeHasNoWordsOfTheTrade()
{
    PageWorld world;
    world.settings.stored->mode = config::Mode::Business;
    Approval asked = approval(1);
    asked.request.breaking = true;
    world.engine.forecast = git::MergeForecast{u"main"_s};
    world.publish({asked});
    world.openWindow();
    world.window().open({page::INBOX});
    const auto words = [&world] {
        QStringList texts;
        for (const QLabel* label :
             world.find<QScrollArea>(u"approvalCard"_s).widget()->findChildren<QLabel*>()) {
            texts.append(label->text());
        }
        return texts.join(u'\n');
    };
    QTRY_VERIFY(words().contains(u"Should “Round payments"_s));
    static const QRegularExpression jargon(
        u"\\b(merge|commit|branch|main|diff|gate|CI|breaking|\\w+\\.ts)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto match = jargon.match(words());
    QVERIFY2(!match.hasMatch(), qPrintable(match.captured() + u" in:\n"_s + words()));
    QVERIFY(world.find<InboxList>(u"inboxList"_s).rowText(0).contains(u"high risk"_s));
    QVERIFY(words().contains(asked.aim) && words().contains(asked.done));
    world.find<QPushButton>(u"inboxChanges"_s).click(); // The change itself is one click away.
    QVERIFY(world.find<QWidget>(u"inboxChangesPane"_s).isVisible());
    world.actions().find(u"inbox.details"_s)->trigger();
    QVERIFY(words().contains(u"src/billing/rounding.ts"_s));
}

void TestInboxGroups::businessModeTellsWhatIsLeftToAPerson()
{
    PageWorld world;
    world.settings.stored->mode = config::Mode::Business;
    world.publish({PageWorld::tampered(1)});
    world.openWindow();
    world.window().open({page::INBOX});
    const auto says = [&world](const QString& words) {
        return std::ranges::any_of(
            world.find<QScrollArea>(u"approvalCard"_s).widget()->findChildren<QLabel*>(),
            [&words](const QLabel* label) { return label->text().contains(words); });
    };
    QTRY_VERIFY(says(u"Should “Round payments"_s));
    QVERIFY(says(u"The checks themselves were changed."_s));
    QVERIFY(says(u"Tests are skipped"_s)); // Though it breaks something, too.
    QVERIFY(!says(u"left alone"_s));
    world.actions().find(u"inbox.details"_s)->trigger();
    QVERIFY(says(u"look at it"_s));
}

void TestInboxGroups::routineOnesAreDecidedTogether()
{
    Inbox inbox({routine(1), routine(2), approval(3), routine(4)});
    inbox.press(Qt::Key_S);
    QCOMPARE(inbox.list().selectedApprovals().size(), 3);
    QVERIFY(inbox.world.find<QWidget>(u"togetherCard"_s).isVisible());
    QCOMPARE(inbox.button(u"inboxGrant"_s).text(), u"Approve 3"_s);
    QVERIFY(!inbox.button(u"inboxAsk"_s).isVisible());
    inbox.look();
    inbox.press(Qt::Key_A);
    QCOMPARE(inbox.list().rowCount(), 1);
    QVERIFY(inbox.world.engine.commands.isEmpty());
    inbox.button(u"toastUndo"_s).click(); // All of them come back.
    QCOMPARE(inbox.list().rowCount(), 4);
    inbox.press(Qt::Key_S);
    inbox.look();
    inbox.press(Qt::Key_B);
    QVERIFY(inbox.message().isVisible()); // Sending back needs a reason.
    inbox.note().setPlainText(u"Wait for the audit."_s);
    inbox.press(Qt::Key_B);
    inbox.send();
    QCOMPARE(inbox.decisions().size(), 3); // Each is a decision of its own.
    for (const engine::DecideApproval& decision : inbox.decisions()) {
        QVERIFY(!decision.granted && decision.approvalId.text() != u"approval-3"_s);
        QCOMPARE(decision.note, u"Wait for the audit."_s);
    }
}

void TestInboxGroups::breakingChangesAreNeverDecidedTogether()
{
    Approval breaking = routine(1);
    breaking.request.breaking = true;
    Inbox inbox({breaking, routine(2), routine(3), approval(4, u"clarification"_s)});
    inbox.list().setFocus();
    QTest::keyClick(&inbox.list(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(inbox.list().selectedApprovals().size(), 4);
    QCOMPARE(inbox.button(u"inboxGrant"_s).text(), u"Approve 2"_s);
    inbox.look();
    inbox.press(Qt::Key_A);
    inbox.send();
    QCOMPARE(inbox.decisions().size(), 2);
    for (const engine::DecideApproval& decision : inbox.decisions()) {
        QVERIFY(decision.approvalId.text() != u"approval-1"_s
                && decision.approvalId.text() != u"approval-4"_s);
    }
}

void TestInboxGroups::whatFailsTogetherIsToldByCard()
{
    Inbox inbox({routine(1), routine(2), routine(3)});
    inbox.world.engine.holdAnswers = true;
    inbox.press(Qt::Key_S);
    inbox.look();
    inbox.press(Qt::Key_A);
    inbox.sendNow();
    QCOMPARE(inbox.decisions().size(), 3);
    inbox.world.engine.answerCommand(engine::CommandReceipt{{}, {1'000}});
    inbox.world.engine.answerCommand(failure(errors::EVIDENCE_CHANGED, u"commit differs"_s));
    inbox.world.engine.answerCommand(failure(errors::MAY_NOT_DECIDE, u"no"_s));
    QTRY_COMPARE(inbox.list().inbox().waiting.size(), 2); // The one that worked stays away.
    for (qint64 row = 0; row < 2; ++row) {
        inbox.list().setCurrentRow(row);
        QVERIFY(inbox.message().isVisible());
        QVERIFY(inbox.list().rowText(row).contains(u"not decided"_s));
    }
}

void TestInboxGroups::everyActionHasAShortcut()
{
    Inbox inbox({approval(1)});
    QSet<QString> keys;
    int actions = 0;
    for (const QAction* action : inbox.world.actions().actions()) {
        if (action->objectName().startsWith(u"inbox."_s)) {
            ++actions;
            QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->objectName()));
        }
        if (!action->shortcut().isEmpty()) {
            const QString key = action->shortcut().toString();
            QVERIFY2(!keys.contains(key), qPrintable(key));
            keys.insert(key);
        }
    }
    QCOMPARE(actions, 9);
}

QTEST_MAIN(TestInboxGroups)
#include "tst_inbox_groups.moc"
