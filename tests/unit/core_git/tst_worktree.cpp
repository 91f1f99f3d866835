// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/core_git/loop_place.h"

#include <QProcess>
#include <QTest>

#include <sys/stat.h>
#include <thread>

using namespace tamma;
using namespace tamma::git;
using namespace tamma::tests;

class TestOfWorktree : public QObject {
    Q_OBJECT

private slots:
    void isMadeBesideTheUsersCheckout()
    {
        const LoopPlace place;
        place.user.write({{"a.txt", "the user's edit\n"}, {"untracked.txt", "mine\n"}});
        const auto worktree = place.create();
        QVERIFY(worktree);
        QCOMPARE(read(*worktree, "a.txt"), "1\n");
        QCOMPARE(worktree->head().value(), place.base);
        QVERIFY(worktree->path().startsWith(place.user.outside("data/worktrees/loop-1")));
        QCOMPARE(place.user.gitIn(worktree->path(), {"status", "--porcelain", "--branch"}),
                 "## tamma/1-first");
        QCOMPARE(place.user.read("a.txt"), "the user's edit\n");
        QCOMPARE(place.user.git({"status", "--porcelain"}), " M a.txt\n?? untracked.txt");
        QVERIFY(place.user.git({"worktree", "list"}).contains(worktree->path()));
    }

    void commitsEverythingThatTheAgentDid()
    {
        const LoopPlace place;
        auto worktree = place.create();
        QVERIFY(worktree);
        write(*worktree, "a.txt", "2\n");
        write(*worktree, "new folder/ünï.txt", "new\r\n");
        write(*worktree, "build/out.o", "ignored");
        QVERIFY(QFile::remove(worktree->path() + "/src/b.txt"));
        QVERIFY(QFile::link("a.txt", worktree->path() + "/link"));
        write(*worktree, "run.sh", "#!/bin/sh\n");
        QCOMPARE(chmod(QFile::encodeName(worktree->path() + "/run.sh").constData(), 0755), 0);
        QCOMPARE(mkfifo(QFile::encodeName(worktree->path() + "/pipe").constData(), 0600), 0);

        const auto commit = worktree->commitAll("Do it\n\nBecause.", TAMMA);
        QVERIFY2(commit, commit ? "" : qPrintable(commit.error().detail));
        QCOMPARE(worktree->head().value(), *commit);
        QCOMPARE(place.user
                     .git({"-c", "core.quotePath=no", "show", "--format=%an <%ae> %aI|%B|%P",
                           "--raw", "--abbrev=4", "--no-renames", *commit})
                     .section('\n', 0, 3),
                 "Tamma <tamma@localhost> 2025-10-28T12:00:00Z|Do it\n\nBecause.\n|" + place.base);
        QCOMPARE(place.user.git({"ls-tree", "-r", *commit, "run.sh"}).left(6), "100755");
        QCOMPARE(place.user.git({"ls-tree", "-r", *commit, "link"}).left(6), "120000");
        QVERIFY(!place.user.git({"ls-tree", "-r", "--name-only", *commit}).contains("src/b.txt"));
        QVERIFY(!place.user.git({"ls-tree", "-r", "--name-only", *commit}).contains("build"));
        QCOMPARE(place.user.gitIn(worktree->path(), {"status", "--porcelain"}), "");

        const auto again = worktree->commitAll("Again", TAMMA);
        QVERIFY(!again);
        QCOMPARE(again.error().code, errors::NOTHING_DONE);
    }

    void doesNotLetTheUsersConfigurationInterfere()
    {
        const LoopPlace place;
        auto worktree = place.create();
        place.user.git({"config", "commit.gpgsign", "true"});
        place.user.git({"config", "gpg.program", "/bin/false"});
        place.user.git({"config", "user.name", "Somebody Else"});
        const QString hook = place.user.path() + "/.git/hooks/pre-commit";
        place.user.write({{".git/hooks/pre-commit", "#!/bin/sh\nexit 1\n"}});
        QCOMPARE(chmod(QFile::encodeName(hook).constData(), 0755), 0);
        write(*worktree, "a.txt", "2\n");
        const auto commit = worktree->commitAll("Change", TAMMA);
        QVERIFY(commit);
        QCOMPARE(place.user.git({"show", "--no-patch", "--format=%an %G?", *commit}), "Tamma N");
    }

    void isFoundAgainWithItsWork()
    {
        const LoopPlace place;
        auto first = place.create();
        write(*first, "a.txt", "half done\n");
        const auto again = place.create();
        QVERIFY(again);
        QCOMPARE(again->path(), first->path());
        QCOMPARE(read(*again, "a.txt"), "half done\n");
        const auto opened = place.factory.open(place.repository, "loop-1", place.wanted.branch);
        QVERIFY(opened);
        QCOMPARE(read(*opened, "a.txt"), "half done\n");
        QCOMPARE(place.factory.open(place.repository, "loop-2", place.wanted.branch).error().code,
                 errors::NOT_FOUND);
    }

    void comesBackWhenSomebodyDestroyedIt_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QByteArray>("edit"); // what a.txt holds afterwards
        const QByteArray committed = "committed\n";
        const QByteArray edited = "edited\n";
        QTest::newRow("folder deleted") << "rm -rf \"$W\"" << committed;
        QTest::newRow("folder deleted and pruned")
            << "rm -rf \"$W\"; git -C \"$U\" worktree prune --expire=now" << committed;
        QTest::newRow("git forgot it") << "rm -rf \"$U\"/.git/worktrees" << edited;
        QTest::newRow("git forgot it, killed while it was taken back")
            << "cd \"$U\"/.git/worktrees/*; rm index; touch tamma-taking-back" << edited;
        QTest::newRow("link deleted") << "rm \"$W\"/.git" << edited;
        QTest::newRow("link leads to the user's checkout")
            << "echo \"gitdir: $U/.git\" > \"$W\"/.git" << edited;
        QTest::newRow("link is a symbolic link")
            << "rm \"$W\"/.git; ln -s \"$U\"/.git \"$W\"/.git" << edited;
        QTest::newRow("another repository in its place")
            << "rm \"$W\"/.git; git init --quiet \"$W\"" << edited;
        QTest::newRow("HEAD moved to another branch")
            << "git -C \"$W\" symbolic-ref HEAD refs/heads/main" << edited;
        QTest::newRow("lock of a killed process")
            << "cd \"$U\"/.git/worktrees/*; touch index.lock" << edited;
        QTest::newRow("first checkout cut off")
            << "rm \"$U\"/.git/worktrees/*/index \"$W\"/a.txt" << committed;
    }
    void comesBackWhenSomebodyDestroyedIt()
    {
        QFETCH(QString, damage);
        QFETCH(QByteArray, edit);
        const LoopPlace place;
        auto worktree = place.create();
        write(*worktree, "a.txt", "committed\n");
        const auto commit = worktree->commitAll("Work", TAMMA);
        QVERIFY(commit);
        write(*worktree, "a.txt", "edited\n");
        QProcess shell;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("W", worktree->path());
        environment.insert("U", place.user.path());
        shell.setProcessEnvironment(environment);
        shell.start("sh", {"-ec", damage});
        QVERIFY(shell.waitForFinished() && shell.exitCode() == 0);

        auto back = place.create();
        QVERIFY2(back, back ? "" : qPrintable(back.error().detail));
        QCOMPARE(read(*back, "a.txt"), edit);
        QCOMPARE(back->head().value(), *commit);
        write(*back, "a.txt", "more\n");
        QVERIFY(back->commitAll("More", TAMMA));
        QCOMPARE(place.inBranch("a.txt"), "more");
        QCOMPARE(place.user.head("main"), place.base);
        QCOMPARE(place.user.git({"status", "--porcelain"}), "");
    }

    void keepsTheRepositoryThatAnAgentMadeInIt()
    {
        const LoopPlace place;
        auto worktree = place.create();
        QVERIFY(QFile::remove(worktree->path() + "/.git"));
        place.user.gitIn(worktree->path(), {"init", "--quiet"});
        QVERIFY(place.create());
        QVERIFY(QFileInfo(worktree->path() + ".replaced-git-1/HEAD").exists());
    }

    void takesTheFilesOfANestedRepositoryAsFiles()
    {
        const LoopPlace place;
        auto worktree = place.create();
        for (const QString folder : {"empty", "used"}) {
            QVERIFY(QDir().mkpath(worktree->path() + "/" + folder));
            place.user.gitIn(worktree->path() + "/" + folder, {"init", "--quiet"});
            write(*worktree, folder + "/code.txt", "work\n");
        }
        place.user.gitIn(worktree->path() + "/used", {"add", "code.txt"});
        place.user.gitIn(worktree->path() + "/used", {"commit", "--quiet", "-m", "Nested"});
        const auto commit = worktree->commitAll("With nested repositories", TAMMA);
        QVERIFY2(commit, commit ? "" : qPrintable(commit.error().detail));
        QCOMPARE(place.inBranch("empty/code.txt"), "work");
        QCOMPARE(place.inBranch("used/code.txt"), "work");
    }

    void resetsAndKeepsWhatWouldBeLost()
    {
        const LoopPlace place;
        auto worktree = place.create();
        write(*worktree, "a.txt", "first\n");
        const auto first = worktree->commitAll("First", TAMMA);
        QVERIFY(first);
        write(*worktree, "a.txt", "second\n");
        const auto second = worktree->commitAll("Second", TAMMA);
        write(*worktree, "a.txt", "third\n");
        write(*worktree, "untracked.txt", "new\n");
        write(*worktree, "build/out.o", "built\n");

        const auto recovery = worktree->resetTo(*first, TAMMA);
        QVERIFY2(recovery, recovery ? "" : qPrintable(recovery.error().detail));
        QCOMPARE(*recovery, "refs/tamma/recovery/loop-1/20251028T120000123Z");
        QCOMPARE(worktree->head().value(), *first);
        QCOMPARE(read(*worktree, "a.txt"), "first\n");
        QCOMPARE(read(*worktree, "untracked.txt"), "(none)");
        QCOMPARE(read(*worktree, "build/out.o"), "built\n");
        QCOMPARE(place.user.gitIn(worktree->path(), {"status", "--porcelain"}), "");
        QCOMPARE(place.user.git({"show", *recovery + ":a.txt"}), "third");
        QCOMPARE(place.user.git({"show", *recovery + ":untracked.txt"}), "new");
        QCOMPARE(place.user.head(*recovery + "^"), *second);

        QCOMPARE(worktree->resetTo(*first, TAMMA).value(), "");
        QCOMPARE(worktree->resetTo(*second, TAMMA).value(), "");
        QCOMPARE(worktree->resetTo(*first, TAMMA).value(), *recovery + "-2"); // Of the commit now.
        QCOMPARE(worktree->resetTo("nonsense", TAMMA).error().code, errors::NOT_FOUND);
    }

    void isRemovedWithoutLosingWork()
    {
        const LoopPlace place;
        auto worktree = place.create();
        write(*worktree, "a.txt", "unfinished\n");
        write(*worktree, "new.txt", "untracked\n");
        write(*worktree, "build/ro/deep.o", "x");
        QCOMPARE(chmod(QFile::encodeName(worktree->path() + "/build/ro").constData(), 0500), 0);
        const auto recovery = place.factory.remove(*worktree, TAMMA);
        QVERIFY2(recovery, recovery ? "" : qPrintable(recovery.error().detail));
        QVERIFY(!QFileInfo::exists(worktree->path()));
        QCOMPARE(place.user.git({"worktree", "list"}).count('\n'), 0);
        QCOMPARE(place.user.git({"show", *recovery + ":a.txt"}), "unfinished");
        QCOMPARE(place.user.git({"show", *recovery + ":new.txt"}), "untracked");
        QVERIFY(!place.user.tryGit({"show", *recovery + ":build/ro/deep.o"}));
        QCOMPARE(place.user.head(place.wanted.branch), place.base);
        QCOMPARE(place.factory.remove(*worktree, TAMMA).value(), "");

        const auto clean = place.create();
        QCOMPARE(place.factory.remove(*clean, TAMMA).value(), "");
    }

    void isRemovedWithoutLosingWorkThatGitForgot()
    {
        const LoopPlace place;
        auto worktree = place.create();
        write(*worktree, "a.txt", "unfinished\n");
        QVERIFY(QDir(place.user.path() + "/.git/worktrees").removeRecursively());
        const auto recovery = place.factory.remove(*worktree, TAMMA);
        QVERIFY(recovery);
        QCOMPARE(place.user.git({"show", *recovery + ":a.txt"}), "unfinished");
    }

    void refusesABranchThatIsNotTheLoops()
    {
        const LoopPlace place;
        place.user.git({"checkout", "--quiet", "--orphan", "alien"});
        place.user.commit({{"z.txt", "1\n"}});
        place.user.git({"branch", place.wanted.branch});
        const auto other = place.create();
        QVERIFY(!other);
        QCOMPARE(other.error().code, errors::BRANCH_TAKEN);

        auto current = place.wanted;
        current.branch = "main";
        place.user.git({"checkout", "--quiet", "main"});
        QCOMPARE(place.factory.createForLoop(place.repository, current).error().code,
                 errors::BRANCH_TAKEN);
    }

    void refusesPlacesAndNames_data()
    {
        QTest::addColumn<QString>("loop");
        QTest::addColumn<QString>("branch");
        QTest::addColumn<QString>("code");
        QTest::newRow("no id") << "" << "b" << "INVALID_ARGUMENT";
        QTest::newRow("upwards") << ".." << "b" << "INVALID_ARGUMENT";
        QTest::newRow("path") << "a/b" << "b" << "INVALID_ARGUMENT";
        QTest::newRow("lock") << "a.lock" << "b" << "INVALID_ARGUMENT";
        QTest::newRow("not a branch") << "a" << "b..c" << "INVALID_ARGUMENT";
        QTest::newRow("option as branch") << "a" << "-b" << "INVALID_ARGUMENT";
        QTest::newRow("no branch") << "a" << "" << "INVALID_ARGUMENT";
    }
    void refusesPlacesAndNames()
    {
        QFETCH(QString, loop);
        QFETCH(QString, branch);
        QFETCH(QString, code);
        const LoopPlace place;
        const auto made = place.factory.createForLoop(place.repository, {loop, branch, place.base});
        QVERIFY(!made);
        QCOMPARE(made.error().code.text(), code);
        QCOMPARE(place.user.git({"branch", "--list"}), "* main");
        QCOMPARE(place.factory.createForLoop(place.repository, {"l", "b", "beef"}).error().code,
                 errors::NOT_FOUND);
    }

    void neverTakesTheUsersOwnCheckout()
    {
        const LoopPlace place;
        place.user.write({{"a.txt", "precious\n"}});
        const QString root = place.user.outside("root");
        QVERIFY(QDir().mkpath(root));
        QVERIFY(QFile::link(place.user.path(), root + "/as-loop"));
        QVERIFY(QDir().mkpath(root + "/as-work"));
        QVERIFY(QFile::link(place.user.path(), root + "/as-work/work"));
        const WorktreeFactory links(root);
        for (const QString loop : {"as-loop", "as-work"}) {
            const auto made = links.createForLoop(place.repository, {loop, "b", place.base});
            QVERIFY(!made);
            QCOMPARE(made.error().code, errors::INVALID_ARGUMENT);
        }
        // The user's checkout is exactly where a worktree would go.
        const QString same = place.user.outside("root/same/work");
        QVERIFY(QDir().mkpath(place.user.outside("root/same")));
        place.user.git({"clone", "--quiet", place.user.path(), same});
        const auto inside = Repository::open(same);
        for (const Repository& repository : {*inside, place.repository}) {
            const auto made = links.createForLoop(repository, {"same", "b", place.base});
            QVERIFY(!made);
            QCOMPARE(made.error().code, errors::INVALID_ARGUMENT);
        }
        QCOMPARE(place.user.read("a.txt"), "precious\n");
        QVERIFY(QFileInfo(same + "/.git").isDir());
    }

    void manyLoopsWorkAtTheSameTime()
    {
        const LoopPlace place;
        std::atomic<int> done = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 6; ++i) {
                threads.emplace_back([&, i] {
                    const QString loop = QString("loop-%1").arg(i);
                    auto worktree = place.factory.createForLoop(
                        place.repository, {loop, "tamma/" + loop, place.base});
                    QVERIFY(worktree);
                    write(*worktree, loop, "work\n");
                    QVERIFY(worktree->commitAll("Work", TAMMA));
                    QVERIFY(place.factory.remove(*worktree, TAMMA));
                    ++done;
                });
            }
        }
        QCOMPARE(done, 6);
        for (int i = 0; i < 6; ++i) {
            QCOMPARE(place.user.git({"show", QString("tamma/loop-%1:loop-%1").arg(i)}), "work");
        }
    }
};

QTEST_GUILESS_MAIN(TestOfWorktree)
#include "tst_worktree.moc"
