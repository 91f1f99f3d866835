// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/checkout.h"
#include "core/git/history.h"
#include "core/git/merge.h"
#include "core/git/worktree_factory.h"
#include "tests/support/test_repository/test_repository.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace tamma;
using namespace tamma::git;
using tamma::tests::TestRepository;

namespace {

const Author TAMMA{"Tamma", "tamma@localhost", Timestamp(std::chrono::seconds(1761652800))};

// A user on main with a branch `work` to merge.
struct Place {
    TestRepository user;
    QString base
        = user.commit({{"a.txt", "1\n2\n3\n"}, {"b.txt", "b\n"}, {".gitignore", "*.log\n"}});
    QString work = user.commitOn("work", {{"a.txt", "1\n2\n3\n4\n"}, {"new/n.txt", "n\n"}});
    Repository repository = Repository::open(user.path()).value();

    [[nodiscard]] Result<MergeOutcome> merge(const QString& into = "main") const
    {
        return mergeIntoBranch(repository, {into, work, "Merge the work", TAMMA});
    }
    [[nodiscard]] QString status() const { return user.git({"status", "--porcelain"}); }
};

} // namespace

class TestOfMerge : public QObject {
    Q_OBJECT

    static void write(const QString& path, const QByteArray& content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

private slots:
    void makesARealMergeCommitAndBringsACleanCheckoutAlong()
    {
        const Place place;
        place.user.write({{"untracked.txt", "mine\n"}, {"x.log", "ignored\n"}});
        const auto outcome = place.merge();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(place.user.head("main"), outcome->commit);
        QVERIFY(!outcome->alreadyMerged);
        QCOMPARE(outcome->updatedCheckouts, QStringList{place.user.path()});
        QCOMPARE(place.user.git({"show", "--no-patch", "--format=%P|%an|%cn|%s", "main"}),
                 place.base + " " + place.work + "|Tamma|Tamma|Merge the work");
        QCOMPARE(place.user.read("a.txt"), "1\n2\n3\n4\n");
        QCOMPARE(place.user.read("new/n.txt"), "n\n");
        QCOMPARE(place.status(), "?? untracked.txt");
        QVERIFY(place.user.tryGit({"fsck", "--strict"}));
    }

    void findsAMergeThatWasMade()
    {
        const Place place;
        QCOMPARE(findMerge(place.repository, "main", place.work).value(), std::nullopt);
        const auto outcome = place.merge();
        place.user.commit({{"later.txt", "x\n"}});
        const QString head = place.user.head();
        place.user.write({{"a.txt", "dirty\n"}});
        const auto again = place.merge();
        QVERIFY(again);
        QCOMPARE(again->commit, outcome->commit);
        QVERIFY(again->alreadyMerged && again->updatedCheckouts.isEmpty());
        QCOMPARE(place.user.head("main"), head);
        QCOMPARE(place.user.read("a.txt"), "dirty\n");
        QCOMPARE(findMerge(place.repository, "main", place.work).value(), outcome->commit);
    }

    void findsWorkThatGotInWithoutAMergeCommit()
    {
        const Place place;
        place.user.git({"merge", "--quiet", "--ff-only", "work"});
        const auto outcome = place.merge();
        QVERIFY(outcome);
        QVERIFY(outcome->alreadyMerged);
        QCOMPARE(outcome->commit, place.work);
        QCOMPARE(place.user.head("main"), place.work);
    }

    void mergesWithWhatCameInMeanwhile()
    {
        const Place place;
        const QString moved = place.user.commit({{"b.txt", "new base\n"}});
        const auto outcome = place.merge();
        QVERIFY(outcome);
        QCOMPARE(place.user.head("main^1"), moved);
        QCOMPARE(place.user.read("b.txt"), "new base\n");
        QCOMPARE(place.user.read("a.txt"), "1\n2\n3\n4\n");
    }

    void leavesACheckoutOfAnotherBranchAlone()
    {
        const Place place;
        place.user.git({"checkout", "--quiet", "-b", "elsewhere"});
        place.user.write({{"a.txt", "dirty\n"}, {"new/n.txt", "mine\n"}});
        const auto outcome = place.merge();
        QVERIFY(outcome);
        QVERIFY(outcome->updatedCheckouts.isEmpty());
        QCOMPARE(place.user.head("main"), outcome->commit);
        QCOMPARE(place.user.head(), place.base);
        QCOMPARE(place.user.read("a.txt"), "dirty\n");
        QCOMPARE(place.user.read("new/n.txt"), "mine\n");
    }

    void refusesToDisturbWork_data()
    {
        QTest::addColumn<QStringList>("steps");
        QTest::addColumn<QString>("path");
        QTest::newRow("edited, touched by the merge") << QStringList{"=a.txt"} << "a.txt";
        QTest::newRow("edited, not touched by the merge") << QStringList{"=b.txt"} << "b.txt";
        QTest::newRow("staged") << QStringList{"=b.txt", "add --all"} << "b.txt";
        QTest::newRow("deleted") << QStringList{"rm --quiet b.txt"} << "b.txt";
        QTest::newRow("untracked, would be overwritten")
            << QStringList{"=new/n.txt"} << "new/n.txt";
        QTest::newRow("ignored, would be overwritten")
            << QStringList{"=new/n.txt", "=.git/info/exclude"} << "new/n.txt";
        QTest::newRow("a file where a folder must be") << QStringList{"=new"} << "";
        QTest::newRow("half-done merge")
            << QStringList{"merge --quiet --no-commit --no-ff side"} << "";
        QTest::newRow("in the middle of a rebase") << QStringList{"!rebase conflict"} << "";
    }
    void refusesToDisturbWork()
    {
        QFETCH(QStringList, steps);
        QFETCH(QString, path);
        const Place place;
        place.user.commitOn("side", {{"side.txt", "s\n"}});
        place.user.commitOn("conflict", {{"b.txt", "conflict\n"}});
        if (steps.first().startsWith('!')) {
            place.user.commit({{"b.txt", "mine\n"}});
        }
        for (const QString& step : steps) {
            if (step.startsWith('=')) {
                place.user.write({{step.mid(1), "new/\n"}});
            } else if (step.startsWith('!')) {
                QVERIFY(!place.user.tryGit(step.mid(1).split(' ')));
            } else {
                place.user.git(step.split(' '));
            }
        }
        const QString before = place.user.head("main");
        const QString status = place.status();
        const auto outcome = place.merge();
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, errors::CHECKOUT_DIRTY);
        QCOMPARE(outcome.error().context.value("checkout").toString(), place.user.path());
        if (!path.isEmpty()) {
            QCOMPARE(outcome.error().context.value("paths").toArray(), QJsonArray{path});
        }
        QCOMPARE(place.user.head("main"), before);
        QCOMPARE(place.status(), status);
    }

    void linkedWorktreesAreCheckoutsToo()
    {
        const Place place;
        place.user.git({"checkout", "--quiet", "-b", "elsewhere"});
        const QString linked = place.user.outside("linked tree");
        place.user.git({"worktree", "add", "--quiet", linked, "main"});
        QFile file(linked + "/a.txt");
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append));
        file.write("dirty\n");
        file.close();
        const auto refused = place.merge();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, errors::CHECKOUT_DIRTY);
        place.user.gitIn(linked, {"checkout", "--quiet", "a.txt"});
        const auto outcome = place.merge();
        QVERIFY(outcome);
        QCOMPARE(outcome->updatedCheckouts, QStringList{linked});
        QCOMPARE(place.user.gitIn(linked, {"status", "--porcelain"}), "");

        QVERIFY(QDir(linked).removeRecursively());
        place.user.git({"worktree", "prune"});
    }

    void aWorktreeWhoseFolderIsGoneDoesNotCount()
    {
        const Place place;
        place.user.git({"checkout", "--quiet", "-b", "elsewhere"});
        const QString linked = place.user.outside("linked");
        place.user.git({"worktree", "add", "--quiet", linked, "main"});
        QVERIFY(QDir(linked).removeRecursively());
        QVERIFY(place.merge());
    }

    void reportsConflictsAndChangesNothing()
    {
        const Place place;
        const QString before
            = place.user.commit({{"a.txt", "1\n2\n3\nfour\n"}, {"new/n.txt", "m\n"}});
        const auto outcome = place.merge();
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, errors::MERGE_CONFLICT);
        QCOMPARE(outcome.error().detail, "a.txt, new/n.txt");
        QCOMPARE(outcome.error().context.value("paths").toArray(),
                 QJsonArray({"a.txt", "new/n.txt"}));
        QVERIFY(!outcome.error().retryable);
        QCOMPARE(place.user.head("main"), before);
        QCOMPARE(place.status(), "");
    }

    void saysWhatIsMissing()
    {
        const Place place;
        QCOMPARE(place.merge("nope").error().code, errors::BRANCH_NOT_FOUND);
        QCOMPARE(findMerge(place.repository, "nope", place.work).error().code,
                 errors::BRANCH_NOT_FOUND);
        QCOMPARE(mergeIntoBranch(place.repository, {"main", "beef", "m", TAMMA}).error().code,
                 errors::NOT_FOUND);
    }

    void carriesModesLinksAndSubmodules()
    {
        const Place place;
        place.user.git({"checkout", "--quiet", "work"});
        QVERIFY(QFile::link("a.txt", place.user.path() + "/ünï link"));
        place.user.write({{"run.sh", "#!/bin/sh\n"}, {"bin", QByteArray("\0\1\r\n", 4)}});
        place.user.git({"add", "--all"});
        place.user.git({"update-index", "--chmod=+x", "run.sh"});
        place.user.git({"update-index", "--add", "--cacheinfo", "160000," + place.base + ",lib"});
        place.user.git({"commit", "--quiet", "-m", "Odd"});
        const QString commit = place.user.head();
        place.user.git({"checkout", "--quiet", "--force", "main"});
        const auto outcome = mergeIntoBranch(place.repository, {"main", commit, "m", TAMMA});
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(place.user.git({"rev-parse", "main^{tree}"}),
                 place.user.git({"rev-parse", commit + "^{tree}"}));
        QVERIFY(QFileInfo(place.user.path() + "/run.sh").isExecutable());
        QVERIFY(QFileInfo(place.user.path() + "/ünï link").isSymLink());
        QCOMPARE(place.user.read("bin"), QByteArray("\0\1\r\n", 4));
        QCOMPARE(place.status(), "");
    }

    // The moment after the branch moved and before the files followed.
    void finishesWhatAKilledTammaBegan()
    {
        const Place place;
        place.user.git({"checkout", "--quiet", "--detach"});
        const auto outcome = place.merge();
        place.user.git({"symbolic-ref", "HEAD", "refs/heads/main"});
        QVERIFY(!place.status().isEmpty());
        place.user.write({{"new/n.txt", "n\n"}}); // One file was written already.
        const auto again = place.merge();
        QVERIFY(again);
        QVERIFY(again->alreadyMerged);
        QCOMPARE(again->updatedCheckouts, QStringList{place.user.path()});
        QCOMPARE(place.status(), "");
        QCOMPARE(place.user.head("main"), outcome->commit);
    }

    void removesTheLocksThatAKilledTammaLeft()
    {
        const Place place;
        const QString git = place.user.path() + "/.git/";
        const QStringList locks{"refs/heads/main.lock", "index.lock"};
        write(git + "tamma.lock", locks.join('\n').toUtf8()); // As it announces them.
        for (const QString& lock : locks) {
            write(git + lock, {});
        }
        const auto outcome = place.merge();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(place.user.head("main"), outcome->commit);
        QCOMPARE(place.user.git({"status", "--porcelain"}), "");
        QCOMPARE(QFileInfo(git + "tamma.lock").size(), 0);
    }

    // What is locked before it was announced would stay locked after a kill.
    void looksAtACheckoutWithoutALock()
    {
        const Place place;
        const auto handle = openFolder(place.user.path());
        const auto checkouts = checkoutsOf(handle->get(), "main");
        const auto target = lookUpCommit(handle->get(), place.work);
        QVERIFY(checkouts && checkouts->size() == 1 && target);
        write(place.user.path() + "/.git/index.lock", {});
        const auto could = canBringForward(*checkouts->first(), target->get());
        QVERIFY2(could, could ? "" : qPrintable(could.error().detail));
    }

    void removesNothingElseWhateverTheRepositorySays()
    {
        const Place place;
        const QString git = place.user.path() + "/.git/";
        QTemporaryDir elsewhere;
        const QString outside = elsewhere.filePath("mine.lock");
        const QString throughLink = elsewhere.filePath("linked.lock");
        QVERIFY(QFile::link(elsewhere.path(), git + "link"));
        QVERIFY(QFile::link(outside, git + "file.lock"));
        write(git + "tamma.lock",
              (QStringList{outside, QDir(git).relativeFilePath(outside), "link/linked.lock",
                           "file.lock", "config"})
                  .join('\n')
                  .toUtf8());
        const QByteArray config = place.user.read(".git/config");
        write(git + "config", config);
        write(outside, "mine");
        write(throughLink, "mine");
        QVERIFY(place.merge());
        QVERIFY(QFileInfo::exists(outside) && QFileInfo::exists(throughLink));
        QVERIFY(QFileInfo(git + "file.lock").isSymLink());
        QCOMPARE(place.user.read(".git/config"), config);
    }

    void leavesALockOfGitAlone()
    {
        const Place place;
        const QString git = place.user.path() + "/.git/";
        const QString lock = git + "refs/heads/main.lock";
        write(git + "tamma.lock", {});
        write(lock, {});
        const auto outcome = place.merge();
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, errors::GIT_FAILED);
        QVERIFY(outcome.error().retryable);
        QVERIFY(QFileInfo::exists(lock));
        QCOMPARE(place.user.head("main"), place.base);
    }

    void branchesOfManyThreadsAllLand()
    {
        const Place place;
        QStringList commits;
        for (int i = 0; i < 4; ++i) {
            const QString name = QString("t%1").arg(i);
            commits.append(place.user.commitOn(name, {{name + ".txt", "x\n"}}));
        }
        std::atomic<int> landed = 0;
        {
            std::vector<std::jthread> threads;
            for (const QString& commit : commits) {
                threads.emplace_back([&, commit] {
                    const auto outcome
                        = mergeIntoBranch(place.repository, {"main", commit, "m", TAMMA});
                    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
                    ++landed;
                });
            }
        }
        QCOMPARE(landed, 4);
        QCOMPARE(place.user.git({"rev-list", "--count", "--merges", "main"}), "4");
        for (const QString& commit : commits) {
            QVERIFY(contains(place.repository, "main", commit).value());
        }
        QCOMPARE(place.status(), "");
    }

    void commitsThatGitMakesMeanwhileAreNotLost()
    {
        const Place place;
        place.user.git({"checkout", "--quiet", "--detach"});
        constexpr int COUNT = 12;
        QStringList commits;
        for (int i = 0; i < COUNT; ++i) {
            place.user.git({"checkout", "--quiet", "-B", "tmp", place.base});
            commits.append(place.user.commit({{QString("m%1.txt").arg(i), "x\n"}}));
        }
        {
            const std::jthread merger([&] {
                for (const QString& commit : std::as_const(commits)) {
                    QVERIFY(mergeIntoBranch(place.repository, {"main", commit, "m", TAMMA}));
                }
            });
            for (int made = 0; made < COUNT;) { // git moves main by hand at the same time.
                const QString tip = place.user.head("main");
                const QString next
                    = place.user.git({"commit-tree", tip + "^{tree}", "-p", tip, "-m", "By git"});
                made += place.user.tryGit({"update-ref", "refs/heads/main", next, tip}) ? 1 : 0;
            }
        }
        QCOMPARE(place.user.git({"rev-list", "--count", "--merges", "main"}), "12");
        QCOMPARE(place.user.git({"rev-list", "--count", "--grep=By git", "main"}), "12");
    }
};

QTEST_GUILESS_MAIN(TestOfMerge)
#include "tst_merge.moc"
