// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/intra_line.h"

#include <QTest>

using namespace tamma::ui;

namespace {

QStringList cut(const QString& text, const QList<CharRange>& ranges)
{
    QStringList parts;
    for (const auto range : ranges) {
        parts.append(text.mid(range.start, range.count));
    }
    return parts;
}

} // namespace

class TestIntraLine : public QObject {
    Q_OBJECT

private slots:
    void marksTheWordsThatDiffer_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QStringList>("removed");
        QTest::addColumn<QStringList>("added");
        const QStringList none;
        QTest::newRow("equal") << "return total;" << "return total;" << none << none;
        QTest::newRow("one word") << "int total = 0;" << "int sum = 0;" << QStringList{"total"}
                                  << QStringList{"sum"};
        QTest::newRow("words, not letters") << "return round(price);" << "return rounded(price);"
                                            << QStringList{"round"} << QStringList{"rounded"};
        QTest::newRow("only added")
            << "call(first);" << "call(first, second);" << none << QStringList{", second"};
        QTest::newRow("two places") << "add(left, to, right)" << "add(top, to, bottom)"
                                    << QStringList{"left", "right"} << QStringList{"top", "bottom"};
        QTest::newRow("indentation")
            << "  call();" << "    call();" << QStringList{"  "} << QStringList{"    "};
        QTest::newRow("nothing in common") << "import os" << "class Order:" << none << none;
        QTest::newRow("one is empty") << "" << "something new" << none << none;
        QTest::newRow("beyond the basic plane")
            << QString::fromUtf8("say \"\U0001F600\" now please")
            << QString::fromUtf8("say \"\U0001F680\" now please")
            << QStringList{QString::fromUtf8("\U0001F600")}
            << QStringList{QString::fromUtf8("\U0001F680")};
    }
    void marksTheWordsThatDiffer()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QStringList, removed);
        QFETCH(QStringList, added);
        const auto marks = intraLine(before, after);
        QCOMPARE(cut(before, marks.removed), removed);
        QCOMPARE(cut(after, marks.added), added);
    }

    void veryLongLinesAreMarkedInTheMiddle()
    {
        const QString same = QStringLiteral("w ").repeated(2000);
        const auto before = same + QStringLiteral("x ").repeated(400) + same;
        const auto after = same + QStringLiteral("y ").repeated(400) + same;
        const auto marks = intraLine(before, after);
        QCOMPARE(marks.removed, (QList<CharRange>{{4000, 799}}));
        QCOMPARE(marks.added, (QList<CharRange>{{4000, 799}}));
    }
};

QTEST_GUILESS_MAIN(TestIntraLine)
#include "tst_intra_line.moc"
