// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/step_ids.h"
#include "tests/ui/pages/page_world.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/attempts/attempts_page.h"
#include "ui/widgets/inline_message.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

/// The page of loop-1, which has two attempts.
struct Attempts {
    PageWorld world;

    explicit Attempts(const QString& loop = u"loop-1"_s)
    {
        world.publishFull();
        world.openWindow();
        world.window().open({page::ATTEMPTS, loop});
        world.settle();
    }
    [[nodiscard]] QComboBox& box(const QString& side)
    {
        return world.find<QComboBox>(side + u"AttemptBox"_s);
    }
    [[nodiscard]] QString why(const QString& side)
    {
        return world.find<QLabel>(side + u"AttemptWhy"_s).text();
    }
    [[nodiscard]] DiffPane& diff() { return *world.window().currentPage()->findChild<DiffPane*>(); }
};

} // namespace

class TestAttemptsPage : public QObject {
    Q_OBJECT

private slots:
    void showsTheLastTwoSideBySide();
    void comparesWhatIsChosen();
    void saysWhenThereAreNoTwo();
    void saysWhyItCannotBeRead();
    void isOpenedFromTheLoop();
    void comparesALoopWithItsFork();
    void aForkIsAskedForOnTheLoopPage();
};

void TestAttemptsPage::showsTheLastTwoSideBySide()
{
    Attempts attempts;
    QTRY_COMPARE(attempts.box(u"left"_s).currentText(), u"Attempt 1"_s);
    QCOMPARE(attempts.box(u"right"_s).currentText(), u"Attempt 2"_s);
    QCOMPARE(attempts.why(u"left"_s), u"The first try."_s);
    QVERIFY2(attempts.why(u"right"_s).contains(u"2 of 412 tests failed"_s),
             qPrintable(attempts.why(u"right"_s)));
    QCOMPARE(attempts.diff().view().diffLayout(), DiffLayout::SideBySide);
    QVERIFY(!attempts.diff().request().from.isEmpty());
    QVERIFY(attempts.diff().request().from != attempts.diff().request().to);
    QVERIFY(!attempts.world.find<QPlainTextEdit>(u"rightAttemptPrompt"_s).toPlainText().isEmpty());
}

void TestAttemptsPage::comparesWhatIsChosen()
{
    Attempts attempts;
    QTRY_COMPARE(attempts.box(u"right"_s).currentText(), u"Attempt 2"_s);
    const engine::DiffRequest before = attempts.diff().request();
    attempts.box(u"right"_s).setCurrentIndex(0);
    attempts.box(u"left"_s).setCurrentIndex(1);
    QCOMPARE(attempts.diff().request().from, before.to);
    QCOMPARE(attempts.diff().request().to, before.from);
}

void TestAttemptsPage::saysWhenThereAreNoTwo()
{
    Attempts attempts(u"loop-7"_s);
    auto& nothing = attempts.world.find<QWidget>(u"attemptsNothing"_s);
    QTRY_VERIFY(nothing.isVisible());
    QCOMPARE(nothing.findChild<QLabel*>(u"emptyTitle"_s)->text(), u"No two attempts to compare"_s);
}

void TestAttemptsPage::saysWhyItCannotBeRead()
{
    Attempts attempts;
    attempts.world.engine.recordError = Error{errors::STORE_UNAVAILABLE, u"gone"_s};
    attempts.world.window().open({page::ATTEMPTS, u"loop-2"_s});
    auto& message = attempts.world.find<InlineMessage>(u"attemptsMessage"_s);
    QTRY_VERIFY(message.isVisible());
}

void TestAttemptsPage::isOpenedFromTheLoop()
{
    Attempts attempts;
    attempts.world.window().open({page::LOOP, u"loop-1"_s});
    auto& compare = attempts.world.find<QToolButton>(u"compareAttempts"_s);
    QTRY_VERIFY(compare.isVisible());
    compare.click();
    QVERIFY(qobject_cast<AttemptsPage*>(attempts.world.window().currentPage()) != nullptr);
    attempts.world.window().open({page::LOOP, u"loop-1"_s});
    QTRY_COMPARE(attempts.world.find<QLabel>(u"mergeForecast"_s).text(),
                 u"Merges cleanly into main."_s);
}

void TestAttemptsPage::comparesALoopWithItsFork()
{
    Attempts attempts;
    auto fork = *attempts.world.session().loop(LoopId(u"loop-1"_s));
    fork.id = LoopId(u"loop-77"_s);
    fork.forkOf = u"loop-1"_s;
    const events::CodeGenerated code{fork.id, 1, u"f0f0f0f0f0f0"_s, u"base"_s};
    attempts.world.engine.publish({.loops = {fork}});
    attempts.world.engine.publishEvent(code, {{events::tag::LOOP, fork.id.text()}});
    attempts.world.settle();
    attempts.world.window().open({page::ATTEMPTS, fork.id.text()});
    QTRY_COMPARE(attempts.box(u"right"_s).currentText(), u"Attempt 1"_s);
    QCOMPARE(attempts.box(u"right"_s).count(), 3);
    QVERIFY2(attempts.box(u"left"_s).currentText().startsWith(u"Attempt 2 of another loop"_s),
             qPrintable(attempts.box(u"left"_s).currentText()));
    QCOMPARE(attempts.diff().request().to, code.commit);
}

void TestAttemptsPage::aForkIsAskedForOnTheLoopPage()
{
    Attempts attempts;
    attempts.world.engine.receipt = engine::CommandReceipt{u"loop-2"_s, {}};
    attempts.world.window().open({page::LOOP, u"loop-1"_s});
    attempts.world.settle();
    attempts.world.actions().find(u"loop.fork"_s)->trigger();
    auto& from = attempts.world.find<QComboBox>(u"forkLoopFrom"_s);
    QCOMPARE(from.currentData().toString(), u"CODE_GENERATION"_s);
    QCOMPARE(from.findData(u"MERGE"_s), -1);
    attempts.world.find<QLineEdit>(u"forkLoopModel"_s).setText(u"opus"_s);
    attempts.world.find<QPlainTextEdit>(u"forkLoopHint"_s).setPlainText(u"Without a loop."_s);
    attempts.world.find<QPushButton>(u"forkLoopStart"_s).click();
    const auto* sent = attempts.world.engine.last<engine::ForkLoop>();
    QVERIFY(sent != nullptr);
    QCOMPARE(sent->loopId.text(), u"loop-1"_s);
    QCOMPARE(sent->stepId, workflow::step::CODE_GENERATION);
    QCOMPARE(sent->model, u"opus"_s);
    QCOMPARE(sent->hint, u"Without a loop."_s);
    QVERIFY(sent->provider.isEmpty());
    QTRY_VERIFY(!attempts.world.window().findChild<QDialog*>(u"forkLoopDialog"_s));
}

QTEST_MAIN(TestAttemptsPage)
#include "tst_attempts_page.moc"
