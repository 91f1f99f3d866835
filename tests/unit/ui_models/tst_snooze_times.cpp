// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/snooze_times.h"

#include <QDateTime>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

Timestamp local(const QString& text)
{
    return Timestamp(
        std::chrono::milliseconds(QDateTime::fromString(text, Qt::ISODate).toMSecsSinceEpoch()));
}

} // namespace

class TestSnoozeTimes : public QObject {
    Q_OBJECT

private slots:
    void offersTimesThatAreAhead_data();
    void offersTimesThatAreAhead();
};

void TestSnoozeTimes::offersTimesThatAreAhead_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<QStringList>("times");
    QTest::newRow("a Wednesday morning")
        << u"2025-12-03T10:00:00"_s
        << QStringList{u"2025-12-03T11:00:00"_s, u"2025-12-03T18:00:00"_s, u"2025-12-04T09:00:00"_s,
                       u"2025-12-08T09:00:00"_s};
    QTest::newRow("the evening is less than an hour away")
        << u"2025-12-03T17:20:00"_s
        << QStringList{u"2025-12-03T18:20:00"_s, u"2025-12-04T09:00:00"_s,
                       u"2025-12-08T09:00:00"_s};
    QTest::newRow("a Sunday: Monday is tomorrow")
        << u"2025-12-07T10:00:00"_s
        << QStringList{u"2025-12-07T11:00:00"_s, u"2025-12-07T18:00:00"_s,
                       u"2025-12-08T09:00:00"_s};
    QTest::newRow("a Monday: the next one")
        << u"2025-12-08T08:00:00"_s
        << QStringList{u"2025-12-08T09:00:00"_s, u"2025-12-08T18:00:00"_s, u"2025-12-09T09:00:00"_s,
                       u"2025-12-15T09:00:00"_s};
    QTest::newRow("the clocks go back on the night between")
        << u"2025-10-25T23:30:00"_s
        << QStringList{u"2025-10-26T00:30:00"_s, u"2025-10-26T09:00:00"_s,
                       u"2025-10-27T09:00:00"_s};
}

void TestSnoozeTimes::offersTimesThatAreAhead()
{
    QFETCH(QString, now);
    QFETCH(QStringList, times);
    QList<Timestamp> expected;
    for (const QString& time : times) {
        expected.append(local(time));
    }
    QList<Timestamp> offered;
    for (const SnoozeTime& time : snoozeTimes(local(now))) {
        offered.append(time.until);
    }
    QCOMPARE(offered, expected);
}

int main(int argc, char** argv)
{
    qputenv("TZ", "Europe/Berlin");
    QCoreApplication app(argc, argv);
    TestSnoozeTimes test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_snooze_times.moc"
