// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/restore.h"

#include "core/git/kept_refs.h"
#include "tests/unit/core_git/loop_place.h"

#include <QTest>

#include <sys/stat.h>

using namespace tamma;
using namespace tamma::git;
using namespace tamma::tests;

namespace {

/// A loop whose worktree was removed with work in it.
struct LostWork : LoopPlace {
    LostWork()
    {
        const auto worktree = create().value();
        write(worktree, "a.txt", "lost\n");
        write(worktree, "new folder/ünï.txt", "new\n");
        write(worktree, "run.sh", "#!/bin/sh\n");
        chmod(QFile::encodeName(worktree.path() + "/run.sh").constData(), 0755);
        kept = findKeptWork(repository, factory.remove(worktree, TAMMA).value()).value();
        state = everything();
    }

    /// All that restoring must leave alone: branches, the files and the index of the user.
    [[nodiscard]] QString everything() const
    {
        return user.git({"for-each-ref"}) + user.git({"status", "--porcelain"})
            + user.git({"stash", "list"}) + QString::fromUtf8(user.read("a.txt"));
    }

    KeptWork kept;
    QString state;
};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

} // namespace

class TestOfRestore : public QObject {
    Q_OBJECT

private slots:
    void bringsWorkBackOnANewBranch()
    {
        const LostWork lost;
        lost.user.write({{"a.txt", "the user's edit\n"}});
        const auto done = restoreToBranch(lost.repository, lost.kept, "recovered/1");
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(lost.user.head("recovered/1"), lost.kept.commit);
        QCOMPARE(lost.user.git({"show", "recovered/1:a.txt"}), "lost");
        QCOMPARE(lost.user.read("a.txt"), "the user's edit\n");
        QCOMPARE(lost.user.git({"status", "--porcelain", "--branch"}), "## main\n M a.txt");
        QCOMPARE(keptWork(lost.repository)->size(), 1);
    }

    void neverMovesABranchThatIsThere()
    {
        const LostWork lost;
        for (const QString taken : {"main", "tamma/1-first"}) {
            QCOMPARE(restoreToBranch(lost.repository, lost.kept, taken).error().code,
                     errors::BRANCH_TAKEN);
        }
        for (const QString bad : {"", "a..b", "-x", "x.lock"}) {
            QCOMPARE(restoreToBranch(lost.repository, lost.kept, bad).error().code,
                     errors::INVALID_ARGUMENT);
        }
        QCOMPARE(lost.everything(), lost.state);
    }

    void takesABranchBackThatNobodyTouched()
    {
        const LostWork lost;
        QVERIFY(restoreToBranch(lost.repository, lost.kept, "recovered/1"));
        QVERIFY(takeBackBranch(lost.repository, lost.kept, "recovered/1"));
        QCOMPARE(lost.everything(), lost.state);
        QVERIFY(takeBackBranch(lost.repository, lost.kept, "recovered/1"));
    }

    void leavesABranchThatSomebodyWorksOn_data()
    {
        QTest::addColumn<QString>("branch");
        QTest::addColumn<QStringList>("touch");
        QTest::addColumn<QString>("code");
        QTest::newRow("checked out")
            << "recovered/1" << QStringList{"checkout", "-q", "recovered/1"} << "BRANCH_TAKEN";
        QTest::newRow("in another worktree")
            << "recovered/1" << QStringList{"worktree", "add", "-q", "../linked", "recovered/1"}
            << "BRANCH_TAKEN";
        QTest::newRow("moved on") << "recovered/1"
                                  << QStringList{"branch", "-f", "recovered/1", "main"}
                                  << "BRANCH_TAKEN";
        QTest::newRow("named by the user") << "mine" << QStringList{"status"} << "INVALID_ARGUMENT";
    }
    void leavesABranchThatSomebodyWorksOn()
    {
        QFETCH(QString, branch);
        QFETCH(QStringList, touch);
        QFETCH(QString, code);
        const LostWork lost;
        QVERIFY(restoreToBranch(lost.repository, lost.kept, branch));
        lost.user.git(touch);
        const QString before = lost.everything();
        const auto undone = takeBackBranch(lost.repository, lost.kept, branch);
        QVERIFY(!undone);
        QCOMPARE(undone.error().code.text(), code);
        QCOMPARE(lost.everything(), before);
    }

    void writesTheFilesToANewFolder_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::newRow("new, and so is its parent") << "restored/here";
        QTest::newRow("empty") << "empty";
        QTest::newRow("spelled strangely") << "restored/../other//folder/";
    }
    void writesTheFilesToANewFolder()
    {
        QFETCH(QString, folder);
        const LostWork lost;
        QVERIFY(QDir().mkpath(lost.user.outside("empty")));
        const QString target = lost.user.outside("") + "/" + folder;
        const auto done = restoreToFolder(lost.repository, lost.kept, target);
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        const QString there = QDir::cleanPath(target);
        QCOMPARE(contentOf(there + "/a.txt"), "lost\n");
        QCOMPARE(contentOf(there + "/src/b.txt"), "1\n");
        QCOMPARE(contentOf(there + "/new folder/ünï.txt"), "new\n");
        QVERIFY(QFileInfo(there + "/run.sh").isExecutable());
        QVERIFY(!QFileInfo::exists(there + "/.git"));
        QCOMPARE(lost.everything(), lost.state);
        const QDir beside(QFileInfo(there).path());
        QVERIFY(beside.entryList({".tamma*"}, QDir::AllEntries | QDir::Hidden).isEmpty());
    }

    void aHalfRemovedWorktreeIsInNobodysWay()
    {
        const LostWork lost;
        QVERIFY(QDir().mkpath(lost.user.path() + "/.git/worktrees/half"));
        QVERIFY(restoreToFolder(lost.repository, lost.kept, lost.user.outside("new")));
    }

    void refusesFoldersThatAreNotFree_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::newRow("the user's checkout") << "$U";
        QTest::newRow("new in the user's checkout") << "$U/new/folder";
        QTest::newRow("git's own folder") << "$U/.git/new";
        QTest::newRow("the worktree of a loop") << "$W";
        QTest::newRow("new in the worktree of a loop") << "$W/new";
        QTest::newRow("a worktree whose link is gone") << "$X/new";
        QTest::newRow("a worktree whose folder is gone") << "$Y";
        QTest::newRow("through a link into the checkout") << "$L/new";
        QTest::newRow("a link") << "$L";
        QTest::newRow("a folder with files") << "$F";
        QTest::newRow("a file") << "$F/file.txt";
        QTest::newRow("below a file") << "$F/file.txt/new";
        QTest::newRow("not absolute") << "somewhere";
        QTest::newRow("the root") << "/";
        QTest::newRow("nothing") << "";
    }
    void refusesFoldersThatAreNotFree()
    {
        QFETCH(QString, folder);
        const LostWork lost;
        QString target = folder;
        for (const QString loop : {"W", "X", "Y"}) {
            const auto worktree = lost.factory.createForLoop(
                lost.repository, {"held-" + loop, "tamma/held-" + loop, lost.base});
            QVERIFY(worktree);
            write(*worktree, "held.txt", "somebody works here\n");
            target.replace("$" + loop, worktree->path());
        }
        const QString held = lost.user.outside("data/worktrees/held-%1/work");
        QVERIFY(QFile::remove(held.arg("X") + "/.git"));
        QVERIFY(QDir(held.arg("Y")).removeRecursively());
        const QString full = lost.user.outside("full");
        QVERIFY(QDir().mkpath(full) && QFile::copy("/etc/hostname", full + "/file.txt"));
        const QString link = lost.user.outside("link");
        QVERIFY(QFile::link(lost.user.path(), link));
        target.replace("$U", lost.user.path()).replace("$F", full).replace("$L", link);
        const QString before = lost.everything();

        const auto refused = restoreToFolder(lost.repository, lost.kept, target);
        QVERIFY(!refused);
        QVERIFY2(refused.error().code == errors::INVALID_ARGUMENT
                     || (folder == "$F/file.txt/new"
                         && refused.error().code == errors::FILE_WRITE_FAILED),
                 qPrintable(refused.error().detail));
        QCOMPARE(lost.everything(), before);
        QCOMPARE(contentOf(held.arg("W") + "/held.txt"), "somebody works here\n");
        QCOMPARE(QDir(full).entryList(QDir::Files), QStringList{"file.txt"});
        QVERIFY(!QFileInfo::exists(held.arg("Y")));
    }

    void saysWhenItIsGone()
    {
        const LostWork lost;
        KeptWork gone = lost.kept;
        gone.commit = QString(40, 'b');
        QCOMPARE(restoreToBranch(lost.repository, gone, "recovered/1").error().code,
                 errors::NOT_FOUND);
        QCOMPARE(restoreToFolder(lost.repository, gone, lost.user.outside("x")).error().code,
                 errors::NOT_FOUND);
        QVERIFY(!QFileInfo::exists(lost.user.outside("x")));
    }
};

QTEST_GUILESS_MAIN(TestOfRestore)
#include "tst_restore.moc"
