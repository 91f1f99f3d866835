// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/checkout.h"
#include "core/git/merge.h"
#include "core/git/worktree_factory.h"
#include "tests/support/test_repository/test_repository.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace tamma;
using namespace tamma::git;
using tamma::tests::TestRepository;

namespace {

const Author TAMMA{"Tamma", "tamma@localhost", Timestamp(std::chrono::seconds(1761652800))};

void touch(const QString& path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
}

/// A user on main, and work that changes, adds and deletes a file.
struct Place {
    TestRepository user;
    QString base = user.commit({{"a.txt", "1\n"}, {"gone/g.txt", "g\n"}, {"b.txt", "b\n"}});
    QString work;

    Place()
    {
        user.git({"checkout", "--quiet", "-b", "work"});
        user.git({"rm", "--quiet", "gone/g.txt"});
        work = user.commit({{"a.txt", "2\n"}, {"new/n.txt", "n\n"}});
        user.git({"checkout", "--quiet", "main"});
    }

    [[nodiscard]] Result<MergeOutcome> merge() const
    {
        return mergeIntoBranch(Repository::open(user.path()).value(),
                               {"main", work, "Merge the work", TAMMA});
    }
    [[nodiscard]] QString status() const { return user.git({"status", "--porcelain"}); }
    [[nodiscard]] QString indexLock() const { return user.path() + "/.git/index.lock"; }
};

} // namespace

/// What lands in the checkout of a user, in places where git itself is at work or is set up in an
/// unusual way.
class TestOfLanding : public QObject {
    Q_OBJECT

private slots:
    void waitsForTheGitOfTheUser()
    {
        const Place place;
        touch(place.indexLock());
        std::jthread user([&] {
            while (!QFileInfo::exists(place.user.path() + "/.git/tamma.lock")) {
                std::this_thread::yield(); // The merge has begun when this is there.
            }
            QFile::remove(place.indexLock());
        });
        const auto outcome = place.merge();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(place.status(), "");
    }

    void takesBackWhatAFailedLandingWrote()
    {
        const Place place;
        const auto handle = openHandle(Repository::open(place.user.path()).value()).value();
        const auto checkouts = checkoutsOf(handle.get(), "main").value();
        const auto before = lookUpCommit(handle.get(), place.base).value();
        const auto target = lookUpCommit(handle.get(), place.work).value();
        touch(place.indexLock()); // Somebody's git, in the moment between the look and the deed.
        QVERIFY(!bringForward(*checkouts.first(), before.get(), target.get()));
        QFile::remove(place.indexLock());
        QVERIFY(!place.status().isEmpty());
        place.user.write({{"b.txt", "mine\n"}});
        takeBack(*checkouts.first(), before.get(), target.get());
        QCOMPARE(place.status(), " M b.txt"); // What somebody wrote since stays.
        QCOMPARE(place.user.read("a.txt"), "1\n");
        QVERIFY(!QFileInfo::exists(place.user.path() + "/new"));
    }

    void findsTheCheckoutOfAGitFolderThatLiesElsewhere()
    {
        const Place place;
        const QTemporaryDir store;
        const QString git = store.filePath("store/project.git");
        QVERIFY(QDir().mkpath(store.filePath("store")));
        place.user.git({"init", "--quiet", "--separate-git-dir", git});
        const auto outcome = place.merge();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(outcome->updatedCheckouts, QStringList{place.user.path()});
        QCOMPARE(place.status(), "");
        QCOMPARE(QDir(store.filePath("store")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 QStringList{"project.git"});
    }

    void leavesFiltersToGit_data()
    {
        QTest::addColumn<QByteArray>("attribute");
        QTest::addColumn<bool>("refused");
        QTest::newRow("a filter that is configured") << QByteArray("filter=rot") << true;
        QTest::newRow("a filter that nobody configured") << QByteArray("filter=other") << false;
        QTest::newRow("another encoding") << QByteArray("working-tree-encoding=ISO-8859-1") << true;
        QTest::newRow("line ends") << QByteArray("text eol=crlf") << false;
    }
    void leavesFiltersToGit()
    {
        QFETCH(QByteArray, attribute);
        QFETCH(bool, refused);
        TestRepository user;
        user.commit({{".gitattributes", "*.key " + attribute + "\n"}});
        user.git({"config", "filter.rot.clean", "tr a-z b-za"});
        const auto repository = Repository::open(user.path()).value();
        const QTemporaryDir folder;
        const WorktreeFactory factory(folder.path());
        auto worktree
            = factory.createForLoop(repository, {"loop-1", "tamma/1", user.head()}).value();
        QFile secret(worktree.path() + "/new.key");
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("secret\n") > 0);
        secret.close();
        const auto commit = worktree.commitAll("Work", TAMMA, 1);
        QCOMPARE(commit.has_value(), !refused);
        QVERIFY(commit || commit.error().code == errors::FILTER_UNSUPPORTED);

        // The agent's own git runs the filter; what lands in the checkout of the user does not.
        user.git({"checkout", "--quiet", "-b", "work"});
        const QString work = user.commit({{"other.key", "filtered\n"}});
        user.git({"checkout", "--quiet", "main"});
        const QString before = user.head();
        const auto landed = mergeIntoBranch(repository, {"main", work, "m", TAMMA});
        QCOMPARE(landed.has_value(), !refused);
        QCOMPARE(user.head() == before, refused);
    }
};

QTEST_GUILESS_MAIN(TestOfLanding)
#include "tst_landing.moc"
