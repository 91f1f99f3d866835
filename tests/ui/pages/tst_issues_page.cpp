// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/page_world.h"
#include "ui/pages/issues/issue_list.h"
#include "ui/widgets/inline_message.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

/// The issues of a world, opened.
struct Issues {
    PageWorld world;

    explicit Issues(bool full = true)
    {
        if (full) {
            world.engine.publish(
                {.issues = {world.issue(1, u"Round to the cent"_s),
                            world.issue(2, u"Export invoices"_s), world.issue(3, u"Show VAT"_s)}});
        }
        world.openWindow();
        world.window().open({page::ISSUES});
    }
    [[nodiscard]] IssueList& list() { return world.find<IssueList>(u"issueList"_s); }
    template <typename T> [[nodiscard]] T& find(const QString& name) { return world.find<T>(name); }
    [[nodiscard]] bool hasDialog() { return world.window().findChild<QDialog*>() != nullptr; }
};

} // namespace

class TestIssuesPage : public QObject {
    Q_OBJECT

private slots:
    void searchFiltersAndSaysWhenNothingMatches();
    void newIssueNeedsRepositoryAndTitle();
    void oneEscapeLosesNothingThatWasTyped();
    void createdIssueIsChosenWhenItsRowArrives();
    void refusedIssueKeepsWhatWasTyped();
    void editChangesLabelsOnlyWhenTheyDiffer();
    void commentIsSentAndDraftsStayWithTheirIssue();
    void startAsksWhoWorks();
    void busyIssueCannotBeStarted();
    void bodyShowsNoForeignMarkup();
    void openByIdShowsClosedOnesToo();
    void offersTheClosedOnesWhenNoneIsOpen();
};

void TestIssuesPage::searchFiltersAndSaysWhenNothingMatches()
{
    Issues issues;
    issues.find<QLineEdit>(u"issuesSearch"_s).setText(u"export"_s);
    QCOMPARE(issues.list().rowCount(), 1);
    QCOMPARE(issues.list().currentIssue().text(), u"issue-2"_s);
    issues.find<QLineEdit>(u"issuesSearch"_s).setText(u"banana"_s);
    auto& nothing = issues.find<QWidget>(u"issuesNothing"_s);
    QVERIFY(nothing.isVisible());
    QCOMPARE(nothing.findChild<QLabel*>(u"emptyTitle"_s)->text(), u"0 of 3 match"_s);
    nothing.findChild<QPushButton*>(u"emptyAction"_s)->click();
    QCOMPARE(issues.list().rowCount(), 3);
}

void TestIssuesPage::newIssueNeedsRepositoryAndTitle()
{
    Issues issues(false);
    QTest::keyClick(&issues.world.window(), Qt::Key_N, Qt::ControlModifier);
    auto& save = issues.find<QPushButton>(u"issueDialogSave"_s);
    save.click();
    QVERIFY(issues.find<InlineMessage>(u"issueDialogMessage"_s).isVisible());
    issues.find<QComboBox>(u"issueDialogRepository"_s).setEditText(u"/home/mia/shop"_s);
    save.click();
    QVERIFY(issues.find<InlineMessage>(u"issueDialogMessage"_s).text().contains(u"title"_s));
    QVERIFY(issues.world.engine.commands.isEmpty());
    issues.find<QLineEdit>(u"issueDialogTitle"_s).setText(u" Faster login "_s);
    issues.find<QLineEdit>(u"issueDialogLabels"_s).setText(u"bug, , ui "_s);
    auto& dialog = issues.find<QDialog>(u"issueDialog"_s);
    dialog.activateWindow();
    QTRY_COMPARE(QApplication::activeWindow(), &dialog);
    QTest::keyClick(&issues.find<QLineEdit>(u"issueDialogTitle"_s), Qt::Key_Return,
                    Qt::ControlModifier);
    const auto* sent = issues.world.engine.last<engine::CreateIssue>();
    QVERIFY(sent != nullptr);
    QCOMPARE(sent->repository, u"/home/mia/shop"_s);
    QCOMPARE(sent->title, u"Faster login"_s);
    QCOMPARE(sent->labels, (QStringList{u"bug"_s, u"ui"_s}));
    QTRY_VERIFY(!issues.hasDialog());
}

void TestIssuesPage::oneEscapeLosesNothingThatWasTyped()
{
    Issues issues(false);
    QTest::keyClick(&issues.world.window(), Qt::Key_N, Qt::ControlModifier);
    auto& dialog = issues.find<QDialog>(u"issueDialog"_s);
    QTest::keyClicks(&issues.find<QLineEdit>(u"issueDialogTitle"_s), u"Faster login"_s);
    dialog.reject();
    QVERIFY(dialog.isVisible());
    QVERIFY(issues.find<InlineMessage>(u"issueDialogMessage"_s).isVisible());
    dialog.reject(); // It is meant so.
    QTRY_VERIFY(!issues.hasDialog());
}

void TestIssuesPage::createdIssueIsChosenWhenItsRowArrives()
{
    Issues issues;
    issues.world.engine.receipt = engine::CommandReceipt{u"issue-9"_s, {}};
    issues.find<QPushButton>(u"issuesNew"_s).click();
    QCOMPARE(issues.find<QComboBox>(u"issueDialogRepository"_s).currentText(),
             u"/home/mia/projects/shop"_s); // The one that was used last.
    issues.find<QLineEdit>(u"issueDialogTitle"_s).setText(u"New"_s);
    issues.find<QPushButton>(u"issueDialogSave"_s).click();
    QTRY_VERIFY(!issues.hasDialog());
    issues.world.engine.publish({.issues = {issues.world.issue(9, u"New"_s)}});
    issues.world.settle();
    QTRY_COMPARE(issues.list().currentIssue().text(), u"issue-9"_s);
}

void TestIssuesPage::refusedIssueKeepsWhatWasTyped()
{
    Issues issues;
    issues.world.engine.receipt = failure(errors::NOT_A_REPOSITORY, u"/tmp"_s);
    issues.find<QPushButton>(u"issuesNew"_s).click();
    issues.find<QLineEdit>(u"issueDialogTitle"_s).setText(u"New"_s);
    issues.find<QPushButton>(u"issueDialogSave"_s).click();
    QTRY_VERIFY(issues.find<InlineMessage>(u"issueDialogMessage"_s)
                    .text()
                    .contains(u"not a git repository"_s));
    QCOMPARE(issues.find<QLineEdit>(u"issueDialogTitle"_s).text(), u"New"_s);
    QVERIFY(issues.find<QPushButton>(u"issueDialogSave"_s).isEnabled());
}

void TestIssuesPage::editChangesLabelsOnlyWhenTheyDiffer()
{
    Issues issues;
    issues.list().setCurrentIssue(IssueId(u"issue-2"_s));
    issues.find<QPushButton>(u"issueEdit"_s).click();
    issues.find<QLineEdit>(u"issueDialogTitle"_s).setText(u"Export paid invoices"_s);
    issues.find<QPushButton>(u"issueDialogSave"_s).click();
    QTRY_VERIFY(!issues.hasDialog());
    QCOMPARE(issues.world.engine.commands.size(), 1);
    QCOMPARE(issues.world.engine.last<engine::EditIssue>()->title, u"Export paid invoices"_s);
    issues.find<QPushButton>(u"issueEdit"_s).click();
    issues.find<QLineEdit>(u"issueDialogLabels"_s).setText(u"export"_s);
    issues.find<QPushButton>(u"issueDialogSave"_s).click();
    QTRY_VERIFY(!issues.hasDialog());
    QCOMPARE(issues.world.engine.last<engine::LabelIssue>()->labels, QStringList{u"export"_s});
}

void TestIssuesPage::commentIsSentAndDraftsStayWithTheirIssue()
{
    Issues issues;
    auto& comment = issues.find<QPlainTextEdit>(u"issueComment"_s);
    auto& send = issues.find<QPushButton>(u"issueSend"_s);
    issues.list().setCurrentIssue(IssueId(u"issue-1"_s));
    QVERIFY(!send.isEnabled());
    comment.setPlainText(u"draft of one"_s);
    issues.list().setCurrentIssue(IssueId(u"issue-2"_s));
    QCOMPARE(comment.toPlainText(), QString());
    comment.setPlainText(u"Please soon."_s);
    send.click();
    QCOMPARE(issues.world.engine.last<engine::CommentIssue>()->issueId.text(), u"issue-2"_s);
    QCOMPARE(issues.world.engine.last<engine::CommentIssue>()->text, u"Please soon."_s);
    QTRY_COMPARE(comment.toPlainText(), QString());
    issues.list().setCurrentIssue(IssueId(u"issue-1"_s));
    QCOMPARE(comment.toPlainText(), u"draft of one"_s);
}

void TestIssuesPage::startAsksWhoWorks()
{
    Issues issues;
    issues.world.engine.receipt = engine::CommandReceipt{u"loop-1"_s, {}};
    issues.list().setCurrentIssue(IssueId(u"issue-3"_s));
    issues.find<QPushButton>(u"issueStart"_s).click();
    issues.find<QRadioButton>(u"providerPlayback"_s).setChecked(true);
    auto& recording = issues.find<QComboBox>(u"providerRecording"_s);
    recording.setEditText(QString());
    issues.find<QPushButton>(u"startLoopStart"_s).click();
    QVERIFY(issues.find<InlineMessage>(u"startLoopMessage"_s).isVisible());
    recording.setEditText(u"second-try"_s);
    issues.find<QPushButton>(u"startLoopStart"_s).click();
    const auto* sent = issues.world.engine.last<engine::StartLoop>();
    QVERIFY(sent != nullptr);
    QCOMPARE(sent->issueId.text(), u"issue-3"_s);
    QCOMPARE(sent->provider, u"playback"_s);
    QCOMPARE(sent->recording, u"second-try"_s);
    QTRY_COMPARE(issues.world.window().currentPageId(), page::LOOP);
}

void TestIssuesPage::busyIssueCannotBeStarted()
{
    Issues issues;
    auto busy = issues.world.issue(1, u"Round to the cent"_s);
    busy.loop = LoopId(u"loop-1"_s);
    issues.world.engine.publish(
        {.loops = {issues.world.loop(1, workflow::LoopStatus::Running, 4)}, .issues = {busy}});
    issues.world.settle();
    issues.list().setCurrentIssue(IssueId(u"issue-1"_s));
    QVERIFY(!issues.find<QPushButton>(u"issueStart"_s).isEnabled());
    QVERIFY(!issues.world.actions().find(u"issue.start"_s)->isEnabled());
    issues.world.engine.publish({.loops = {issues.world.loop(1, workflow::LoopStatus::Failed, 4)}});
    issues.world.settle();
    QTRY_VERIFY(issues.find<QPushButton>(u"issueStart"_s).isEnabled());
}

void TestIssuesPage::bodyShowsNoForeignMarkup()
{
    Issues issues;
    auto evil = issues.world.issue(4, u"<b>Bold</b> title"_s);
    evil.createdAt = issues.world.clock.moment;
    evil.body = u"<a href=\"https://example.org\">Approve</a> <img src=\"file:///etc/motd\">"_s;
    issues.world.engine.publish({.issues = {evil}});
    issues.world.settle();
    QTRY_VERIFY(issues.list().setCurrentIssue(IssueId(u"issue-4"_s)));
    QCOMPARE(issues.find<QLabel>(u"issueTitle"_s).textFormat(), Qt::PlainText);
    for (const QLabel* label : issues.find<QWidget>(u"issueContent"_s).findChildren<QLabel*>()) {
        QVERIFY(!label->text().contains(u"<a href"_s));
        QVERIFY(!label->text().contains(u"<img"_s));
    }
}

void TestIssuesPage::openByIdShowsClosedOnesToo()
{
    Issues issues;
    auto closed = issues.world.issue(5, u"Old"_s);
    closed.closed = true;
    issues.world.engine.publish({.issues = {closed}});
    issues.world.settle();
    QCOMPARE(issues.list().rowCount(), 3);
    issues.world.window().open({page::ISSUES, u"issue-5"_s});
    QCOMPARE(issues.list().currentIssue().text(), u"issue-5"_s);
}

void TestIssuesPage::offersTheClosedOnesWhenNoneIsOpen()
{
    Issues issues(false);
    auto closed = issues.world.issue(5, u"Old"_s);
    closed.closed = true;
    issues.world.engine.publish({.issues = {closed}});
    issues.world.settle();
    auto& nothing = issues.find<QWidget>(u"issuesNothing"_s);
    QCOMPARE(nothing.findChild<QLabel*>(u"emptyTitle"_s)->text(), u"All issues are closed"_s);
    nothing.findChild<QPushButton*>(u"emptyAction"_s)->click();
    QCOMPARE(issues.list().rowCount(), 1);
}

QTEST_MAIN(TestIssuesPage)
#include "tst_issues_page.moc"
