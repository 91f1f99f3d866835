// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/fork_loop.h"

#include <QTest>

using namespace tamma;
using namespace Qt::StringLiterals;
using readmodels::LoopRow;

class TestForkLoop : public QObject {
    Q_OBJECT

private slots:
    void aMergeSupersedesItsKinThatLives()
    {
        const LoopRow original = loop(u"a"_s);
        const LoopRow fork = merged(loop(u"b"_s, u"a"_s));
        const LoopRow forkOfFork = loop(u"c"_s, u"b"_s);
        LoopRow ended = loop(u"d"_s, u"a"_s);
        ended.finishedAt = Timestamp(std::chrono::seconds(1));
        const LoopRow stranger = loop(u"e"_s); // Of the same issue, after it was opened again.
        const QList<LoopId> superseded{original.id, forkOfFork.id};
        QCOMPARE(engine::supersededLoops({original, fork, forkOfFork, ended, stranger}),
                 superseded);
    }

    void nothingIsSupersededBeforeAMerge()
    {
        QVERIFY(engine::supersededLoops({loop(u"a"_s), loop(u"b"_s, u"a"_s)}).isEmpty());
    }

    void whatWasMergedTooIsLeftAlone()
    {
        QVERIFY(engine::supersededLoops({merged(loop(u"a"_s)), merged(loop(u"b"_s, u"a"_s))})
                    .isEmpty());
    }

private:
    static LoopRow loop(const QString& id, const QString& forkOf = {})
    {
        LoopRow row;
        row.id = LoopId(id);
        row.issueId = IssueId(u"issue"_s);
        row.forkOf = forkOf;
        return row;
    }
    static LoopRow merged(LoopRow row)
    {
        row.mergeCommit = u"0f0f"_s;
        return row;
    }
};

QTEST_APPLESS_MAIN(TestForkLoop)
#include "tst_fork_loop.moc"
