// SPDX-License-Identifier: GPL-3.0-or-later
// Renders the states of the record page in light and dark, small and large, into screenshots/ of
// the build folder, for people to look at.
#include "tests/support/gapped_record.h"
#include "tests/support/golden_screenshot.h"
#include "tests/ui/pages/record_world.h"

#include <QApplication>
#include <QDir>
#include <QMenu>
#include <QTest>
#include <QToolButton>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Some days of work, with pauses between them, behind loops and issues that have names.
void publishDays(PageWorld& world)
{
    world.publishFull();
    GappedRecord random(3, 1);
    Timestamp time = world.clock.moment - 52h;
    const qint64 before = world.engine.record.last().position.value;
    engine::ReadModelChange change;
    for (int number = 0; number < 3'000; ++number) {
        events::StoredEvent stored = random.next();
        time += number % 700 == 699 ? 11h : 9s * (1 + number / 40 % 7);
        stored.position.value += before;
        stored.recorded = time;
        stored.event.timestamp = time;
        stored.event.tags = {{events::tag::LOOP, u"loop-%1"_s.arg(1 + number / 60 % 6)}};
        change.events.append(stored);
    }
    world.engine.publish(change);
}

} // namespace

class TestRecordScreenshots : public QObject {
    Q_OBJECT

private slots:
    void everyStateIsPainted_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<QSize>("size");
        for (const QString& state : {u"days"_s, u"chosen"_s, u"filtered"_s, u"no-match"_s,
                                     u"reading"_s, u"not-understood"_s, u"error"_s}) {
            for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
                for (const QSize size : {QSize(900, 600), QSize(1920, 1080)}) {
                    const QString light = theme == ThemeChoice::Light ? u"light"_s : u"dark"_s;
                    const QString name = u"record-state-%1-%2-%3x%4"_s.arg(state, light)
                                             .arg(size.width())
                                             .arg(size.height());
                    QTest::newRow(qPrintable(name)) << state << theme << size;
                }
            }
        }
    }
    void everyStateIsPainted()
    {
        QFETCH(QString, state);
        QFETCH(ThemeChoice, theme);
        QFETCH(QSize, size);
        PageWorld world(theme);
        publishDays(world);
        if (state == "reading"_L1) {
            world.engine.indexOptions = {.slice = 0ms, .page = 400};
            world.engine.holdRecord = true;
        }
        MainWindow& window = world.openWindow(size);
        window.open({page::RECORD});
        bringInto(state, world);
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        const QString folder = qEnvironmentVariable("TAMMA_BINARY_DIR") + u"/screenshots"_s;
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(screenshotOf(window, size).save(folder + u'/' + name + u".png"_s));
    }

private:
    static void bringInto(const QString& state, PageWorld& world)
    {
        auto& list = world.find<RecordList>(u"recordList"_s);
        auto& filter = world.find<QLineEdit>(u"recordFilter"_s);
        const auto type = [&](const QString& text) {
            filter.setText(text);
            QTest::keyClick(&filter, Qt::Key_Return);
        };
        if (state == "reading"_L1) {
            world.engine.answerRecord();
            QTRY_VERIFY(world.engine.waitingRecordQuestions() >= 1);
            world.engine.answerRecord();
            QTRY_VERIFY(world.find<QWidget>(u"recordSearch"_s).isVisible());
            QTRY_VERIFY(list.rowCount() > 0);
            return;
        }
        QTRY_VERIFY(list.rowCount() > 3'000);
        if (state == "chosen"_L1) {
            list.setCurrentRow(list.rowCount() - 9);
            auto& previous = world.find<QToolButton>(u"eventPrevious"_s);
            QTRY_VERIFY(previous.isEnabled());
        } else if (state == "filtered"_L1) {
            type(u"type:GATE.FAILED loopId:loop-2"_s);
            QTRY_VERIFY(list.rowCount() < 200);
        } else if (state == "no-match"_L1) {
            type(u"type:GATE.FAILED provider:banana"_s);
            QTRY_COMPARE(list.rowCount(), 0);
        } else if (state == "not-understood"_L1) {
            type(u"since:noon"_s);
        } else if (state == "error"_L1) {
            world.engine.recordError = Error{errors::STORE_UNAVAILABLE, u"database is locked"_s};
            type(u"gate"_s);
            QTRY_VERIFY(world.find<QWidget>(u"recordMessage"_s).isVisible());
        }
        if (list.rowCount() > 0 && state != "error"_L1) {
            QTRY_VERIFY(!list.rowText(list.rowCount() - 1).isEmpty());
        }
    }
};

int main(int argc, char** argv)
{
    qputenv("TZ", "UTC");
    pinScreen();
    QApplication app(argc, argv);
    pinLook(app);
    TestRecordScreenshots test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_record_screenshots.moc"
