// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/memory_event_store.h"
#include "core/platforms/builtin_platforms.h"
#include "tests/support/test_repository/test_repository.h"

#include <QTest>

using namespace tamma;
using namespace tamma::platforms;
using tamma::tests::TestRepository;

namespace {

// A platform with a repository, an issue and a branch to offer; what it returns is recorded.
struct Bench {
    explicit Bench(const QString& id)
    {
        for (const auto& descriptor : builtinPlatforms()) {
            if (descriptor.id.text() == id) {
                platform = descriptor.create({store, ids, clock});
            }
        }
        user.commit({{"a.txt", "1\n"}});
        head = user.commitOn("work", {{"a.txt", "2\n"}});
        issue = platform->createIssue({user.path(), "Change a", "Please.", {"bug"}, "ada"}).value();
        record(issue);
    }

    void record(const events::Payload& payload)
    {
        const events::Tags tags{{events::tag::ISSUE, issue.issueId.text()},
                                {events::tag::LOOP, "loop-1"},
                                {events::tag::REPOSITORY, user.path()}};
        events::Event event{EventId(ids.next()), clock.now(), tags, {}, payload};
        QVERIFY(store.append({event}, events::AppendGuard::none()));
    }
    [[nodiscard]] PullRequestDraft draft(const QString& commit) const
    {
        return {LoopId("loop-1"), issue.issueId, user.path(), "work",
                "main",           commit,        "Change a",  "Does it."};
    }
    // Opens and records; the value of the record.
    events::PullRequestOpened open()
    {
        const auto opened = platform->openPullRequest(draft(head));
        record(opened.value());
        return std::get<events::PullRequestOpened>(*opened);
    }

    TestRepository user;
    events::MemoryEventStore store;
    UuidV7Source ids;
    SystemClock clock;
    std::unique_ptr<GitPlatform> platform;
    QString head;
    events::IssueCreated issue;
};

} // namespace

class TestOfGitPlatformContract : public QObject {
    Q_OBJECT

private:
    static void everyPlatform()
    {
        QTest::addColumn<QString>("id");
        for (const auto& descriptor : builtinPlatforms()) {
            QTest::newRow(qPrintable(descriptor.id.text())) << descriptor.id.text();
        }
    }

private slots:
    void isDescribed_data() { everyPlatform(); }
    void isDescribed()
    {
        QFETCH(QString, id);
        const Bench bench(id);
        QVERIFY(bench.platform != nullptr);
        QCOMPARE(bench.platform->id().text(), id);
        int withThisId = 0;
        for (const auto& descriptor : builtinPlatforms()) {
            withThisId += descriptor.id.text() == id ? 1 : 0;
            QVERIFY(!descriptor.name.isEmpty() && !descriptor.icon.isEmpty());
        }
        QCOMPARE(withThisId, 1);
    }

    void findsTheIssueThatItMade_data() { everyPlatform(); }
    void findsTheIssueThatItMade()
    {
        QFETCH(QString, id);
        const Bench bench(id);
        const auto issue = bench.platform->issue(bench.issue.issueId);
        QVERIFY(issue);
        QCOMPARE(issue->number, 1);
        QCOMPARE(issue->title, "Change a");
        QCOMPARE(issue->body, "Please.");
        QCOMPARE(issue->labels, QStringList{"bug"});
        QCOMPARE(issue->author, "ada");
        QCOMPARE(issue->repository, bench.user.path());
        QCOMPARE(bench.platform->issue(IssueId("none")).error().code, errors::NOT_FOUND);
    }

    void givesFreshIdsAndNumbers_data() { everyPlatform(); }
    void givesFreshIdsAndNumbers()
    {
        QFETCH(QString, id);
        const Bench bench(id);
        const auto next
            = bench.platform->createIssue({bench.user.path() + "/.git", "Second", {}, {}, {}});
        QVERIFY(next);
        QCOMPARE(next->number, 2);
        QCOMPARE(next->repository, bench.user.path());
        QVERIFY(next->issueId != bench.issue.issueId && !next->issueId.isEmpty());
    }

    void refusesAnIssueWithoutTitleOrRepository_data() { everyPlatform(); }
    void refusesAnIssueWithoutTitleOrRepository()
    {
        QFETCH(QString, id);
        const Bench bench(id);
        QCOMPARE(bench.platform->createIssue({bench.user.path(), " ", {}, {}, {}}).error().code,
                 errors::INVALID_ARGUMENT);
        QCOMPARE(bench.platform->createIssue({"/nowhere", "Title", {}, {}, {}}).error().code,
                 errors::NOT_A_REPOSITORY);
    }

    void appendsNothingItself_data() { everyPlatform(); }
    void appendsNothingItself()
    {
        QFETCH(QString, id);
        Bench bench(id);
        const auto opened = bench.open();
        const Position before = bench.store.head().value();
        QVERIFY(bench.platform->createIssue({bench.user.path(), "Third", {}, {}, {}}));
        QVERIFY(bench.platform->openPullRequest(bench.draft(bench.head)));
        QVERIFY(bench.platform->merge({opened, bench.user.path(), bench.head, "m"}));
        QCOMPARE(bench.store.head().value(), before);
    }

    void opensAPullRequestOnceAndThenUpdatesIt_data() { everyPlatform(); }
    void opensAPullRequestOnceAndThenUpdatesIt()
    {
        QFETCH(QString, id);
        Bench bench(id);
        const auto opened = bench.open();
        QCOMPARE(opened.number, 1);
        QCOMPARE(opened.commit, bench.head);
        QCOMPARE(opened.branch, "work");
        QCOMPARE(opened.baseBranch, "main");
        QCOMPARE(opened.title, "Change a");
        QVERIFY(!opened.pullRequestId.isEmpty());
        const QString next = bench.user.commitOn("work", {{"a.txt", "3\n"}});
        const auto again = bench.platform->openPullRequest(bench.draft(next));
        QVERIFY(again);
        const auto* updated = std::get_if<events::PullRequestUpdated>(&*again);
        QVERIFY(updated != nullptr);
        QCOMPARE(updated->pullRequestId, opened.pullRequestId);
        QCOMPARE(updated->commit, next);
    }

    void offersOnlyWhatIsThere_data() { everyPlatform(); }
    void offersOnlyWhatIsThere()
    {
        QFETCH(QString, id);
        const Bench bench(id);
        const auto code = [&](auto change) {
            PullRequestDraft draft = bench.draft(bench.head);
            change(draft);
            const auto opened = bench.platform->openPullRequest(draft);
            return opened ? QString("none") : opened.error().code.text();
        };
        QCOMPARE(code([](auto& d) { d.branch = "nope"; }), "BRANCH_NOT_FOUND");
        QCOMPARE(code([](auto& d) { d.baseBranch = "nope"; }), "BRANCH_NOT_FOUND");
        QCOMPARE(code([&](auto& d) { d.commit = bench.user.head("main"); }), "EVIDENCE_CHANGED");
        QCOMPARE(code([](auto&) { }), "none");
    }

    void mergesOnceWithARealMergeCommit_data() { everyPlatform(); }
    void mergesOnceWithARealMergeCommit()
    {
        QFETCH(QString, id);
        Bench bench(id);
        const QString base = bench.user.head("main");
        const MergeRequest request{bench.open(), bench.user.path(), bench.head, "Merge it"};
        const auto merged = bench.platform->merge(request);
        QVERIFY2(merged, merged ? "" : qPrintable(merged.error().detail));
        QCOMPARE(merged->pullRequestId, request.pullRequest.pullRequestId);
        QCOMPARE(merged->loopId, LoopId("loop-1"));
        QCOMPARE(merged->baseBranch, "main");
        QVERIFY(merged->checkoutUpdated);
        QCOMPARE(bench.user.git({"show", "--no-patch", "--format=%P", merged->mergeCommit}),
                 base + " " + bench.head);
        bench.user.git({"branch", "-D", "work"});
        const auto again = bench.platform->merge(request);
        QVERIFY(again);
        QCOMPARE(again->mergeCommit, merged->mergeCommit);
        QCOMPARE(bench.user.head("main"), merged->mergeCommit);
    }

    void mergesTheVeryCommitThatWasPrepared_data() { everyPlatform(); }
    void mergesTheVeryCommitThatWasPrepared()
    {
        QFETCH(QString, id);
        Bench bench(id);
        MergeRequest request{bench.open(), bench.user.path(), bench.head, "Merge it"};
        const auto stale = bench.platform->prepareMerge(request);
        QVERIFY2(stale, stale ? "" : qPrintable(stale.error().detail));
        QVERIFY(stale->sameFiles);
        const QString base = bench.user.commit({{"other.txt", "other\n"}});
        request.prepared = stale->commit;
        const auto refused = bench.platform->merge(request);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, errors::EVIDENCE_CHANGED);
        QVERIFY(refused.error().context.contains("baseCommit"));
        QCOMPARE(bench.user.head("main"), base);
        const auto prepared = bench.platform->prepareMerge(request);
        QVERIFY(prepared);
        QVERIFY(!prepared->sameFiles);
        QCOMPARE(prepared->baseCommit, base);
        QCOMPARE(bench.user.head("main"), base);
        request.prepared = prepared->commit;
        const auto merged = bench.platform->merge(request);
        QVERIFY(merged);
        QCOMPARE(merged->mergeCommit, prepared->commit);
        QCOMPARE(bench.user.head("main"), prepared->commit);
    }

    void refusesToMergeWhatWasNotJudged_data() { everyPlatform(); }
    void refusesToMergeWhatWasNotJudged()
    {
        QFETCH(QString, id);
        Bench bench(id);
        const MergeRequest request{bench.open(), bench.user.path(), bench.head, "Merge it"};
        const QString base = bench.user.head("main");
        bench.user.commitOn("work", {{"sneaked in.txt", "x\n"}});
        const auto merged = bench.platform->merge(request);
        QVERIFY(!merged);
        QCOMPARE(merged.error().code, errors::EVIDENCE_CHANGED);
        QCOMPARE(bench.user.head("main"), base);
    }

    void namesTheFilesThatConflict_data() { everyPlatform(); }
    void namesTheFilesThatConflict()
    {
        QFETCH(QString, id);
        Bench bench(id);
        const MergeRequest request{bench.open(), bench.user.path(), bench.head, "Merge it"};
        const QString base = bench.user.commit({{"a.txt", "other\n"}});
        const auto merged = bench.platform->merge(request);
        QVERIFY(!merged);
        QCOMPARE(merged.error().code, errors::MERGE_CONFLICT);
        QCOMPARE(merged.error().detail, "a.txt");
        QCOMPARE(bench.user.head("main"), base);
    }

    void doesNotMergeUnderWorkThatIsNotCommitted_data() { everyPlatform(); }
    void doesNotMergeUnderWorkThatIsNotCommitted()
    {
        QFETCH(QString, id);
        Bench bench(id);
        const MergeRequest request{bench.open(), bench.user.path(), bench.head, "Merge it"};
        bench.user.write({{"a.txt", "the user's\n"}});
        const auto refused = bench.platform->merge(request);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, errors::CHECKOUT_DIRTY);
        QCOMPARE(bench.user.read("a.txt"), "the user's\n");
        bench.user.git({"checkout", "--quiet", "-b", "aside"});
        const auto merged = bench.platform->merge(request);
        QVERIFY(merged);
        QVERIFY(!merged->checkoutUpdated);
        QCOMPARE(bench.user.read("a.txt"), "the user's\n");
    }
};

QTEST_GUILESS_MAIN(TestOfGitPlatformContract)
#include "tst_git_platform_contract.moc"
