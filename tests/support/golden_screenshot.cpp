// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/golden_screenshot.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QSaveFile>
#include <QWidget>

namespace tamma {
namespace {

constexpr int LARGEST_STEP = 24;
constexpr double LARGEST_SHARE = 0.001;

QString folder(const char* variable)
{
    return QDir(qEnvironmentVariable(variable, QDir::tempPath())).absolutePath();
}

/// The two fonts come from Debian's packages fonts-inter and fonts-jetbrains-mono.
QByteArray fontsConf(const QString& cache)
{
    return QStringLiteral(R"(<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts/opentype/inter</dir>
  <dir>/usr/share/fonts/truetype/jetbrains-mono</dir>
  <cachedir>%1</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
  <alias binding="strong"><family>monospace</family><prefer><family>JetBrains Mono</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>
)")
        .arg(cache)
        .toUtf8();
}

int largestStep(QRgb a, QRgb b)
{
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                     std::abs(qBlue(a) - qBlue(b))});
}

/// Marks in red, on a faint copy, every pixel that differs too much; returns how many there are.
qint64 markDifferences(const QImage& picture, const QImage& golden, QImage& marked)
{
    qint64 count = 0;
    marked = golden.copy();
    for (int y = 0; y < golden.height(); ++y) {
        for (int x = 0; x < golden.width(); ++x) {
            const bool differs
                = largestStep(picture.pixel(x, y), golden.pixel(x, y)) > LARGEST_STEP;
            const int grey = 255 - (255 - qGray(golden.pixel(x, y))) / 4;
            marked.setPixel(x, y, differs ? qRgb(220, 0, 0) : qRgb(grey, grey, grey));
            count += differs;
        }
    }
    return count;
}

QString report(const QImage& picture, const QImage& marked, const QString& name, const QString& why)
{
    const QString out = folder("TAMMA_BINARY_DIR") + QStringLiteral("/screenshots/");
    QDir().mkpath(out);
    bool written = picture.save(out + name + QStringLiteral(".png"));
    if (!marked.isNull()) {
        written = marked.save(out + name + QStringLiteral(".difference.png")) && written;
    }
    return QStringLiteral("%1: %2 (%3%1.png)")
        .arg(name, why, written ? out : QStringLiteral("not written: "));
}

} // namespace

void pinScreen()
{
    const QString out = folder("TAMMA_BINARY_DIR") + QStringLiteral("/screenshots/fontconfig");
    QDir().mkpath(out);
    const QString path = out + QStringLiteral("/fonts.conf");
    QSaveFile file(path); // Several tests may do this at once.
    if (file.open(QIODevice::WriteOnly)) {
        file.write(fontsConf(out + QStringLiteral("/cache")));
        file.commit();
    }
    qputenv("FONTCONFIG_FILE", path.toUtf8());
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_FONT_DPI", "96");
    qputenv("QT_SCALE_FACTOR", "1");
    qputenv("LC_ALL", "C.UTF-8");
}

void pinLook(QApplication& app)
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QFont font(QStringLiteral("Inter"), 10);
    font.setHintingPreference(QFont::PreferNoHinting);
    app.setFont(font);
    app.setCursorFlashTime(0);
}

QImage screenshotOf(QWidget& widget, QSize size)
{
    widget.resize(size);
    widget.show();
    QImage before;
    QImage picture;
    do { // A layout in a layout settles in a later turn.
        QCoreApplication::sendPostedEvents();
        before = std::exchange(picture, widget.grab().toImage());
    } while (before != picture);
    return picture.convertToFormat(QImage::Format_RGB32);
}

QString differenceFromGolden(const QImage& picture, const QString& name)
{
    const QString path
        = folder("TAMMA_SOURCE_DIR") + QStringLiteral("/tests/data/screenshots/%1.png").arg(name);
    if (qEnvironmentVariableIsSet("TAMMA_UPDATE_GOLDENS")) {
        QDir().mkpath(QFileInfo(path).path());
        return picture.save(path) ? QString() : QStringLiteral("cannot write ") + path;
    }
    const QImage golden = QImage(path).convertToFormat(QImage::Format_RGB32);
    if (golden.isNull()) {
        return report(picture, {}, name, QStringLiteral("there is no golden"));
    }
    if (golden.size() != picture.size()) {
        return report(picture, {}, name,
                      QStringLiteral("is %1x%2, the golden is %3x%4")
                          .arg(picture.width())
                          .arg(picture.height())
                          .arg(golden.width())
                          .arg(golden.height()));
    }
    const QImage now = picture.convertToFormat(QImage::Format_RGB32);
    if (now == golden) {
        return {};
    }
    QImage marked;
    const qint64 count = markDifferences(now, golden, marked);
    const qint64 all = qint64{golden.width()} * golden.height();
    if (double(count) <= LARGEST_SHARE * double(all)) {
        return {};
    }
    return report(picture, marked, name,
                  QStringLiteral("%1 of %2 pixels differ").arg(count).arg(all));
}

} // namespace tamma
