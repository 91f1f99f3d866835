// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/golden_screenshot.h"
#include "tests/ui/gallery/gallery.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;

class TestGallery : public QObject {
    Q_OBJECT

private slots:
    void looksAsBefore_data();
    void looksAsBefore();
    void changedPictureIsReported();
};

void TestGallery::looksAsBefore_data()
{
    QTest::addColumn<ThemeChoice>("theme");
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::addRow("gallery-light") << ThemeChoice::Light << Qt::LeftToRight;
    QTest::addRow("gallery-dark") << ThemeChoice::Dark << Qt::LeftToRight;
    QTest::addRow("gallery-rtl") << ThemeChoice::Light << Qt::RightToLeft;
}

void TestGallery::looksAsBefore()
{
    QFETCH(ThemeChoice, theme);
    QFETCH(Qt::LayoutDirection, direction);
    const Theme applied(*qApp, theme);
    QApplication::setLayoutDirection(direction);
    Gallery gallery;
    const auto picture = screenshotOf(gallery, {1240, 860});
    const auto difference
        = differenceFromGolden(picture, QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void TestGallery::changedPictureIsReported()
{
    if (qEnvironmentVariableIsSet("TAMMA_UPDATE_GOLDENS")) {
        return; // It would rewrite a good golden with a bad picture.
    }
    const Theme applied(*qApp, ThemeChoice::Light);
    QApplication::setLayoutDirection(Qt::LeftToRight);
    Gallery gallery;
    auto picture = screenshotOf(gallery, {1240, 860});
    for (int x = 0; x < 200; ++x) { // A few pixels, as another version of a font makes them.
        picture.setPixel(x, 5, qRgb(0, 0, 0));
    }
    QVERIFY(differenceFromGolden(picture, QStringLiteral("gallery-light")).isEmpty());
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 200; ++x) {
            picture.setPixel(x, y, qRgb(0, 0, 0));
        }
    }
    const auto difference = differenceFromGolden(picture, QStringLiteral("gallery-light"));
    QVERIFY2(difference.contains(QStringLiteral("pixels differ")), qPrintable(difference));
    QVERIFY(
        !differenceFromGolden(picture.copy(0, 0, 9, 9), QStringLiteral("gallery-light")).isEmpty());
    QVERIFY(!differenceFromGolden(picture, QStringLiteral("no-such")).isEmpty());
}

int main(int argc, char** argv)
{
    pinScreen();
    QApplication app(argc, argv);
    pinLook(app);
    TestGallery test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_gallery.moc"
