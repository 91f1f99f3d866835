// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hidden_characters.h"

#include <QTest>

using namespace tamma;
using namespace Qt::StringLiterals;

class TestOfHiddenCharacters : public QObject {
    Q_OBJECT

private slots:
    void areReplaced_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("ordinary") << u"Ünï \t 漢字 \U0001F600\n"_s << u"Ünï \t 漢字 \U0001F600\n"_s;
        QTest::newRow("escape sequence") << u"a\x1b[8mb"_s << u"a\uFFFD[8mb"_s;
        QTest::newRow("carriage return") << u"bad\rgood"_s << u"bad\uFFFDgood"_s;
        QTest::newRow("backspace and delete") << u"a\b\x7f"_s << u"a\uFFFD\uFFFD"_s;
        QTest::newRow("second control set") << u"a\u009b8m"_s << u"a\uFFFD8m"_s;
        QTest::newRow("direction") << u"a\u202e\u2066\u061cb"_s << u"a\uFFFD\uFFFD\uFFFDb"_s;
    }
    void areReplaced()
    {
        QFETCH(QString, text);
        QTEST(withoutHiddenCharacters(text), "shown");
    }
};

QTEST_APPLESS_MAIN(TestOfHiddenCharacters)
#include "tst_hidden_characters.moc"
