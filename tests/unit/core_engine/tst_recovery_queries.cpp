// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/recovery_queries.h"

#include "core/git/kept_refs.h"
#include "tests/support/test_repository/test_repository.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace tamma;
using namespace tamma::engine;
using namespace Qt::StringLiterals;
using git::KeptBecause;
using readmodels::LoopRow;
using tamma::tests::TestRepository;

namespace {

const git::Author TAMMA{"Tamma", "tamma@localhost", Timestamp(std::chrono::seconds(1761652800))};

/// A loop that was cancelled with an edit in its worktree.
struct CancelledLoop {
    TestRepository user;
    QString base = user.commit({{"a.txt", "1\n"}});
    git::Repository repository = git::Repository::open(user.path()).value();
    git::WorktreeFactory factory{user.outside("data")};
    git::Worktree worktree
        = factory.createForLoop(repository, {"loop-1", "tamma/12-round", base}).value();
    LoopRow row;

    CancelledLoop()
    {
        row.id = LoopId(u"loop-1"_s);
        row.repository = user.path();
        row.branch = u"tamma/12-round"_s;
        row.status = workflow::LoopStatus::Cancelled;
        row.finishedAt = TAMMA.when;
        QFile file(worktree.path() + "/a.txt");
        if (!file.open(QIODevice::WriteOnly) || file.write("unfinished\n") != 11) {
            qFatal("cannot write");
        }
    }
    [[nodiscard]] git::KeptWork keep() const
    {
        const QStringList kept = keepLooseWork({row}, factory, TAMMA.when);
        return git::findKeptWork(repository, kept.value(0)).value();
    }
};

} // namespace

class RecoveryQueriesTest : public QObject {
    Q_OBJECT

private slots:
    void keepsWhatLiesInTheWorktreesOfEndedLoops()
    {
        const CancelledLoop loop;
        const git::KeptWork kept = loop.keep();
        QCOMPARE(kept.because, KeptBecause::LoopOver);
        QCOMPARE(loop.user.git({"show", kept.ref + ":a.txt"}), u"unfinished"_s);
        const QStringList again
            = keepLooseWork({loop.row}, loop.factory, TAMMA.when + std::chrono::days(3));
        QCOMPARE(again, QStringList{kept.ref});
        QVERIFY(QFileInfo(loop.worktree.path() + "/a.txt").size() == 11);
    }

    void clearsTheDiskButLosesNoWork()
    {
        const CancelledLoop loop;
        const auto checkout = loop.factory.cleanCheckout(loop.repository, "loop-1", loop.base);
        QVERIFY(checkout);
        clearFolders({loop.row}, loop.factory, TAMMA.when + KEEP_FOLDERS / 2);
        QVERIFY(!QFileInfo::exists(checkout->path));
        QVERIFY(QFileInfo::exists(loop.worktree.path()));
        clearFolders({loop.row}, loop.factory, TAMMA.when + KEEP_FOLDERS);
        QVERIFY(!QFileInfo::exists(loop.worktree.path()));
        const auto kept = git::keptWork(loop.repository);
        QCOMPARE(kept->size(), 1);
        QCOMPARE(loop.user.git({"show", kept->first().ref + ":a.txt"}), u"unfinished"_s);
        QVERIFY(loop.user.git({"branch", "--list", "tamma/*"}).contains("tamma/12-round"));
        QVERIFY(!loop.user.git({"worktree", "list"}).contains("loop-1"));
    }

    void clearsNothingOfALoopThatLives()
    {
        CancelledLoop loop;
        loop.row.finishedAt = {};
        const auto checkout = loop.factory.cleanCheckout(loop.repository, "loop-1", loop.base);
        clearFolders({loop.row}, loop.factory, TAMMA.when + 2 * KEEP_FOLDERS);
        QVERIFY(QFileInfo::exists(checkout->path));
        QVERIFY(QFileInfo::exists(loop.worktree.path()));
    }

    void leavesWorktreesAloneThatMayBeInUse_data()
    {
        QTest::addColumn<workflow::LoopStatus>("status");
        QTest::newRow("runs") << workflow::LoopStatus::Running;
        QTest::newRow("waits") << workflow::LoopStatus::NeedsYou;
        QTest::newRow("merged") << workflow::LoopStatus::Completed;
    }
    void leavesWorktreesAloneThatMayBeInUse()
    {
        QFETCH(const workflow::LoopStatus, status);
        CancelledLoop loop;
        loop.row.status = status;
        QVERIFY(keepLooseWork({loop.row}, loop.factory, TAMMA.when).isEmpty());
        QVERIFY(git::keptWork(loop.repository)->isEmpty());
    }

    void listsAllRepositoriesAndSaysWhichCannotBeRead()
    {
        const CancelledLoop one;
        const CancelledLoop other;
        LoopRow gone = one.row;
        gone.repository = one.user.outside("gone");
        LoopRow bare = one.row;
        bare.repository = one.user.outside("bare.git");
        one.user.gitIn(one.user.outside("."), {"init", "--quiet", "--bare", "bare.git"});
        const QString first = one.keep().ref;
        QVERIFY(!keepLooseWork({other.row}, other.factory, TAMMA.when + std::chrono::hours(1))
                     .isEmpty());
        const KeptList list = keptWorkOf({one.row, gone, one.row, bare, other.row});
        QCOMPARE(list.items.size(), 2);
        QCOMPARE(list.items.first().repository, other.user.path());
        QCOMPARE(list.items.last().work.ref, first);
        QCOMPARE(list.unreadable.size(), 1);
        QCOMPARE(list.unreadable.first().code, errors::REPOSITORY_BARE);
    }

    void forgetsOldWorkButNoAttemptOfALivingLoop()
    {
        CancelledLoop loop;
        const QString ref = loop.keep().ref;
        QVERIFY(loop.worktree.commitAll("Try", TAMMA, 1));
        const Timestamp later = TAMMA.when + git::KEPT_FOR + std::chrono::hours(1);
        loop.row.finishedAt = {};
        QCOMPARE(forgetOldWork({loop.row}, TAMMA.when), QStringList());
        QCOMPARE(forgetOldWork({loop.row}, later), QStringList{ref});
        loop.row.finishedAt = TAMMA.when;
        QCOMPARE(forgetOldWork({loop.row}, later), QStringList{u"refs/tamma/attempts/loop-1/1"_s});
    }

    void restoresUnderANameThatIsFree()
    {
        const CancelledLoop loop;
        const git::KeptWork kept = loop.keep();
        const RestoreWork wanted{loop.user.path(), kept.ref, {}, {}};
        const auto first = restoreWork(wanted, loop.row.branch);
        QVERIFY2(first, first ? "" : qPrintable(first.error().detail));
        QCOMPARE(first->branch, u"recovered/12-round"_s);
        QCOMPARE(first->loopId, loop.row.id);
        QCOMPARE(loop.user.git({"show", first->branch + ":a.txt"}), u"unfinished"_s);
        QCOMPARE(restoreWork(wanted, loop.row.branch)->branch, u"recovered/12-round-2"_s);
        QCOMPARE(restoreWork(wanted, {})->branch, u"recovered/loop-1"_s);
        QCOMPARE(restoreWork({loop.user.path(), kept.ref, u"main"_s, {}}, {}).error().code,
                 errors::BRANCH_TAKEN);

        const UndoRestore undo{loop.user.path(), kept.ref, first->branch};
        QCOMPARE(undoRestore(undo)->branch, first->branch);
        QVERIFY(!loop.user.tryGit({"rev-parse", "--verify", "--quiet", first->branch}));
        QCOMPARE(git::keptWork(loop.repository)->size(), 1);
    }

    void restoresToAFolderAndNamesAttempts()
    {
        CancelledLoop loop;
        QVERIFY(loop.worktree.commitAll("Try", TAMMA, 1));
        const QString ref = u"refs/tamma/attempts/loop-1/1"_s;
        const QString folder = loop.user.outside("back");
        QCOMPARE(restoreWork({loop.user.path(), ref, {}, folder}, {})->folder, folder);
        QVERIFY(QFileInfo::exists(folder + "/a.txt"));
        QCOMPARE(restoreWork({loop.user.path(), ref, {}, folder}, {}).error().code,
                 errors::INVALID_ARGUMENT);
        QCOMPARE(restoreWork({loop.user.path(), ref, {}, {}}, loop.row.branch)->branch,
                 u"recovered/12-round-attempt-1"_s);
        QCOMPARE(restoreWork({loop.user.path(), u"nothing"_s, {}, {}}, {}).error().code,
                 errors::NOT_FOUND);
    }

    void forecastsAMerge()
    {
        CancelledLoop loop;
        const QString commit = loop.worktree.commitAll("Try", TAMMA).value();
        loop.user.commit({{"a.txt", "other\n"}});
        const auto forecast = forecastOf({loop.user.path(), u"main"_s, commit});
        QCOMPARE(forecast->conflicts, QStringList{u"a.txt"_s});
        QCOMPARE(forecastOf({u"/nowhere"_s, u"main"_s, commit}).error().code,
                 errors::NOT_A_REPOSITORY);
    }
};

QTEST_GUILESS_MAIN(RecoveryQueriesTest)
#include "tst_recovery_queries.moc"
