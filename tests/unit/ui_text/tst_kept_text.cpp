// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/kept_text.h"

#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class KeptTextTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void saysHowLongItIsKept_data()
    {
        QTest::addColumn<qint64>("hours");
        QTest::addColumn<QString>("text");
        QTest::newRow("just now") << qint64(0) << u"30 days left"_s;
        QTest::newRow("yesterday") << qint64(24) << u"29 days left"_s;
        QTest::newRow("nearly over") << qint64(30 * 24 - 5) << u"5 h left"_s;
        QTest::newRow("over") << qint64(30 * 24) << u"may go any day"_s;
        QTest::newRow("long over") << qint64(3000) << u"may go any day"_s;
    }
    void saysHowLongItIsKept()
    {
        QFETCH(const qint64, hours);
        QFETCH(const QString, text);
        git::KeptWork work;
        QCOMPARE(keptFor(work, work.keptAt + std::chrono::hours(hours)), text);
    }

    void saysWhatItIs()
    {
        git::KeptWork work;
        work.because = git::KeptBecause::Attempt;
        work.attempt = 2;
        QCOMPARE(keptReason(work), u"Attempt 2"_s);
        QCOMPARE(keptExtent(work), u"no files"_s);
        work.files = 3;
        work.sizeBytes = 1700;
        QCOMPARE(keptExtent(work), u"3 files · 1.7 kB"_s);
    }

    void saysWhatAMergeWouldMeet_data()
    {
        QTest::addColumn<QStringList>("conflicts");
        QTest::addColumn<bool>("merged");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("clean") << QStringList() << false << u"Merges cleanly into main."_s;
        QTest::newRow("merged") << QStringList() << true << u"It is in main already."_s;
        QTest::newRow("one") << QStringList{u"a.cpp"_s} << false
                             << u"Conflicts with main in a.cpp."_s;
        QTest::newRow("three") << QStringList{u"a.cpp"_s, u"b.cpp"_s, u"c.cpp"_s} << false
                               << u"Conflicts with main in a.cpp and 2 files more."_s;
    }
    void saysWhatAMergeWouldMeet()
    {
        QFETCH(const QStringList, conflicts);
        QFETCH(const bool, merged);
        QFETCH(const QString, sentence);
        QCOMPARE(forecastSentence({u"main"_s, {}, {}, merged, 0, conflicts}), sentence);
    }
};

QTEST_GUILESS_MAIN(KeptTextTest)
#include "tst_kept_text.moc"
