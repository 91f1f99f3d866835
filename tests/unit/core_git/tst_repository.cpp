// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/repository.h"
#include "tests/support/test_repository/test_repository.h"

#include <QJsonArray>
#include <QTest>

#include <unistd.h>

using namespace tamma;
using tamma::git::inspectRepository;
using tamma::git::Repository;
using tamma::tests::TestRepository;

class TestOfRepository : public QObject {
    Q_OBJECT

private slots:
    void saysWhatAHealthyRepositoryLooksLike()
    {
        const TestRepository user;
        const QString head = user.commit({{"a.txt", "1\n"}});
        const auto state = inspectRepository(user.path());
        QVERIFY(state);
        QCOMPARE(state->root, user.path());
        QCOMPARE(state->currentBranch, "main");
        QCOMPARE(state->defaultBaseBranch, "main");
        QCOMPARE(state->headCommit, head);
        QVERIFY(!state->bare && !state->empty && !state->detached && !state->dirty);
    }

    void opensFromAnyFolderInside()
    {
        const TestRepository user;
        user.commit({{"deep/er/a.txt", "1\n"}});
        for (const QString folder : {"", "/deep", "/deep/er", "/.git", "/deep/../deep"}) {
            const auto repository = Repository::open(user.path() + folder);
            QVERIFY2(repository, qPrintable(folder));
            QCOMPARE(repository->root(), user.path());
            QCOMPARE(repository->commonFolder(), user.path() + "/.git");
        }
    }

    void refusesWhatIsNoRepository_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::newRow("a plain folder") << "/";
        QTest::newRow("a folder that is not there") << "/nowhere/at/all";
        QTest::newRow("a file") << "/etc/hostname";
        QTest::newRow("no name") << "";
    }
    void refusesWhatIsNoRepository()
    {
        QFETCH(QString, folder);
        const auto repository = Repository::open(folder);
        QVERIFY(!repository);
        QCOMPARE(repository.error().code, errors::NOT_A_REPOSITORY);
        QCOMPARE(repository.error().context.value("path").toString(), folder);
    }

    void refusesABareRepository()
    {
        const TestRepository user;
        user.commit({{"a.txt", "1\n"}});
        const QString bare = user.outside("bare.git");
        user.git({"clone", "--quiet", "--bare", user.path(), bare});
        const auto repository = Repository::open(bare);
        QVERIFY(!repository);
        QCOMPARE(repository.error().code, errors::REPOSITORY_BARE);
        const auto state = inspectRepository(bare);
        QVERIFY(state);
        QVERIFY(state->bare);
        QVERIFY(!state->dirty);
    }

    void refusesToBeginInAnEmptyRepository()
    {
        const TestRepository user;
        const auto state = inspectRepository(user.path());
        QVERIFY(state);
        QVERIFY(state->empty && !state->dirty);
        QCOMPARE(state->currentBranch, "main");
        const auto base = Repository::open(user.path())->baseTip();
        QVERIFY(!base);
        QCOMPARE(base.error().code, errors::REPOSITORY_EMPTY);
        QVERIFY(!base.error().context.value("mend").toString().isEmpty());
    }

    void asksForABranchWhenHeadIsDetached()
    {
        const TestRepository user;
        const QString head = user.commit({{"a.txt", "1\n"}});
        user.git({"checkout", "--quiet", "--detach"});
        const auto repository = Repository::open(user.path());
        const auto base = repository->baseTip();
        QVERIFY(!base);
        QCOMPARE(base.error().code, errors::HEAD_DETACHED);
        QCOMPARE(base.error().context.value("suggestion").toString(), "main");
        QCOMPARE(repository->state()->defaultBaseBranch, "main");
        QVERIFY(repository->state()->detached);
        QCOMPARE(repository->baseTip("main").value(), (git::BranchTip{"main", head}));
    }

    void suggestsTheBranchOfOriginFirst()
    {
        const TestRepository user;
        user.commit({{"a.txt", "1\n"}});
        user.git({"branch", "trunk"});
        const QString clone = user.outside("clone");
        user.git({"clone", "--quiet", "--branch", "trunk", user.path(), clone});
        user.gitIn(clone,
                   {"symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk"});
        user.gitIn(clone, {"branch", "main"});
        user.gitIn(clone, {"checkout", "--quiet", "--detach"});
        QCOMPARE(inspectRepository(clone)->defaultBaseBranch, "trunk");
    }

    void saysWhichBranchesThereAre()
    {
        const TestRepository user;
        user.commit({{"a.txt", "1\n"}});
        user.git({"branch", "feature/ä"});
        const auto repository = Repository::open(user.path());
        const auto base = repository->baseTip("nope");
        QVERIFY(!base);
        QCOMPARE(base.error().code, errors::BRANCH_NOT_FOUND);
        QCOMPARE(base.error().context.value("branches").toArray(),
                 QJsonArray({"feature/ä", "main"}));
        QCOMPARE(repository->baseTip()->branch, "main");
    }

    void callsDirtyOnlyWhatAMergeWouldDisturb_data()
    {
        QTest::addColumn<QStringList>("steps"); // git calls; a leading '=' writes a file instead
        QTest::addColumn<bool>("dirty");
        QTest::newRow("clean") << QStringList{} << false;
        QTest::newRow("edited") << QStringList{"=a.txt"} << true;
        QTest::newRow("edited and staged") << QStringList{"=a.txt", "add --all"} << true;
        QTest::newRow("new and staged") << QStringList{"=new.txt", "add --all"} << true;
        QTest::newRow("new, unknown to git") << QStringList{"=new.txt"} << false;
        QTest::newRow("deleted") << QStringList{"rm --quiet --cached a.txt"} << true;
        QTest::newRow("half-done merge")
            << QStringList{"merge --quiet --no-commit --no-ff other"} << true;
    }
    void callsDirtyOnlyWhatAMergeWouldDisturb()
    {
        QFETCH(QStringList, steps);
        QFETCH(bool, dirty);
        const TestRepository user;
        user.commit({{"a.txt", "1\n"}});
        user.commitOn("other", {{"b.txt", "1\n"}});
        for (const QString& step : steps) {
            if (step.startsWith('=')) {
                user.write({{step.mid(1), "changed\n"}});
            } else {
                user.git(step.split(' '));
            }
        }
        QCOMPARE(inspectRepository(user.path())->dirty, dirty);
    }

    void looksWithoutWriting()
    {
        const TestRepository user;
        user.commit({{"a.txt", "1\n"}});
        user.write({{"a.txt", "22\n"}});
        QFile index(user.path() + "/.git/index");
        QVERIFY(index.open(QIODevice::ReadOnly));
        const QByteArray before = index.readAll();
        QVERIFY(inspectRepository(user.path())->dirty);
        QVERIFY(index.seek(0));
        QCOMPARE(index.readAll(), before);
    }

    // Git's own rule: it does not work in another user's repository before it was told to. Tamma
    // follows it, because files that root writes there would lock their owner out.
    void saysHowToTrustTheRepositoryOfAnotherUser()
    {
        if (geteuid() != 0) {
            QSKIP("only root can give a folder away");
        }
        const TestRepository user;
        user.commit({{"a.txt", "1\n"}});
        for (const QString& folder : {user.path(), user.path() + "/.git"}) {
            QCOMPARE(chown(QFile::encodeName(folder).constData(), 12345, 12345), 0);
        }
        const auto refused = Repository::open(user.path());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, errors::REPOSITORY_NOT_TRUSTED);
        const QString mend = refused.error().context.value("mend").toString();
        QVERIFY(mend.startsWith("git config --global --add safe.directory"));
        QVERIFY(mend.contains(user.path()));

        QVERIFY(QDir().mkpath(QDir::homePath()));
        QFile settings(QDir::homePath() + "/.gitconfig");
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.write("[safe]\n\tdirectory = " + user.path().toUtf8() + "\n");
        settings.close();
        const auto trusted = Repository::open(user.path());
        QVERIFY(settings.remove());
        QVERIFY(trusted);
    }
};

QTEST_GUILESS_MAIN(TestOfRepository)
#include "tst_repository.moc"
