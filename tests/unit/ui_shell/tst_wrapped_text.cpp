// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/wrapped_text.h"

#include <QFontMetrics>
#include <QGuiApplication>
#include <QTest>

using namespace tamma::ui;
using namespace Qt::StringLiterals;

class TestWrappedText : public QObject {
    Q_OBJECT

private slots:
    void linesFitAndTheLastIsCut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("lines");
        QTest::addColumn<bool>("cut");
        QTest::newRow("short") << u"One line"_s << 1 << false;
        QTest::newRow("two lines") << u"Round payments to the cent, not"_s << 2 << false;
        QTest::newRow("too long") << QString(u"word "_s).repeated(80) << 2 << true;
        QTest::newRow("one endless word") << QString(500, u'x') << 2 << true;
        QTest::newRow("line breaks are blanks") << u"a\n\nb"_s << 1 << false;
    }
    void linesFitAndTheLastIsCut()
    {
        QFETCH(QString, text);
        const QFont font;
        const QFontMetrics sizes(font);
        const int width = sizes.horizontalAdvance(u"Round payments to the c"_s);
        const QStringList lines = wrappedLines(text, font, width, 2);
        QTEST(static_cast<int>(lines.size()), "lines");
        QTEST(lines.last().endsWith(u'…'), "cut");
        for (const QString& line : lines) {
            QVERIFY(sizes.horizontalAdvance(line) <= width + 1);
        }
    }
    void nothingGivesNoUsableLine()
    {
        QVERIFY(wrappedLines({}, QFont(), 100, 2).join(QString()).isEmpty());
    }
};

QTEST_MAIN(TestWrappedText)
#include "tst_wrapped_text.moc"
