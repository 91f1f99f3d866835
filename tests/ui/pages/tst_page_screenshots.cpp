// SPDX-License-Identifier: GPL-3.0-or-later
// Renders every page in light and dark, small and large, empty and full, into screenshots/ of the
// build folder, for people to look at; a few of them are compared with a golden picture.
#include "tests/support/golden_screenshot.h"
#include "tests/ui/pages/page_world.h"
#include "ui/diff/diff_view.h"

#include <QApplication>
#include <QDir>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

class TestPageScreenshots : public QObject {
    Q_OBJECT

private slots:
    void everyPageIsPainted_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("full");
        const PageRegistry registry = builtinPages();
        for (const PageDescription& description : registry.pages()) {
            for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
                for (const QSize size : {QSize(900, 600), QSize(1920, 1080), QSize(1280, 820)}) {
                    for (const bool full : {false, true}) {
                        const QString name
                            = u"%1-%2-%3x%4-%5"_s
                                  .arg(description.id,
                                       theme == ThemeChoice::Light ? u"light"_s : u"dark"_s)
                                  .arg(size.width())
                                  .arg(size.height())
                                  .arg(full ? u"full"_s : u"empty"_s);
                        QTest::newRow(qPrintable(name)) << description.id << theme << size << full;
                    }
                }
            }
        }
    }
    void everyPageIsPainted()
    {
        QFETCH(QString, page);
        QFETCH(ThemeChoice, theme);
        QFETCH(QSize, size);
        QFETCH(bool, full);
        PageWorld world(theme);
        if (full) {
            world.publishFull();
        }
        MainWindow& window = world.openWindow(size);
        window.open(
            {page,
             full && (page == page::LOOP || page == page::ATTEMPTS) ? u"loop-1"_s : QString()});
        QTRY_COMPARE(world.session().phase(), GuiSession::Phase::Ready);
        if (full && (page == page::LOOP || page == page::ATTEMPTS)) {
            const auto& diff = *window.currentPage()->findChild<DiffView*>();
            QTRY_VERIFY(diff.rowCount() > 0 && (!diff.isVisible() || diff.isColoured()));
        }
        const QImage picture = keepPicture(window, size);
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        if (size.width() == 1280 && full && (page == "loops"_L1 || page == "inbox"_L1)) {
            QCOMPARE(differenceFromGolden(picture, name), QString());
        }
    }

    void theDialogOfAForkIsPainted_data()
    {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::newRow("fork-light") << ThemeChoice::Light;
        QTest::newRow("fork-dark") << ThemeChoice::Dark;
    }
    void theDialogOfAForkIsPainted()
    {
        QFETCH(ThemeChoice, theme);
        PageWorld world(theme);
        world.publishFull();
        MainWindow& window = world.openWindow({1280, 820});
        window.open({page::LOOP, u"loop-1"_s});
        world.settle();
        world.actions().find(u"loop.fork"_s)->trigger();
        auto& dialog = world.find<QWidget>(u"forkLoopDialog"_s);
        QTRY_VERIFY(dialog.isVisible());
        QVERIFY(!keepPicture(dialog, dialog.size()).isNull());
    }

    void everyStateOfTheInboxIsPainted_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<QSize>("size");
        for (const QString& state : {u"routine"_s, u"groups"_s, u"overdue"_s, u"together"_s,
                                     u"news"_s, u"plain"_s, u"tampered"_s, u"handOn"_s}) {
            for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
                for (const QSize size : {QSize(900, 600), QSize(1280, 820)}) {
                    QTest::newRow(qPrintable(
                        u"inbox-%1-%2-%3"_s
                            .arg(state, theme == ThemeChoice::Light ? u"light"_s : u"dark"_s)
                            .arg(size.width())))
                        << state << theme << size;
                }
            }
        }
    }
    void everyStateOfTheInboxIsPainted()
    {
        QFETCH(QString, state);
        QFETCH(ThemeChoice, theme);
        QFETCH(QSize, size);
        PageWorld world(theme);
        world.settings.stored->mode = state == "plain"_L1 || state == "tampered"_L1
            ? config::Mode::Business
            : config::Mode::Dev;
        world.publishFull();
        world.publish(PageWorld::waitingInEveryWay());
        world.publish({PageWorld::tampered(27)});
        MainWindow& window = world.openWindow(size);
        window.open({page::INBOX,
                     state == "groups"_L1         ? u"approval-24"_s
                         : state == "overdue"_L1  ? u"approval-23"_s
                         : state == "news"_L1     ? u"approval-22"_s
                         : state == "tampered"_L1 ? u"approval-27"_s
                                                  : u"approval-21"_s});
        const QHash<QString, QString> actions{{u"together"_s, u"inbox.together"_s},
                                              {u"news"_s, u"inbox.changes"_s},
                                              {u"handOn"_s, u"inbox.handOn"_s}};
        if (actions.contains(state)) {
            world.actions().find(actions[state])->trigger();
        }
        QTRY_COMPARE(world.session().phase(), GuiSession::Phase::Ready);
        if (state == "news"_L1) {
            const auto& diff = *window.currentPage()->findChild<DiffView*>();
            QTRY_VERIFY(diff.rowCount() > 0 && diff.isColoured());
        }
        QCOMPARE(keepPicture(window, size).size(), size);
    }

    void thePastIsPainted_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<QSize>("size");
        for (const QString& page : {page::LOOPS, page::INBOX, page::LOOP, page::COMPARE}) {
            for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
                for (const QSize size : {QSize(900, 600), QSize(1280, 820)}) {
                    QTest::newRow(qPrintable(
                        u"past-%1-%2-%3"_s
                            .arg(page, theme == ThemeChoice::Light ? u"light"_s : u"dark"_s)
                            .arg(size.width())))
                        << page << theme << size;
                }
            }
        }
    }
    void thePastIsPainted()
    {
        QFETCH(QString, page);
        QFETCH(ThemeChoice, theme);
        QFETCH(QSize, size);
        PageWorld world(theme);
        world.publishFull();
        engine::Past then;
        then.position = {20};
        then.recorded = world.clock.moment - std::chrono::hours(26);
        then.loops = {PageWorld::loop(1, workflow::LoopStatus::Running, 4),
                      PageWorld::loop(2, workflow::LoopStatus::NeedsYou, 11)};
        then.loops[0].title = u"Round payments to the cent"_s;
        then.loops[1].title = u"Say what a refund costs before it is made"_s;
        then.approvals = {PageWorld::approval(2, u"merge"_s)};
        engine::Past later = then;
        later.position = {31};
        later.loops[0] = PageWorld::loop(1, workflow::LoopStatus::Completed, 13);
        later.loops[0].title = then.loops.at(0).title;
        later.loops[0].commit = u"c0ffee"_s;
        later.loops[0].attempts = 2;
        later.approvals[0].status = readmodels::Approval::Status::Granted;
        later.approvals[0].decidedBy = u"Mia Chen"_s;
        world.engine.then = then;
        world.engine.thenAt.insert(31, later);
        MainWindow& window = world.openWindow(size);
        world.session().travelTo(Position{20});
        QTRY_VERIFY(world.session().isPast());
        window.open({page,
                     page == page::COMPARE    ? u"20..31"_s
                         : page == page::LOOP ? u"loop-1"_s
                                              : QString()});
        QCOMPARE(keepPicture(window, size).size(), size);
    }

private:
    static QImage keepPicture(QWidget& window, QSize size)
    {
        const QImage picture = screenshotOf(window, size);
        const QString folder = qEnvironmentVariable("TAMMA_BINARY_DIR") + u"/screenshots"_s;
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        const bool kept = QDir().mkpath(folder) && picture.save(folder + u'/' + name + u".png"_s);
        return kept && picture.size() == size ? picture : QImage();
    }
};

int main(int argc, char** argv)
{
    qputenv("TZ", "UTC");
    pinScreen();
    QApplication app(argc, argv);
    pinLook(app);
    TestPageScreenshots test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_page_screenshots.moc"
