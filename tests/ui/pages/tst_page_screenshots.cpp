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
        window.open({page, full && page == page::LOOP ? u"loop-1"_s : QString()});
        QTRY_COMPARE(world.session().phase(), GuiSession::Phase::Ready);
        if (full && page == page::LOOP) {
            const auto& diff = world.find<DiffView>(u"diffView"_s);
            QTRY_VERIFY(diff.rowCount() > 0 && (!diff.isVisible() || diff.isColoured()));
        }
        const QImage picture = screenshotOf(window, size);
        QCOMPARE(picture.size(), size);
        const QString folder = qEnvironmentVariable("TAMMA_BINARY_DIR") + u"/screenshots"_s;
        QVERIFY(QDir().mkpath(folder));
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        QVERIFY(picture.save(folder + u'/' + name + u".png"_s));
        if (size.width() == 1280 && full && (page == "loops"_L1 || page == "inbox"_L1)) {
            QCOMPARE(differenceFromGolden(picture, name), QString());
        }
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
