// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/memory_event_store.h"
#include "core/platforms/local/local_platform.h"
#include "tests/support/test_repository/test_repository.h"

#include <QTest>

using namespace tamma;
using namespace tamma::platforms;
using tamma::tests::TestRepository;

namespace {

// What the engine would do with what a platform returns.
struct Record {
    events::MemoryEventStore store;
    UuidV7Source ids;
    SystemClock clock;
    LocalPlatform platform{PlatformParts{store, ids, clock}};

    void append(events::Payload payload, const events::Tags& tags)
    {
        events::Event event{EventId(ids.next()), clock.now(), tags, {}, std::move(payload)};
        QVERIFY(store.append({event}, events::AppendGuard::none()));
    }
    events::IssueCreated issue(const TestRepository& user, const QString& title = "A title")
    {
        const auto created = platform.createIssue({user.path(), title, "Body", {"bug"}, "ada"});
        if (created) {
            append(*created, {{events::tag::ISSUE, created->issueId.text()}});
        }
        return created.value_or(events::IssueCreated{});
    }
};

} // namespace

class TestOfLocalPlatform : public QObject {
    Q_OBJECT

private slots:
    void foldsAnIssueFromTheRecord()
    {
        Record record;
        const TestRepository user;
        const auto created = record.issue(user);
        const events::Tags tags{{events::tag::ISSUE, created.issueId.text()}};
        record.append(events::IssueEdited{created.issueId, "Better", "More"}, tags);
        record.append(events::IssueLabelled{created.issueId, {"ui"}}, tags);
        record.append(events::IssueCommented{created.issueId, "bob", "Please"}, tags);
        record.append(events::IssueCommented{created.issueId, "ada", "Soon"}, tags);
        const auto issue = record.platform.issue(created.issueId);
        QVERIFY(issue);
        QCOMPARE(issue->title, "Better");
        QCOMPARE(issue->body, "More");
        QCOMPARE(issue->labels, QStringList{"ui"});
        QCOMPARE(issue->comments, QStringList({"bob: Please", "ada: Soon"}));
        QCOMPARE(issue->repository, user.path());
        QVERIFY(!issue->closed);
        record.append(events::IssueClosed{created.issueId, "merged"}, tags);
        QVERIFY(record.platform.issue(created.issueId)->closed);
        QCOMPARE(record.platform.issue(IssueId()).error().code, errors::NOT_FOUND);
    }

    void countsIssuesInEachRepositoryByItself()
    {
        Record record;
        const TestRepository one;
        const TestRepository two;
        QCOMPARE(record.issue(one).number, 1);
        QCOMPARE(record.issue(one).number, 2);
        QCOMPARE(record.issue(two).number, 1);
        QCOMPARE(record.issue(one).number, 3);
    }

    void refusesABadIssue_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("field");
        QTest::newRow("empty title") << "" << "bug" << "title";
        QTest::newRow("blank title") << " \t " << "bug" << "title";
        QTest::newRow("two lines") << "a\nb" << "bug" << "title";
        QTest::newRow("control character") << "a\x1b[31m" << "bug" << "title";
        QTest::newRow("too long") << QString(257, 'x') << "bug" << "title";
        QTest::newRow("blank label") << "a" << " " << "label";
        QTest::newRow("long label") << "a" << QString(65, 'x') << "label";
    }
    void refusesABadIssue()
    {
        QFETCH(QString, title);
        QFETCH(QString, label);
        QFETCH(QString, field);
        Record record;
        const TestRepository user;
        const auto created = record.platform.createIssue({user.path(), title, {}, {label}, {}});
        QVERIFY(!created);
        QCOMPARE(created.error().code, errors::INVALID_ARGUMENT);
        QCOMPARE(created.error().context.value("field").toString(), field);
    }

    void takesTheLongestTitleAndTidiesLabels()
    {
        Record record;
        const TestRepository user;
        const auto created = record.platform.createIssue(
            {user.path(), "  " + QString(256, 'x') + " ", {}, {" bug", "bug", "ui "}, {}});
        QVERIFY(created);
        QCOMPARE(created->title, QString(256, 'x'));
        QCOMPARE(created->labels, QStringList({"bug", "ui"}));
    }

    void countsPullRequestsInEachRepositoryByThemselves()
    {
        Record record;
        const TestRepository one;
        const TestRepository two;
        const auto open = [&](const TestRepository& user, const QString& loop) {
            const auto issue = record.issue(user);
            const QString commit = user.commitOn("branch-" + loop, {{loop, "x\n"}});
            const auto opened
                = record.platform.openPullRequest({LoopId(loop), issue.issueId, user.path(),
                                                   "branch-" + loop, "main", commit, "t", "d"});
            const auto* payload = std::get_if<events::PullRequestOpened>(&*opened);
            record.append(*opened, {{events::tag::LOOP, loop}});
            return payload == nullptr ? -1 : payload->number;
        };
        one.commit({{"a.txt", "1\n"}});
        two.commit({{"a.txt", "1\n"}});
        QCOMPARE(open(one, "l1"), 1);
        QCOMPARE(open(one, "l2"), 2);
        QCOMPARE(open(two, "l3"), 1);
    }
};

QTEST_GUILESS_MAIN(TestOfLocalPlatform)
#include "tst_local_platform.moc"
