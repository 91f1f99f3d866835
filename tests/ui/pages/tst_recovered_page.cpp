// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/page_world.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/recovered/kept_list.h"
#include "ui/pages/recovered/recovered_page.h"
#include "ui/widgets/inline_message.h"

#include <QApplication>
#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using git::KeptBecause;

namespace {

/// The page with three pieces of work, the last an attempt.
struct Recovered {
    PageWorld world;

    explicit Recovered(bool full = true)
    {
        world.engine.publish(
            {.loops = {cancelled()}, .issues = {world.issue(1, u"Round to the cent"_s)}});
        if (full) {
            world.engine.kept = engine::KeptList{{world.kept(1, KeptBecause::Reset, 2h),
                                                  world.kept(2, KeptBecause::SessionEnded, 700h),
                                                  world.kept(1, KeptBecause::Attempt, 5h)},
                                                 {}};
        }
        world.engine.receipt = engine::CommandReceipt{u"recovered/1-round"_s, Position{9}};
        world.engine.files
            = QList<git::ChangedFile>{{u"a.txt"_s, u"a.txt"_s, git::ChangeKind::Modified, 1, 1}};
        world.openWindow();
        world.window().open({page::RECOVERED});
        world.settle();
    }
    [[nodiscard]] static readmodels::LoopRow cancelled()
    {
        readmodels::LoopRow row = PageWorld::loop(1, workflow::LoopStatus::Cancelled, 4);
        row.title = u"Round to the cent"_s;
        return row;
    }
    [[nodiscard]] KeptWorkList& list() { return world.find<KeptWorkList>(u"keptList"_s); }
    [[nodiscard]] QPushButton& button(const QString& name) { return world.find<QPushButton>(name); }
    [[nodiscard]] InlineMessage& message()
    {
        return world.find<InlineMessage>(u"recoveredMessage"_s);
    }
};

} // namespace

class TestRecoveredPage : public QObject {
    Q_OBJECT

private slots:
    void saysWhatIsKeptAndWhy();
    void saysThatNothingWasLost();
    void restoresAsABranchAndTakesItBack();
    void restoresToANewFolder();
    void saysWhyItCouldNotBe();
    void saysWhichRepositoryCannotBeRead();
    void restoresNothingInThePast();
    void everythingIsReachedByKeyboard();
};

void TestRecoveredPage::saysWhatIsKeptAndWhy()
{
    Recovered recovered;
    QTRY_COMPARE(recovered.list().rowCount(), 2);
    QCOMPARE(recovered.list().rowText(0),
             u"#1 Round to the cent, The worktree was put back, 1 file · 420 bytes · 2 h ago · "
             "29 days left"_s);
    QCOMPARE(recovered.list().rowText(1).section(u", "_s, 0, 1),
             u"loop-2, The agent ended early"_s);
    const auto& diff = *recovered.world.window().currentPage()->findChild<DiffPane*>();
    QTRY_COMPARE(diff.request().to, u"commit-2"_s);
    recovered.world.find<QCheckBox>(u"recoveredAttempts"_s).click();
    QCOMPARE(recovered.list().rowCount(), 3);
    QCOMPARE(recovered.list().current()->work.because, KeptBecause::Reset);
}

void TestRecoveredPage::saysThatNothingWasLost()
{
    Recovered recovered(false);
    auto& nothing = *recovered.world.window().currentPage()->findChild<QWidget*>(u"pageEmpty"_s);
    QTRY_VERIFY(nothing.isVisible());
    QCOMPARE(nothing.findChild<QLabel*>(u"emptyTitle"_s)->text(), u"Nothing was lost"_s);
    QVERIFY(!recovered.button(u"recoveredBranch"_s).isEnabled());
}

void TestRecoveredPage::restoresAsABranchAndTakesItBack()
{
    Recovered recovered;
    QTRY_VERIFY(recovered.button(u"recoveredBranch"_s).isEnabled());
    recovered.button(u"recoveredBranch"_s).click();
    const auto* wanted = recovered.world.engine.last<engine::RestoreWork>();
    QVERIFY(wanted != nullptr);
    QCOMPARE(wanted->ref, recovered.world.kept(1, KeptBecause::Reset, 2h).work.ref);
    QVERIFY(wanted->branch.isEmpty() && wanted->folder.isEmpty());
    QTRY_VERIFY(recovered.message().isVisible());
    QVERIFY(recovered.message().text().contains(u"recovered/1-round"_s));
    recovered.button(u"recoveredUndo"_s).click();
    const auto* undone = recovered.world.engine.last<engine::UndoRestore>();
    QVERIFY(undone != nullptr);
    QCOMPARE(undone->branch, u"recovered/1-round"_s);
    QTRY_VERIFY(!recovered.message().isVisible());
}

void TestRecoveredPage::restoresToANewFolder()
{
    Recovered recovered;
    QTRY_VERIFY(recovered.button(u"recoveredFolder"_s).isEnabled());
    recovered.button(u"recoveredFolder"_s).click();
    QVERIFY(recovered.world.window().findChild<QFileDialog*>(u"recoveredDialog"_s) != nullptr);
    auto* page = qobject_cast<RecoveredPage*>(recovered.world.window().currentPage());
    page->restoreInto(u"/home/mia"_s);
    const auto* wanted = recovered.world.engine.last<engine::RestoreWork>();
    QVERIFY(wanted != nullptr && wanted->branch.isEmpty());
    QVERIFY2(wanted->folder.startsWith(u"/home/mia/"_s), qPrintable(wanted->folder));
    QTRY_VERIFY(recovered.message().isVisible());
    QVERIFY(recovered.world.window().findChild<QPushButton*>(u"recoveredUndo"_s) == nullptr);
}

void TestRecoveredPage::saysWhyItCouldNotBe()
{
    Recovered recovered;
    recovered.world.engine.receipt = failure(errors::DISK_FULL, u"no room"_s);
    QTRY_VERIFY(recovered.button(u"recoveredBranch"_s).isEnabled());
    recovered.button(u"recoveredBranch"_s).click();
    QTRY_VERIFY(recovered.message().isVisible());
    QCOMPARE(recovered.message().kind(), MessageKind::Error);
    QVERIFY(recovered.button(u"recoveredBranch"_s).isEnabled());
}

void TestRecoveredPage::saysWhichRepositoryCannotBeRead()
{
    Recovered recovered;
    recovered.world.engine.kept->unreadable
        = {Error{errors::REPOSITORY_NOT_TRUSTED, u"not yours"_s, {{u"path"_s, u"/srv/shop"_s}}}};
    recovered.world.window().open({page::LOOPS});
    recovered.world.window().open({page::RECOVERED});
    auto& message = recovered.world.find<InlineMessage>(u"recoveredUnreadable"_s);
    QTRY_VERIFY(message.isVisible());
    QCOMPARE(recovered.list().rowCount(), 2); // The others are shown all the same.
    recovered.world.engine.kept->unreadable.clear();
    message.findChildren<QPushButton*>().last()->click();
    QTRY_VERIFY(!message.isVisible());
}

void TestRecoveredPage::restoresNothingInThePast()
{
    Recovered recovered;
    QTRY_VERIFY(recovered.button(u"recoveredBranch"_s).isEnabled());
    recovered.world.session().travelTo(Position{1});
    QTRY_VERIFY(recovered.world.session().isPast());
    QVERIFY(!recovered.button(u"recoveredBranch"_s).isEnabled());
    recovered.world.session().returnToNow();
    QTRY_VERIFY(recovered.button(u"recoveredBranch"_s).isEnabled());
}

void TestRecoveredPage::everythingIsReachedByKeyboard()
{
    Recovered recovered;
    QTRY_COMPARE(recovered.list().rowCount(), 2);
    recovered.list().setFocus();
    QTest::keyClick(&recovered.list(), Qt::Key_Down);
    QCOMPARE(recovered.list().current()->work.loop, u"loop-2"_s);
    QVERIFY(
        ActionRegistry::whyNot(*recovered.world.actions().find(u"recovered.branch"_s)).isEmpty());
    recovered.world.actions().find(u"recovered.branch"_s)->trigger();
    QCOMPARE(recovered.world.engine.last<engine::RestoreWork>()->ref,
             recovered.list().current()->work.ref);
}

QTEST_MAIN(TestRecoveredPage)
#include "tst_recovered_page.moc"
