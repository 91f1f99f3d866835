// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/plain_text.h"

#include <QTest>

using namespace tamma;

class TestPlainText : public QObject {
    Q_OBJECT

private slots:
    void keepsWordsAndDropsTheRest_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const QByteArray& bytes, const QString& text) {
            QTest::newRow(name) << bytes << text;
        };
        row("plain", "a\tb\n", "a\tb\n");
        row("UTF-8", "gr\xc3\xbc\xc3\x9f \xf0\x9f\xa6\x89",
            QString::fromUtf8("gr\u00fc\u00df \U0001f989"));
        row("colours", "\033[1;31merror\033[0m: x", "error: x");
        row("cursor", "a\033[2J\033[10;5Hb\033[?25l", "ab");
        row("title", "\033]0;evil\007after", "after");
        row("title with ST", "\033]0;evil\033\\after", "after");
        row("clipboard", "\033]52;c;cHduZWQ=\007x", "x");
        row("device control", "\033Pq#0\033\\x", "x");
        row("character set", "\033(Bx", "x");
        row("keypad", "\033=x\033>", "x");
        row("two in a row", "\033]0;a\033[1mx", "x");
        row("lone escape at the end", "x\033", "x");
        row("sequence that breaks off", "\033[12\nx", "\nx");
        row("string that breaks off", "\033]0;title\nx", "\nx");
        row("Windows", "a\r\nb\r\n", "a\nb\n");
        row("progress", "10%\r20%\r\n", "10%\n20%\n");
        row("returns only", "a\r\r\rb", "a\n\n\nb");
        row("controls", QByteArray("a\0b\x08\x7f", 5), QString::fromUtf8("a\u2400b\u2408\u2421"));
        row("second control set",
            "a\xc2\x9b"
            "31m",
            QString::fromUtf8("a\ufffd31m"));
        row("direction",
            "a\xe2\x80\xae"
            "b\xe2\x81\xa6",
            QString::fromUtf8("a\ufffdb\ufffd"));
        row("broken UTF-8", "a\xff\xc3(", QString::fromUtf8("a\ufffd\ufffd("));
    }

    void keepsWordsAndDropsTheRest()
    {
        QFETCH(QByteArray, bytes);
        gates::PlainText whole;
        QTEST(whole.next(bytes), "text");
        // The same, however the bytes are cut.
        gates::PlainText pieces;
        QString text;
        for (const char byte : bytes) {
            text += pieces.next(QByteArray(1, byte));
        }
        QTEST(text, "text");
    }

    void isNotSilencedByASequenceWithoutEnd()
    {
        gates::PlainText text;
        QVERIFY(text.next("\033]0;" + QByteArray(100'000, 'x')).size() > 90'000);
        gates::PlainText other;
        QVERIFY(other.next("\033[" + QByteArray(1'000, '1')).size() > 900);
    }
};

QTEST_GUILESS_MAIN(TestPlainText)
#include "tst_plain_text.moc"
