// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notifications/decision_notices.h"

#include "tests/support/fake_engine/fake_engine.h"
#include "ui/client/frame_scheduler.h"
#include "ui/client/gui_session.h"
#include "ui/shell/notice_settings.h"
#include "ui/shell/window_state.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using readmodels::Approval;

namespace {

/// Keeps what it is told.
class Told final : public Notifier {
public:
    void show(const Notice& notice) override
    {
        ++count;
        shown = notice;
    }
    void withdraw() override { shown.reset(); }

    int count = 0;
    std::optional<Notice> shown;
};

class SetClock final : public Clock {
public:
    QDateTime local{QDate(2026, 3, 4), QTime(12, 0)}; // A Wednesday.
    [[nodiscard]] Timestamp now() const override
    {
        return Timestamp(std::chrono::milliseconds(local.toMSecsSinceEpoch()));
    }
};

Approval approval(int number, Approval::Status status = Approval::Status::Open)
{
    Approval made;
    made.request.approvalId = ApprovalId(u"approval-%1"_s.arg(number));
    made.request.loopId = LoopId(u"loop-%1"_s.arg(number));
    made.request.kind = u"merge"_s;
    made.request.question = u"Merge number %1?"_s.arg(number);
    made.issueNumber = number;
    made.issueTitle = u"Title"_s;
    made.status = status;
    return made;
}

struct World {
    FakeEngine engine;
    SetClock clock;
    FrameScheduler frames;
    QTemporaryDir folder;
    WindowState window{folder.filePath(u"window.ini"_s)};
    Told notifier;
    bool looks = false;
    bool wasOpen = openBefore(); // Before the window.
    GuiSession session{{engine, engine.feed, frames, clock}};
    DecisionNotices notices{{session, window, notifier, clock, [this] { return looks; }}};

    World() { QTRY_COMPARE(session.phase(), GuiSession::Phase::Ready); }
    bool openBefore()
    {
        engine.publish({{}, {approval(1)}, {}, {}, {}});
        return true;
    }
    void publish(QList<Approval> approvals)
    {
        const auto head = session.head();
        engine.publish({{}, std::move(approvals), {}, {}, {}});
        QTRY_VERIFY(session.head() != head);
    }
    void setQuiet(const QuietHours& quiet) { setNoticeSettings(window, {true, quiet}); }
};

} // namespace

class TestDecisionNotices : public QObject {
    Q_OBJECT

private slots:
    void saysTheQuestionOnce()
    {
        World world;
        world.publish({approval(2)});
        QTRY_VERIFY(world.notifier.shown);
        QCOMPARE(world.notifier.shown->title, u"Merge number 2?"_s);
        QVERIFY(world.notifier.shown->body.contains(u"#2"_s));
        auto changed = approval(2);
        changed.costUsd = 3; // The row changes; the decision is the same.
        world.publish({changed});
        world.notices.tellWhatWaits();
        QCOMPARE(world.notifier.count, 1);
    }

    void whatWasOpenBeforeTheWindowIsNotTold()
    {
        World world;
        world.publish({approval(1)});
        world.notices.tellWhatWaits();
        QVERIFY(!world.notifier.shown);
    }

    void severalAreOneNotice()
    {
        World world;
        world.publish({approval(2), approval(3)});
        for (int number = 4; number < 9; ++number) {
            world.publish({approval(number)});
        }
        world.notices.tellWhatWaits();
        QVERIFY(world.notifier.shown);
        QCOMPARE(world.notifier.count, 1);
        QVERIFY(world.notifier.shown->title.contains(u'7'));
        QCOMPARE(world.notifier.shown->body.count(u'\n'), 4);
    }

    void decidedElsewhereIsWithdrawn()
    {
        World world;
        world.publish({approval(2), approval(3)});
        world.notices.tellWhatWaits();
        QVERIFY(world.notifier.shown);
        world.publish({approval(3, Approval::Status::Granted)});
        QCOMPARE(world.notifier.shown->title, u"Merge number 2?"_s);
        world.publish({approval(2, Approval::Status::Voided)});
        QVERIFY(!world.notifier.shown);
    }

    void decidedBeforeItWasToldIsNeverTold()
    {
        World world;
        world.publish({approval(2)});
        world.publish({approval(2, Approval::Status::Rejected)});
        world.notices.tellWhatWaits();
        QCOMPARE(world.notifier.count, 0);
    }

    void nothingWhileSomebodyLooks()
    {
        World world;
        world.looks = true;
        world.publish({approval(2)});
        world.notices.tellWhatWaits();
        world.looks = false;
        world.publish({approval(3)});
        world.notices.tellWhatWaits();
        QVERIFY(world.notifier.shown);
        QCOMPARE(world.notifier.shown->title, u"Merge number 3?"_s);
        world.notices.seen();
        QVERIFY(!world.notifier.shown);
    }

    void nothingWhenSwitchedOff()
    {
        World world;
        setNoticeSettings(world.window, {false, {}});
        world.publish({approval(2)});
        world.notices.tellWhatWaits();
        setNoticeSettings(world.window, {true, {}});
        world.notices.tellWhatWaits();
        QCOMPARE(world.notifier.count, 0);
    }

    void quietHoursEndWithOneSummary()
    {
        World world;
        world.setQuiet({true, QTime(11, 0), QTime(13, 0), QuietHours().days});
        world.publish({approval(2)});
        world.notices.tellWhatWaits();
        world.publish({approval(3)});
        world.publish({approval(4)});
        world.publish({approval(4, Approval::Status::Granted)});
        world.notices.tellWhatWaits();
        QCOMPARE(world.notifier.count, 0);
        world.clock.local = world.clock.local.addSecs(3600);
        world.notices.tellWhatWaits();
        QCOMPARE(world.notifier.count, 1);
        QVERIFY(world.notifier.shown->title.contains(u'2'));
    }

    void quietHoursCoverWhatTheySay_data()
    {
        QTest::addColumn<QTime>("from");
        QTest::addColumn<QTime>("to");
        QTest::addColumn<QList<Qt::DayOfWeek>>("days");
        QTest::addColumn<QTime>("now"); // On a Wednesday.
        QTest::addColumn<bool>("quiet");
        const QList<Qt::DayOfWeek> all = QuietHours().days;
        const QList<Qt::DayOfWeek> tuesday{Qt::Tuesday};
        const QList<Qt::DayOfWeek> wednesday{Qt::Wednesday};
        QTest::newRow("within") << QTime(9, 0) << QTime(17, 0) << all << QTime(12, 0) << true;
        QTest::newRow("at the start") << QTime(9, 0) << QTime(17, 0) << all << QTime(9, 0) << true;
        QTest::newRow("at the end") << QTime(9, 0) << QTime(17, 0) << all << QTime(17, 0) << false;
        QTest::newRow("before") << QTime(9, 0) << QTime(17, 0) << all << QTime(8, 59) << false;
        QTest::newRow("another day")
            << QTime(9, 0) << QTime(17, 0) << tuesday << QTime(12, 0) << false;
        QTest::newRow("evening") << QTime(20, 0) << QTime(8, 0) << all << QTime(23, 0) << true;
        QTest::newRow("after midnight")
            << QTime(20, 0) << QTime(8, 0) << tuesday << QTime(7, 0) << true;
        QTest::newRow("after midnight of a loud day")
            << QTime(20, 0) << QTime(8, 0) << wednesday << QTime(7, 0) << false;
        QTest::newRow("evening of a quiet day")
            << QTime(20, 0) << QTime(8, 0) << wednesday << QTime(20, 0) << true;
        QTest::newRow("noon") << QTime(20, 0) << QTime(8, 0) << all << QTime(12, 0) << false;
        QTest::newRow("the whole day")
            << QTime(0, 0) << QTime(0, 0) << wednesday << QTime(0, 0) << true;
        QTest::newRow("no day") << QTime(0, 0) << QTime(0, 0) << QList<Qt::DayOfWeek>()
                                << QTime(12, 0) << false;
    }
    void quietHoursCoverWhatTheySay()
    {
        QFETCH(QTime, from);
        QFETCH(QTime, to);
        QFETCH(QList<Qt::DayOfWeek>, days);
        QFETCH(QTime, now);
        const QDateTime moment(QDate(2026, 3, 4), now);
        QTEST((QuietHours{true, from, to, days}.cover(moment)), "quiet");
        QVERIFY(!(QuietHours{false, from, to, days}.cover(moment)));
    }

    void settingsSurviveTheWindow()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(u"window.ini"_s);
        const NoticeSettings wanted{
            false, {true, QTime(21, 30), QTime(6, 15), {Qt::Saturday, Qt::Sunday}}};
        {
            WindowState window(file);
            QCOMPARE(noticeSettings(window), NoticeSettings());
            setNoticeSettings(window, wanted);
        }
        QCOMPARE(noticeSettings(WindowState(file)), wanted);
    }

    void openingGoesToTheDecision()
    {
        World world;
        QSignalSpy wanted(&world.notices, &DecisionNotices::openWanted);
        world.publish({approval(2)});
        world.notices.tellWhatWaits();
        QVERIFY(world.notifier.shown);
        emit world.notifier.opened(u"token"_s);
        QCOMPARE(wanted.takeFirst().first().value<ApprovalId>().text(), u"approval-2"_s);
        QVERIFY(!world.notifier.shown);
        world.publish({approval(3), approval(4)});
        world.notices.tellWhatWaits();
        QVERIFY(world.notifier.shown);
        emit world.notifier.opened({});
        QVERIFY(wanted.takeFirst().first().value<ApprovalId>().isEmpty());
    }

    void putAwayIsNotToldAgain()
    {
        World world;
        world.publish({approval(2)});
        world.notices.tellWhatWaits();
        QVERIFY(world.notifier.shown);
        emit world.notifier.dismissed();
        world.notifier.shown.reset();
        world.publish({approval(3)});
        world.notices.tellWhatWaits();
        QVERIFY(world.notifier.shown);
        QCOMPARE(world.notifier.shown->title, u"Merge number 3?"_s);
    }
};

QTEST_GUILESS_MAIN(TestDecisionNotices)
#include "tst_decision_notices.moc"
