// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icons.h"
#include "ui/widgets/status_look.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace tamma::ui;

class TestIcons : public QObject {
    Q_OBJECT

private slots:
    void everyIconDrawsInTheColourAskedFor();
    void unknownIconIsEmptyAndSaid();
    void everyStatusHasItsOwnShapeAndWord();
    void iconFollowsTheTheme();
    void pointingIconsAreMirrored();
    void appIconDraws();
};

namespace {

/// The colour that most of the drawn pixels have.
QColor inkOf(const QPixmap& pixmap)
{
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) == 255) {
                return image.pixelColor(x, y);
            }
        }
    }
    return {};
}

} // namespace

void TestIcons::everyIconDrawsInTheColourAskedFor()
{
    const auto files
        = QDir(QStringLiteral(":/tamma/icons/lucide")).entryList({QStringLiteral("*.svg")});
    QVERIFY(files.size() > 40);
    for (const auto& file : files) {
        const auto name = file.chopped(4);
        const auto pixmap = iconPixmap(name, QColor(0x12, 0x34, 0x56), 32, 2.0);
        QCOMPARE(pixmap.size(), QSize(64, 64));
        QCOMPARE(pixmap.devicePixelRatio(), 2.0);
        QVERIFY2(inkOf(pixmap) == QColor(0x12, 0x34, 0x56), qPrintable(name));
    }
}

void TestIcons::unknownIconIsEmptyAndSaid()
{
    QTest::ignoreMessage(QtWarningMsg, "There is no icon \"no-such\" in resources/icons/lucide");
    QVERIFY(iconPixmap(QStringLiteral("no-such"), Qt::black, 16, 1.0).isNull());
}

void TestIcons::everyStatusHasItsOwnShapeAndWord()
{
    QSet<QString> icons;
    QSet<QString> words;
    for (int status = 0; status <= int(Status::Skipped); ++status) {
        const auto look = statusLook(Status(status), colourTokens(ColourScheme::Light));
        QVERIFY(!iconPixmap(look.icon, Qt::black, 16, 1.0).isNull());
        icons.insert(look.icon);
        words.insert(look.word);
    }
    QCOMPARE(icons.size(), int(Status::Skipped) + 1);
    QCOMPARE(words.size(), int(Status::Skipped) + 1);
}

void TestIcons::iconFollowsTheTheme()
{
    Theme theme(*qApp, ThemeChoice::Light);
    QSignalSpy changed(&theme, &Theme::schemeChanged);
    const auto play = icon(QStringLiteral("square"));
    QCOMPARE(inkOf(play.pixmap(32)), colourTokens(ColourScheme::Light).text);
    theme.setChoice(ThemeChoice::Dark);
    QCOMPARE(inkOf(play.pixmap(32)), colourTokens(ColourScheme::Dark).text);
    theme.setChoice(ThemeChoice::Dark);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(theme.scheme(), ColourScheme::Dark);
}

void TestIcons::pointingIconsAreMirrored()
{
    const auto painted = [](const char* name, Qt::LayoutDirection direction) {
        QImage image(16, 16, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.setLayoutDirection(direction);
        paintIcon(painter, image.rect(), QString::fromLatin1(name), Qt::black);
        return image;
    };
    const auto right = painted("chevron-right", Qt::LeftToRight);
    QCOMPARE(painted("chevron-right", Qt::RightToLeft), right.mirrored(true, false));
    QCOMPARE(painted("search", Qt::RightToLeft), painted("search", Qt::LeftToRight));
}

void TestIcons::appIconDraws()
{
    QCOMPARE(appIcon().pixmap(QSize(64, 64), 1.0).size(), QSize(64, 64));
    QCOMPARE(inkOf(appIcon().pixmap(QSize(64, 64), 1.0)), QColor(0x15, 0x20, 0x2E));
}

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
