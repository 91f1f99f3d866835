// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/gate_log.h"
#include "tests/contract/gate/gate_fixture.h"

#include <QTest>

using namespace tamma;

class TestGateLog : public QObject {
    Q_OBJECT

private slots:
    void handsOnInBatches()
    {
        test::LogKeeper keeper;
        gates::GateLog log(keeper);
        QVERIFY(log.flushTime().isForever());
        for (int i = 0; i < 1000; ++i) {
            log.append("x\n");
        }
        QCOMPARE(keeper.pieces, 0);
        QVERIFY(!log.flushTime().isForever());
        log.flush();
        QCOMPARE(keeper.pieces, 1);
        QVERIFY(log.flushTime().isForever());
        log.flush();
        QCOMPARE(keeper.pieces, 1);
        log.append(QByteArray(20'000, 'y'));
        QCOMPARE(keeper.pieces, 2); // Nobody waits for the end of such a word.
        log.close();
        QCOMPARE(keeper.size, 22'000);
    }

    // What is masked piece by piece must not come in halves.
    void cutsNoWordAndNoPrivateKey()
    {
        test::LogKeeper keeper;
        gates::GateLog log(keeper);
        log.append("the token is one-half-");
        log.flush();
        QCOMPARE(keeper.text, "the token is ");
        log.append("and-the-other\nthe key\n-----BEGIN "
                   "PRIVATE KEY-----\nMIIEvQ\n");
        log.flush();
        QCOMPARE(keeper.text, "the token is one-half-and-the-other\nthe key\n");
        log.append("IBADANB\n-----END "
                   "PRIVATE KEY-----\ndo");
        log.flush();
        QVERIFY(keeper.text.endsWith("IBADANB\n-----END "
                                     "PRIVATE KEY-----\n"));
        log.append("ne");
        log.close();
        QVERIFY(keeper.text.endsWith("\ndone"));
    }

    void beginsTheEndWithAWord_data()
    {
        QTest::addColumn<int>("size");
        for (int size = 16 * 1024; size < 80 * 1024; size += 4 * 1024 + 1) {
            QTest::addRow("%d", size) << size;
        }
    }
    void beginsTheEndWithAWord()
    {
        QFETCH(int, size);
        test::LogKeeper keeper;
        gates::GateLog log(keeper);
        for (int written = 0; written < size; written += 16) {
            log.append("word-0123456789 ");
        }
        QVERIFY2(log.tail().startsWith("word-"), qPrintable(log.tail().left(20)));
    }

    void stopsHandingOnWhatIsTooMuchAndThenShowsTheEnd()
    {
        test::LogKeeper keeper;
        gates::GateLog log(keeper);
        for (int i = 0; i < 5000; ++i) {
            log.append(QByteArray(1000, 'x') + '\n');
        }
        log.append("the very end\n");
        log.close();
        QVERIFY(keeper.size < 1'200'000);
        QVERIFY(log.tail().endsWith("the very end\n"));
    }

    void keepsTheEnd_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("start");
        QTest::addColumn<int>("lines");
        QByteArray lines;
        for (int i = 1; i <= 1000; ++i) {
            lines += QByteArray::number(i) + '\n';
        }
        QTest::newRow("200 lines") << lines << "801\n" << 200;
        QTest::newRow("last line without a break") << lines + "end" << "802\n" << 199;
        QTest::newRow("fewer lines") << QByteArray("\n\na\n") << "\n\na\n" << 3;
        QTest::newRow("nothing") << QByteArray() << "" << 0;
        QTest::newRow("one line") << QByteArray("one") << "one" << 0;
    }

    void keepsTheEnd()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, start);
        test::LogKeeper keeper;
        gates::GateLog log(keeper);
        log.append(bytes);
        QVERIFY2(log.tail().startsWith(start), qPrintable(log.tail().left(20)));
        QTEST(int(log.tail().count('\n')), "lines");
    }

    void keepsStartAndEndOfTheText()
    {
        test::LogKeeper keeper;
        gates::GateLog log(keeper);
        log.append("first\n");
        log.append("second\n");
        QCOMPARE(log.text(), "first\nsecond\n");
        for (int i = 0; i < 100'000; ++i) {
            log.append("a line of the middle\n");
        }
        log.append("last\n");
        QVERIFY(log.text().startsWith("first\nsecond\n"));
        QVERIFY(log.text().endsWith("\nlast\n"));
        QVERIFY(log.text().size() < 800 * 1024);
    }

    void cutsBetweenCharacters()
    {
        test::LogKeeper keeper;
        gates::GateLog log(keeper);
        log.append(QString(20'000, QChar(0x20ac)).toUtf8()); // Three bytes each.
        QVERIFY(log.tail().toUtf8().size() <= 16 * 1024);
        QCOMPARE(log.tail(), QString(5461, QChar(0x20ac)));
    }
};

QTEST_GUILESS_MAIN(TestGateLog)
#include "tst_gate_log.moc"
