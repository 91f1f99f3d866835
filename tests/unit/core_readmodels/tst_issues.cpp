// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/issues.h"

#include "tests/support/loop_story.h"

#include <QTest>

using namespace tamma;
using tamma::test::LoopStory;
using namespace Qt::StringLiterals;

class TestIssues : public QObject {
    Q_OBJECT

private slots:
    void rowFollowsEditsLabelsCommentsAndTheLoop()
    {
        const IssueId id(u"issue-1"_s);
        LoopStory story;
        LoopStory later;
        later.stored.clear();
        later.say(events::IssueCreated{id, 7, u"/r"_s, u"Old"_s, u"body"_s, {u"bug"_s}, u"mia"_s});
        later.say(events::IssueEdited{id, u"New"_s, u"more"_s});
        later.say(events::IssueLabelled{id, {u"feature"_s}});
        later.say(events::IssueCommented{id, u"tom"_s, u"please"_s});
        later.say(story.stored.first().event.payload);
        later.say(events::IssueClosed{id, u"merged"_s});
        readmodels::Issues issues;
        for (const auto& one : later.stored) {
            issues.apply(one);
        }
        const auto row = issues.row(id);
        QVERIFY(row);
        QCOMPARE(row->title, u"New"_s);
        QCOMPARE(row->labels, QStringList{u"feature"_s});
        QCOMPARE(row->comments.size(), 1);
        QCOMPARE(row->loop, story.loop);
        QVERIFY(row->closed);
        QCOMPARE(row->updatedAt, later.stored.last().event.timestamp);
    }
};

QTEST_APPLESS_MAIN(TestIssues)
#include "tst_issues.moc"
