// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/history.h"
#include "tests/support/test_repository/test_repository.h"

#include <QTest>

using namespace tamma;
using namespace tamma::git;
using tamma::tests::TestRepository;

class TestOfHistory : public QObject {
    Q_OBJECT

private slots:
    void findsTheCommitsThatTouchedAPath()
    {
        const TestRepository user;
        const QString first = user.commit({{"src/a.cpp", "1\n"}, {"b.txt", "1\n"}}, "Begin");
        user.commit({{"b.txt", "2\n"}}, "Elsewhere");
        const QString third = user.commit({{"src/a.cpp", "2\n"}}, "Grow a\n\nLong story.");
        const auto repository = Repository::open(user.path());

        const auto ofFile = history(*repository, {"HEAD", "src/a.cpp"});
        QVERIFY(ofFile);
        QCOMPARE(ofFile->size(), 2);
        QCOMPARE(ofFile->at(0).hash, third);
        QCOMPARE(ofFile->at(0).subject, "Grow a");
        QCOMPARE(ofFile->at(0).author.name, "Ada");
        QCOMPARE(toIso8601(ofFile->at(0).author.when), "2025-10-28T12:00:00.000Z");
        QCOMPARE(ofFile->at(1).hash, first);

        QCOMPARE(history(*repository, {"HEAD", "src"})->size(), 2);
        QCOMPARE(history(*repository, {"HEAD", ""})->size(), 3);
        QCOMPARE(history(*repository, {"HEAD", "", 2})->size(), 2);
        QCOMPARE(history(*repository, {"HEAD", "never.txt"})->size(), 0);
        QCOMPARE(history(*repository, {"nonsense", ""}).error().code, errors::NOT_FOUND);
    }

    void agreesWithGitAboutMerges()
    {
        const TestRepository user;
        user.commit({{"a.txt", "1\n"}});
        user.commitOn("side", {{"a.txt", "2\n"}});
        user.commit({{"b.txt", "1\n"}});
        user.git({"merge", "--quiet", "--no-ff", "side", "-m", "Merge"});
        const auto repository = Repository::open(user.path());
        QStringList hashes;
        const auto commits = history(*repository, {"HEAD", "a.txt"});
        QVERIFY(commits);
        for (const auto& commit : *commits) {
            hashes.append(commit.hash);
        }
        QCOMPARE(hashes, user.git({"log", "--format=%H", "--", "a.txt"}).split('\n'));
    }

    void listsAndReadsFiles()
    {
        const TestRepository user;
        QVERIFY(QFile::link("a b.txt", user.path() + "/link"));
        const QString first = user.commit({{"a b.txt", "one\r\n"},
                                           {"src/übung.cpp", "int x;\n"},
                                           {"bin", QByteArray("\0\1", 2)}});
        user.commit({{"a b.txt", "two\n"}});
        const auto repository = Repository::open(user.path());
        QCOMPARE(filesAt(*repository, first).value(),
                 QStringList({"a b.txt", "bin", "link", "src/übung.cpp"}));
        QCOMPARE(readFileAt(*repository, first, "a b.txt").value(), "one\r\n");
        QCOMPARE(readFileAt(*repository, "main", "a b.txt").value(), "two\n");
        QCOMPARE(readFileAt(*repository, first, "src/übung.cpp").value(), "int x;\n");
        QCOMPARE(readFileAt(*repository, first, "bin").value(), QByteArray("\0\1", 2));
        QCOMPARE(readFileAt(*repository, first, "link").value(), "a b.txt");
        for (const QString path : {"nope", "src", "", "../x", "src/übung.cpp/x"}) {
            QCOMPARE(readFileAt(*repository, first, path).error().code, errors::NOT_FOUND);
        }
    }

    void knowsWhereBranchesParted()
    {
        const TestRepository user;
        const QString root = user.commit({{"a.txt", "1\n"}});
        const QString side = user.commitOn("side", {{"b.txt", "1\n"}});
        const QString head = user.commit({{"a.txt", "2\n"}});
        const auto repository = Repository::open(user.path());
        QCOMPARE(mergeBase(*repository, side, head).value(), root);
        QVERIFY(contains(*repository, side, root).value());
        QVERIFY(contains(*repository, side, side).value());
        QVERIFY(!contains(*repository, side, head).value());

        user.git({"checkout", "--quiet", "--orphan", "alien"});
        const QString alien = user.commit({{"z.txt", "1\n"}});
        QCOMPARE(mergeBase(*repository, alien, head).error().code, errors::NOT_FOUND);
    }
};

QTEST_GUILESS_MAIN(TestOfHistory)
#include "tst_history.moc"
