// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/mono_text.h"

#include <QTest>

using namespace tamma::ui;

namespace {

QStringList rowsOf(const MonoText& text)
{
    QStringList rows;
    for (int i = 0; i < text.rowCount(); ++i) {
        rows.append(text.isMarker(i) ? QStringLiteral("~") : text.row(i).toString());
    }
    return rows;
}

QString numbered(int lines)
{
    QString text;
    for (int i = 1; i <= lines; ++i) {
        text += QString::number(i) + u'\n';
    }
    return text;
}

} // namespace

class TestMonoText : public QObject {
    Q_OBJECT

private slots:
    void shortensInTheMiddle_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("short") << numbered(3) << QStringList{"1", "2", "3"};
        QTest::newRow("as long as worth showing")
            << numbered(8) << QStringList{"1", "2", "3", "4", "5", "6", "7", "8"};
        QTest::newRow("long") << numbered(9) << QStringList{"1", "2", "~", "8", "9"};
        QTest::newRow("open end") << numbered(9) + QStringLiteral("10")
                                  << QStringList{"1", "2", "~", "9", "10"};
        QTest::newRow("empty lines") << QString(20, u'\n') << QStringList{"", "", "~", "", ""};
    }
    void shortensInTheMiddle()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, expected);
        const auto lines = text.count(u'\n') + (text.endsWith(u'\n') ? 0 : 1);
        MonoText mono(text, static_cast<int>(lines), 80);
        mono.showExcerpt({2, 2});
        QCOMPARE(rowsOf(mono), expected);
    }

    void showsEveryLineOnDemand()
    {
        MonoText mono(numbered(500), 500, 80);
        mono.showExcerpt({2, 2});
        mono.showAll();
        QCOMPARE(mono.rowCount(), 501);
        QCOMPARE(mono.markerRow(), 500);
        QCOMPARE(mono.row(499).toString(), QStringLiteral("500"));
    }

    void hidesAllOfATextWithoutHead()
    {
        MonoText mono(QStringLiteral("one line"), 1, 80);
        mono.showExcerpt({0, 0});
        QCOMPARE(rowsOf(mono), QStringList{"~"});
    }

    void wrapsAtTheColumnButNotInsideACharacter()
    {
        MonoText mono(QString::fromUtf8("abcdefg\U0001F600h\n"), 1, 8);
        mono.showExcerpt({2, 2});
        QCOMPARE(rowsOf(mono), (QStringList{"abcdefg", QString::fromUtf8("\U0001F600h")}));
    }

    void nothingIsLostWhenAllIsShown()
    {
        const QString text = QStringLiteral("x").repeated(5000) + u'\n' + numbered(20);
        MonoText mono(text, 21, 80);
        mono.showExcerpt({2, 2});
        QVERIFY(mono.rowCount() < 30);
        mono.showAll();
        auto rows = rowsOf(mono);
        rows.removeLast();
        QCOMPARE(rows.join(QString()), QString(text).remove(u'\n'));
    }
};

QTEST_GUILESS_MAIN(TestMonoText)
#include "tst_mono_text.moc"
