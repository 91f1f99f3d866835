// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/page_world.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/compare/difference_list.h"
#include "ui/pages/inbox/inbox_list.h"
#include "ui/shell/time_bar.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using readmodels::Approval;
using workflow::LoopStatus;

namespace {

/// A world with a full record, and a moment before it.
struct TwoTimes {
    PageWorld world;

    TwoTimes()
    {
        world.publishFull();
        engine::Past then;
        then.position = {3};
        then.recorded = world.clock.moment - std::chrono::hours(2);
        then.loops = {PageWorld::loop(1, LoopStatus::Running, 4)};
        then.issues = {PageWorld::issue(1, u"Round payments to the cent"_s)};
        then.approvals = {PageWorld::approval(2, u"merge"_s)};
        world.engine.then = then;
        world.openWindow();
    }

    GuiSession& session() { return world.session(); }
    FakeEngine& engine() { return world.engine; }
    QPushButton& button(const QString& name) { return world.find<QPushButton>(name); }
    QString text() { return world.find<QLabel>(u"timeText"_s).toolTip(); }
    TimeBar& bar() { return world.find<TimeBar>(u"timeBar"_s); }
    TimeSlider& slider() { return world.find<TimeSlider>(u"timeSlider"_s); }
    /// Shows the earlier moment.
    void goBack()
    {
        session().travelTo(Position{3});
        QTRY_VERIFY(session().isPast());
    }
};

} // namespace

class TestTimeTravel : public QObject {
    Q_OBJECT

private slots:
    void showsAnotherMomentEverywhere();
    void saysThatItIsThePast();
    void changesNothingInThePast();
    void returnsToNowWithWhatCameMeanwhile();
    void asksForTheNewestWishOnly();
    void forgetsAnAnswerAfterTheReturn();
    void tellsWhenAMomentCannotBeShown();
    void goesByEventsStepsAndLoops();
    void goesToANumberOrATime_data();
    void goesToANumberOrATime();
    void stepsThroughTheEventsOfALoop();
    void sendsWhatIsHeldBackBeforeItTravels();
    void comparesTwoMoments();
    void saysWhenNothingHappened();
};

void TestTimeTravel::showsAnotherMomentEverywhere()
{
    TwoTimes times;
    QVERIFY(times.session().loops().size() > 1);
    times.goBack();
    QCOMPARE(times.session().loops().size(), 1);
    QCOMPARE(times.session().upTo(), Position{3});
    QVERIFY(times.session().head() > Position{3});
    QCOMPARE(times.session().now(), times.engine().then->recorded);
    QCOMPARE(times.session().loop(LoopId(u"loop-2"_s)), nullptr);
    times.world.window().open({page::INBOX});
    QCOMPARE(times.world.find<InboxList>(u"inboxList"_s).inbox().waiting.size(), 1);
    times.engine().queries.clear();
    times.world.window().open({page::LOOP, u"loop-1"_s});
    QVERIFY(!times.engine().queries.isEmpty());
    for (const events::EventQuery& query : times.engine().queries) {
        QVERIFY(query.upTo <= Position{3}); // Nothing later is read.
    }
}

void TestTimeTravel::saysThatItIsThePast()
{
    TwoTimes times;
    QVERIFY(!times.bar().isVisible());
    times.world.actions().find(u"time.look"_s)->trigger();
    QVERIFY(times.bar().isVisible());
    QVERIFY2(times.text().startsWith(u"This is now"), qPrintable(times.text()));
    times.goBack();
    QVERIFY2(times.text().contains(u"event 3 of"), qPrintable(times.text()));
    QVERIFY2(times.text().contains(u"Read only"), qPrintable(times.text()));
    QCOMPARE(times.slider().value(), 3);
    QTest::keyClick(&times.world.window(), Qt::Key_Escape);
    QVERIFY(!times.session().isPast());
    QVERIFY(!times.bar().isVisible());
}

void TestTimeTravel::changesNothingInThePast()
{
    TwoTimes times;
    times.goBack();
    const auto refused = times.session().engine().submit(engine::StartDemo{}).result();
    QCOMPARE(refused.error().code, errors::PAST_IS_READ_ONLY);
    times.world.window().open({page::INBOX});
    for (const QString& name : {u"inboxGrant"_s, u"inboxReject"_s, u"inboxAsk"_s}) {
        QVERIFY2(!times.button(name).isVisible(), qPrintable(name));
    }
    QVERIFY(times.button(u"inboxChanges"_s).isVisible());
    times.world.window().open({page::ISSUES});
    for (const QString& name : {u"issueStart"_s, u"issueEdit"_s, u"issueSend"_s}) {
        QVERIFY2(!times.button(name).isVisible(), qPrintable(name));
    }
    times.world.window().open({page::LOOP, u"loop-1"_s});
    QVERIFY(!times.button(u"cancelLoop"_s).isVisible());
    for (const QString& place :
         {page::LOOPS, page::INBOX, page::ISSUES, page::LOOP, page::RECORD}) {
        times.world.window().open({place});
        for (QAction* action : times.world.actions().actions()) {
            const QString id = action->objectName();
            if (id.startsWith(u"inbox."_s) || id.startsWith(u"issue."_s)
                || id.startsWith(u"loop."_s)) {
                action->trigger();
            }
        }
    }
    QVERIFY(times.engine().commands.isEmpty());
}

void TestTimeTravel::returnsToNowWithWhatCameMeanwhile()
{
    TwoTimes times;
    const qsizetype before = times.session().loops().size();
    times.goBack();
    engine::ReadModelChange change;
    change.loops = {PageWorld::loop(77, LoopStatus::Running, 2)};
    times.engine().publish(change);
    QTRY_COMPARE(times.session().head(), times.engine().record.last().position);
    QCOMPARE(times.session().loops().size(), 1); // The past stands still.
    times.session().returnToNow();
    QCOMPARE(times.session().loops().size(), before + 1);
    QVERIFY(times.session().loop(LoopId(u"loop-77"_s)) != nullptr);
}

void TestTimeTravel::asksForTheNewestWishOnly()
{
    TwoTimes times;
    times.engine().holdPast = true;
    for (const qint64 position : {9, 8, 7, 6}) {
        times.session().travelTo(Position{position});
    }
    QCOMPARE(times.engine().moments.size(), 1);
    times.engine().answerPast();
    QTRY_COMPARE(times.engine().moments.size(), 2);
    QCOMPARE(std::get<Position>(times.engine().moments.last()), Position{6});
    times.engine().answerPast();
}

void TestTimeTravel::forgetsAnAnswerAfterTheReturn()
{
    TwoTimes times;
    times.engine().holdPast = true;
    times.session().travelTo(Position{9});
    times.session().returnToNow();
    times.session().travelTo(Position{8});
    times.engine().then->position = {9};
    times.engine().answerPast(); // To the first question.
    times.engine().then->position = {8};
    times.engine().answerPast();
    QTRY_VERIFY(times.session().isPast());
    QCOMPARE(times.session().upTo(), Position{8});
}

void TestTimeTravel::tellsWhenAMomentCannotBeShown()
{
    TwoTimes times;
    times.world.actions().find(u"time.look"_s)->trigger();
    times.engine().then = failure(errors::STORE_UNAVAILABLE, u"locked"_s);
    times.session().travelTo(Position{3});
    QTRY_VERIFY2(times.text().contains(u"cannot be reached"), qPrintable(times.text()));
    QVERIFY(!times.session().isPast());
}

void TestTimeTravel::goesByEventsStepsAndLoops()
{
    TwoTimes times;
    times.world.actions().find(u"time.look"_s)->trigger();
    const auto asked = [&times](Qt::Key key, Qt::KeyboardModifiers modifiers) {
        times.engine().queries.clear();
        QTest::keyClick(&times.slider(), key, modifiers);
        return times.engine().queries.value(0);
    };
    const events::EventQuery any = asked(Qt::Key_Left, Qt::NoModifier);
    QVERIFY(any.backwards && any.items.isEmpty());
    QCOMPARE(any.upTo, Position{times.session().head().value - 1});
    QTRY_VERIFY(times.session().isPast());
    const events::EventQuery step = asked(Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(!step.backwards && step.items.first().types.contains(u"WORKFLOW.STEP_STARTED"_s));
    QCOMPARE(step.after, Position{3});
    const events::EventQuery loop = asked(Qt::Key_Right, Qt::ControlModifier);
    QVERIFY(loop.items.first().types.contains(u"WORKFLOW.STARTED"_s));
}

void TestTimeTravel::goesToANumberOrATime_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("understood");
    QTest::newRow("number") << u"12"_s << true;
    QTest::newRow("time of today") << u"13:02"_s << true;
    QTest::newRow("date and time") << u"2026-01-31T13:02:44"_s << true;
    QTest::newRow("words") << u"yesterday"_s << false;
}

void TestTimeTravel::goesToANumberOrATime()
{
    QFETCH(const QString, typed);
    QFETCH(const bool, understood);
    TwoTimes times;
    times.world.actions().find(u"time.look"_s)->trigger();
    auto& place = times.world.find<QLineEdit>(u"timePlace"_s);
    place.setText(typed);
    QTest::keyClick(&place, Qt::Key_Return);
    QCOMPARE(times.engine().moments.size(), understood ? 1 : 0);
    QCOMPARE(times.text().contains(typed), !understood);
}

void TestTimeTravel::stepsThroughTheEventsOfALoop()
{
    TwoTimes times;
    times.world.window().open({page::LOOP, u"loop-1"_s});
    times.engine().queries.clear();
    times.world.actions().find(u"time.previous"_s)->trigger();
    QCOMPARE(times.engine().queries.first().items.first().tags.value(events::tag::LOOP),
             u"loop-1"_s);
    QTRY_VERIFY(times.session().isPast());
    QVERIFY(times.bar().isVisible());
    times.world.actions().find(u"time.next"_s)->trigger();
    QVERIFY(!times.engine().queries.last().backwards);
}

void TestTimeTravel::sendsWhatIsHeldBackBeforeItTravels()
{
    TwoTimes times;
    times.world.window().open({page::INBOX});
    times.world.clock.moment += std::chrono::seconds(1); // For a look at the card.
    times.world.actions().find(u"inbox.approve"_s)->trigger();
    QVERIFY(times.engine().commands.isEmpty()); // Held back for an undo.
    times.goBack();
    QCOMPARE(times.engine().commands.size(), 1);
}

void TestTimeTravel::comparesTwoMoments()
{
    TwoTimes times;
    times.world.actions().find(u"time.look"_s)->trigger();
    times.goBack();
    QVERIFY(!times.button(u"timeCompare"_s).isVisible());
    times.button(u"timeMark"_s).click();
    QVERIFY(times.button(u"timeCompare"_s).isVisible());
    QVERIFY(!times.button(u"timeCompare"_s).isEnabled());
    engine::Past later = *times.engine().then;
    later.position = {9};
    later.loops[0] = PageWorld::loop(1, LoopStatus::Completed, 13);
    later.loops[0].commit = u"c0ffee"_s;
    later.approvals[0].status = Approval::Status::Granted;
    later.approvals[0].decidedBy = u"mia"_s;
    times.engine().thenAt.insert(9, later);
    times.session().travelTo(Position{9});
    QTRY_VERIFY(times.button(u"timeCompare"_s).isEnabled());
    times.button(u"timeCompare"_s).click();
    QCOMPARE(times.world.window().currentPageId(), page::COMPARE);
    auto& list = times.world.find<DifferenceList>(u"differenceList"_s);
    QTRY_COMPARE(list.rowCount(), 2);
    QVERIFY2(list.rowText(0).contains(u"→"), qPrintable(list.rowText(0)));
    QVERIFY2(list.rowText(1).contains(u"granted by mia"), qPrintable(list.rowText(1)));
    QVERIFY(times.button(u"compareOpen"_s).isEnabled());
    QCOMPARE(times.world.window().currentPage()->findChild<DiffPane*>()->request().to, u"c0ffee"_s);
}

void TestTimeTravel::saysWhenNothingHappened()
{
    TwoTimes times;
    times.world.window().open({page::COMPARE, u"3..3"_s});
    QTRY_VERIFY(times.world.find(u"compareNothing"_s).isVisible());
}

QTEST_MAIN(TestTimeTravel)
#include "tst_time_travel.moc"
