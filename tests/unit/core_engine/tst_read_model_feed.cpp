// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/read_model_feed.h"

#include <QTest>

using namespace tamma;
using namespace tamma::engine;
using namespace Qt::StringLiterals;

class TestReadModelFeed : public QObject {
    Q_OBJECT

    static ReadModelChange change(const QString& loop, const QString& note, qint64 position)
    {
        ReadModelChange made;
        readmodels::LoopRow row;
        row.id = LoopId(loop);
        row.note = note;
        made.loops = {row};
        made.events = {{Position{position}, {}}};
        made.upTo = Position{position};
        return made;
    }

private slots:
    void wakesOnceForManyChangesAndGivesTheNewestRow()
    {
        ReadModelFeed feed;
        int wakes = 0;
        feed.setWake([&wakes] { ++wakes; });
        feed.publish(change(u"a"_s, u"old"_s, 1));
        feed.publish(change(u"b"_s, u"b"_s, 2));
        feed.publish(change(u"a"_s, u"new"_s, 3));
        QCOMPARE(wakes, 1);
        const ReadModelChange taken = feed.take();
        QCOMPARE(taken.loops.size(), 2);
        QCOMPARE(taken.loops.first().note, u"new"_s);
        QCOMPARE(taken.events.size(), 3);
        QCOMPARE(taken.upTo, Position{3});
        QVERIFY(feed.take().isEmpty());
        feed.publish(change(u"a"_s, u"again"_s, 4));
        QCOMPARE(wakes, 2);
    }

    void lateReceiverIsToldWhatWaits()
    {
        ReadModelFeed feed;
        feed.publish(change(u"a"_s, u"early"_s, 1));
        int wakes = 0;
        feed.setWake([&wakes] { ++wakes; });
        QCOMPARE(wakes, 1);
    }
};

QTEST_APPLESS_MAIN(TestReadModelFeed)
#include "tst_read_model_feed.moc"
