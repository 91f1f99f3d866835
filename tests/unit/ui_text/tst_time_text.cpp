// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/time_text.h"

#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Milliseconds = std::chrono::milliseconds;

class TestTimeText : public QObject {
    Q_OBJECT

private slots:
    void agesHaveOneUnit_data()
    {
        QTest::addColumn<Milliseconds>("age");
        QTest::addColumn<QString>("text");
        QTest::newRow("clocks that disagree") << Milliseconds(-5s) << u"0 s"_s;
        QTest::newRow("just below a minute") << Milliseconds(59'999ms) << u"59 s"_s;
        QTest::newRow("a minute") << Milliseconds(60s) << u"1 min"_s;
        QTest::newRow("just below an hour") << Milliseconds(3'599s) << u"59 min"_s;
        QTest::newRow("two days less a second") << Milliseconds(48h - 1s) << u"47 h"_s;
        QTest::newRow("two days") << Milliseconds(48h) << u"2 days"_s;
    }
    void agesHaveOneUnit()
    {
        QFETCH(Milliseconds, age);
        QTEST(ageText(age), "text");
    }

    void durationsHaveTwoUnits_data()
    {
        QTest::addColumn<Milliseconds>("duration");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << Milliseconds(0) << u"0.0 s"_s;
        QTest::newRow("part of a second") << Milliseconds(420ms) << u"0.4 s"_s;
        QTest::newRow("seconds") << Milliseconds(38'200ms) << u"38 s"_s;
        QTest::newRow("minutes") << Milliseconds(192s) << u"3 min 12 s"_s;
        QTest::newRow("hours") << Milliseconds(72min) << u"1 h 12 min"_s;
        QTest::newRow("negative") << Milliseconds(-1s) << u"0.0 s"_s;
    }
    void durationsHaveTwoUnits()
    {
        QFETCH(Milliseconds, duration);
        QTEST(durationText(duration), "text");
    }

    void momentsBeforeNow()
    {
        const Timestamp now{Milliseconds(1'764'936'000'000)};
        QCOMPARE(agoText(now - 400ms, now), u"just now"_s);
        QCOMPARE(agoText(now + 5s, now), u"just now"_s);
        QCOMPARE(agoText(now - 3s, now), u"3 s ago"_s);
        QCOMPARE(clockText(now + 118ms).size(), 12);
        QVERIFY(clockText(now + 118ms).endsWith(u".118"_s));
        QCOMPARE(momentText(now, now + 1s), clockText(now));
        QVERIFY(momentText(now, now + 48h).contains(u"Dec"_s));
    }
};

QTEST_GUILESS_MAIN(TestTimeText)
#include "tst_time_text.moc"
