// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/git_folder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tamma;

namespace {

void writeFile(const QString& path, const QByteArray& content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

// What `git worktree add` leaves on disk.
void makeWorktree(const QString& top)
{
    writeFile(top + "/repo/.git/HEAD", "ref: refs/heads/main\n");
    QDir().mkpath(top + "/repo/.git/objects");
    writeFile(top + "/repo/.git/worktrees/w/gitdir", top.toUtf8() + "/w/.git\n");
    writeFile(top + "/w/.git", "gitdir: " + top.toUtf8() + "/repo/.git/worktrees/w\n");
}

} // namespace

class TestGitFolder : public QObject {
    Q_OBJECT

private slots:
    void findsTheRepositoryOfALinkedWorktree()
    {
        const QTemporaryDir top;
        makeWorktree(top.path());
        const auto found = sandbox::linkedGitFolder(top.filePath("w"));
        QVERIFY(found);
        QCOMPARE(found->path, QFileInfo(top.filePath("repo/.git")).canonicalFilePath());
        QCOMPARE(found->asWritten, top.filePath("repo/.git"));
    }

    void understandsRelativePathsAndLinks()
    {
        const QTemporaryDir top;
        makeWorktree(top.path());
        writeFile(top.filePath("w/.git"), "gitdir: ../alias/.git/worktrees/w\n");
        QVERIFY(QFile::link(top.filePath("repo"), top.filePath("alias")));
        const auto found = sandbox::linkedGitFolder(top.filePath("w"));
        QVERIFY(found);
        QCOMPARE(found->path, QFileInfo(top.filePath("repo/.git")).canonicalFilePath());
        QCOMPARE(found->asWritten, top.filePath("alias/.git"));
    }

    void believesNoWorktreeThatTheRepositoryDoesNotKnow_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("points to the keys of the user")
            << "w/.git" << QByteArray("gitdir: ../home/.ssh\n");
        QTest::newRow("another worktree's entry")
            << "repo/.git/worktrees/w/gitdir" << QByteArray("/somewhere/else/.git\n");
        QTest::newRow("no entry") << "repo/.git/worktrees/w/gitdir" << QByteArray();
        QTest::newRow("no such text") << "w/.git" << QByteArray("something\n");
        QTest::newRow("empty") << "w/.git" << QByteArray();
    }

    void believesNoWorktreeThatTheRepositoryDoesNotKnow()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        const QTemporaryDir top;
        makeWorktree(top.path());
        writeFile(top.filePath("home/.ssh/id_rsa"), "key");
        writeFile(top.filePath(file), content);
        QVERIFY(!sandbox::linkedGitFolder(top.filePath("w")));
    }

    void isNothingForAnOrdinaryRepository()
    {
        const QTemporaryDir top;
        makeWorktree(top.path());
        QVERIFY(!sandbox::linkedGitFolder(top.filePath("repo")));
        QVERIFY(!sandbox::linkedGitFolder(top.filePath("nowhere")));
    }
};

QTEST_GUILESS_MAIN(TestGitFolder)
#include "tst_git_folder.moc"
