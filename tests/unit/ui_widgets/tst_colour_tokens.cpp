// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/colour_tokens.h"

#include <QTest>

#include <cmath>

using namespace tamma::ui;

class TestColourTokens : public QObject {
    Q_OBJECT

private slots:
    void contrastFollowsWcag();
    void everyPairCanBeRead_data();
    void everyPairCanBeRead();
    void paletteIsToldApart();
};

namespace {

double luminance(const QColor& colour)
{
    const auto linear
        = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double one = luminance(a) + 0.05;
    const double two = luminance(b) + 0.05;
    return std::max(one, two) / std::min(one, two);
}

struct Named {
    const char* name;
    QColor colour;
};

void addPairs(const char* scheme, const ColourTokens& c)
{
    const auto pair = [&](const Named& front, const Named& back, double least) {
        QTest::addRow("%s: %s on %s", scheme, front.name, back.name)
            << front.colour << back.colour << least;
    };
    const QList<Named> surfaces{{"bg", c.bg}, {"window", c.window}, {"alt", c.alt}};
    const QList<Named> states{{"hover", c.hover}, {"selection", c.selection}};
    const QList<std::pair<const char*, InkAndTint>> statuses{{"running", c.running},
                                                             {"needsYou", c.needsYou},
                                                             {"passed", c.passed},
                                                             {"failed", c.failed},
                                                             {"idle", c.idle}};
    for (const auto& surface : surfaces + states) {
        pair({"text", c.text}, surface, 4.5);
        pair({"secondary", c.secondary}, surface, 4.5);
        for (const auto& [name, status] : statuses) {
            pair({name, status.ink}, surface, 4.5);
        }
    }
    for (const auto& surface : surfaces) {
        pair({"borderStrong", c.borderStrong}, surface, 3.0);
    }
    for (const auto& [name, status] : statuses) {
        pair({name, status.ink}, {"its tint", status.tint}, 4.5);
        pair({"text", c.text}, {name, status.tint}, 4.5);
    }
    pair({"onAccent", c.onAccent}, {"accent", c.running.ink}, 4.5);
    const QList<std::pair<const char*, DiffTint>> diffs{{"added", c.added},
                                                        {"removed", c.removed},
                                                        {"addedBlue", c.addedBlue},
                                                        {"removedOrange", c.removedOrange}};
    for (const auto& [name, diff] : diffs) {
        pair({"text", c.text}, {name, diff.line}, 6.0);
        pair({"text", c.text},
             {qPrintable(QLatin1StringView(name) + QStringLiteral(" emphasis")), diff.emphasis},
             6.0);
    }
    pair({"pastFrame", c.pastFrame}, {"window", c.window}, 3.0);
}

} // namespace

void TestColourTokens::contrastFollowsWcag()
{
    QCOMPARE(qRound(contrast(Qt::white, Qt::black) * 100), 2100);
    QCOMPARE(qRound(contrast(Qt::white, QColor(0x777777)) * 100), 448);
}

void TestColourTokens::everyPairCanBeRead_data()
{
    QTest::addColumn<QColor>("front");
    QTest::addColumn<QColor>("back");
    QTest::addColumn<double>("least");
    addPairs("light", colourTokens(ColourScheme::Light));
    addPairs("dark", colourTokens(ColourScheme::Dark));
}

void TestColourTokens::everyPairCanBeRead()
{
    QFETCH(QColor, front);
    QFETCH(QColor, back);
    QFETCH(double, least);
    const double measured = contrast(front, back);
    QVERIFY2(measured >= least, qPrintable(QString::number(measured, 'f', 2)));
}

void TestColourTokens::paletteIsToldApart()
{
    QCOMPARE(schemeOf(paletteOf(ColourScheme::Light)), ColourScheme::Light);
    QCOMPARE(schemeOf(paletteOf(ColourScheme::Dark)), ColourScheme::Dark);
    QCOMPARE(colourTokens(paletteOf(ColourScheme::Dark)).bg, colourTokens(ColourScheme::Dark).bg);
}

QTEST_GUILESS_MAIN(TestColourTokens)
#include "tst_colour_tokens.moc"
