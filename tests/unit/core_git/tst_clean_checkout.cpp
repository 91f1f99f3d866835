// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/worktree_factory.h"
#include "tests/support/test_repository/test_repository.h"

#include <QProcess>
#include <QTest>

using namespace tamma;
using namespace tamma::git;
using tamma::tests::TestRepository;

namespace {

struct Place {
    TestRepository user;
    QString first
        = user.commit({{"a.txt", "one\n"}, {"src/b.txt", "b\n"}, {".gitignore", "*.o\n"}});
    Repository repository = Repository::open(user.path()).value();
    WorktreeFactory factory{user.outside("data")};

    [[nodiscard]] Result<CleanCheckout> checkOut(const QString& commit) const
    {
        return factory.cleanCheckout(repository, "loop-1", commit);
    }
};

QByteArray read(const CleanCheckout& checkout, const QString& path)
{
    QFile file(checkout.path + "/" + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

void write(const CleanCheckout& checkout, const QString& path, const QByteArray& content)
{
    QFile file(checkout.path + "/" + path);
    QVERIFY(QDir().mkpath(QFileInfo(file).path()));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

} // namespace

class TestOfCleanCheckout : public QObject {
    Q_OBJECT

private slots:
    void hasExactlyTheFilesOfTheCommit()
    {
        const Place place;
        place.user.write({{"a.txt", "edited\n"}, {"untracked.txt", "x\n"}});
        const auto checkout = place.checkOut("main");
        QVERIFY2(checkout, checkout ? "" : qPrintable(checkout.error().detail));
        QCOMPARE(checkout->commit, place.first);
        QCOMPARE(read(*checkout, "a.txt"), "one\n");
        QCOMPARE(read(*checkout, "untracked.txt"), "(none)");
        QCOMPARE(place.user.gitIn(checkout->path, {"status", "--porcelain", "--branch"}),
                 "## HEAD (no branch)");
        QCOMPARE(place.user.gitIn(checkout->path, {"rev-parse", "HEAD"}), place.first);
        QCOMPARE(place.user.git({"branch", "--list"}), "* main");
        QCOMPARE(place.checkOut("nonsense").error().code, errors::NOT_FOUND);
    }

    void keepsWhatWasBuiltForTheSameCommit()
    {
        const Place place;
        const auto checkout = place.checkOut(place.first);
        write(*checkout, "out/a.o", "built\n");
        write(*checkout, "unknown.txt", "built too\n");
        const auto before = QFileInfo(checkout->path + "/a.txt").lastModified();
        const auto again = place.checkOut(place.first);
        QVERIFY(again);
        QCOMPARE(again->path, checkout->path);
        QCOMPARE(read(*again, "out/a.o"), "built\n");
        QCOMPARE(read(*again, "unknown.txt"), "built too\n");
        QCOMPARE(QFileInfo(again->path + "/a.txt").lastModified(), before);
    }

    void beginsFromNothingForAnotherCommit()
    {
        const Place place;
        const auto checkout = place.checkOut(place.first);
        write(*checkout, "out/a.o", "built\n");
        const QString second = place.user.commit({{"a.txt", "two\n"}});
        const auto next = place.checkOut(second);
        QVERIFY(next);
        QCOMPARE(read(*next, "a.txt"), "two\n");
        QCOMPARE(read(*next, "out/a.o"), "(none)");
    }

    void putsBackWhatABuildDidToTrackedFiles_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("edited") << "echo changed > a.txt";
        QTest::newRow("edited with the old time and size")
            << "touch -r a.txt ref; printf 'eno\\n' > a.txt; touch -r ref a.txt; rm ref";
        QTest::newRow("deleted") << "rm -r src";
        QTest::newRow("made executable") << "chmod +x a.txt";
        QTest::newRow("replaced by a folder") << "rm a.txt; mkdir a.txt; touch a.txt/x";
        QTest::newRow("replaced by a link") << "echo one > other.o; rm a.txt; ln -s other.o a.txt";
        QTest::newRow("folder replaced by a link out")
            << "mv src ../elsewhere; ln -s ../elsewhere src";
        QTest::newRow("made read-only") << "chmod 0444 a.txt; echo x > a.txt 2>/dev/null || true";
        QTest::newRow("committed")
            << "git commit --quiet --allow-empty -m x; echo y > a.txt; git add .";
        QTest::newRow("link to git deleted") << "rm .git; echo changed > a.txt";
        QTest::newRow("all gone") << "cd ..; rm -rf gate";
        QTest::newRow("killed before it was complete")
            << "rm \"$U\"/.git/worktrees/tamma-loop-1-gate/tamma-complete; rm a.txt";
    }
    void putsBackWhatABuildDidToTrackedFiles()
    {
        QFETCH(QString, damage);
        const Place place;
        const auto checkout = place.checkOut(place.first);
        QVERIFY(checkout);
        QProcess shell;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("U", place.user.path());
        environment.insert("GIT_AUTHOR_NAME", "x");
        environment.insert("GIT_AUTHOR_EMAIL", "x");
        environment.insert("GIT_COMMITTER_NAME", "x");
        environment.insert("GIT_COMMITTER_EMAIL", "x");
        shell.setProcessEnvironment(environment);
        shell.setWorkingDirectory(checkout->path);
        shell.start("sh", {"-ec", damage});
        QVERIFY(shell.waitForFinished() && shell.exitCode() == 0);

        const auto again = place.checkOut(place.first);
        QVERIFY2(again, again ? "" : qPrintable(again.error().detail));
        QCOMPARE(read(*again, "a.txt"), "one\n");
        QCOMPARE(read(*again, "src/b.txt"), "b\n");
        QVERIFY(!QFileInfo(again->path + "/src").isSymLink());
        QVERIFY(!QFileInfo(again->path + "/a.txt").isSymLink());
        QVERIFY(!QFileInfo(again->path + "/a.txt").isExecutable());
        QCOMPARE(place.user.gitIn(again->path, {"rev-parse", "HEAD"}), place.first);
        QCOMPARE(place.user.gitIn(again->path, {"status", "--porcelain", "-uno"}), "");
        QCOMPARE(place.user.head("main"), place.first);
    }

    void livesWithSubmodulesAndLineEnds()
    {
        const Place place;
        place.user.git({"config", "core.autocrlf", "true"});
        place.user.git({"update-index", "--add", "--cacheinfo", "160000," + place.first + ",lib"});
        place.user.git({"commit", "--quiet", "-m", "With a submodule"});
        const QString commit = place.user.head();
        for (int i = 0; i < 2; ++i) {
            const auto checkout = place.checkOut(commit);
            QVERIFY2(checkout, checkout ? "" : qPrintable(checkout.error().detail));
            QCOMPARE(read(*checkout, "a.txt"), "one\r\n");
            QVERIFY(QFileInfo(checkout->path + "/lib").isDir());
        }
    }

    void isRemovedWithoutATrace()
    {
        const Place place;
        const auto checkout = place.checkOut(place.first);
        write(*checkout, "out/a.o", "built\n");
        QVERIFY(place.factory.removeCleanCheckout(place.repository, "loop-1"));
        QVERIFY(!QFileInfo::exists(checkout->path));
        QCOMPARE(place.user.git({"worktree", "list"}).count('\n'), 0);
        QVERIFY(place.factory.removeCleanCheckout(place.repository, "loop-1"));
        QVERIFY(place.user.git({"for-each-ref", "refs/tamma"}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestOfCleanCheckout)
#include "tst_clean_checkout.moc"
