// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/file_wait.h"
#include "core/git/worktree_factory.h"
#include "tests/support/test_repository/test_repository.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <semaphore>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace tamma;
using namespace tamma::git;
using namespace std::chrono_literals;
using tamma::tests::TestRepository;
using SteadyClock = std::chrono::steady_clock;

class TestOfFileWait : public QObject {
    Q_OBJECT

private slots:
    void wakesWhenTheFileIsGone()
    {
        const QTemporaryDir folder;
        QFile lock(folder.filePath("x.lock"));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        std::binary_semaphore waiting{0};
        bool gone = false;
        {
            const std::jthread waiter([&] {
                waiting.release();
                gone = waitUntilGone(lock.fileName(), SteadyClock::now() + 60s);
            });
            waiting.acquire();
            QVERIFY(lock.rename(folder.filePath("x"))); // As git does at the end.
        }
        QVERIFY(gone);
        QVERIFY(waitUntilGone(folder.filePath("never.lock"), SteadyClock::now()));
    }

    void givesUpAtTheDeadline()
    {
        const QTemporaryDir folder;
        QFile lock(folder.filePath("x.lock"));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        const auto before = SteadyClock::now();
        QVERIFY(!waitUntilGone(lock.fileName(), before + 50ms));
        QVERIFY(SteadyClock::now() >= before + 50ms);
    }

    void theLockIsNoOtherFile_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("a link to a file of the user") << "symbolic";
        QTest::newRow("another name of it") << "hard";
        QTest::newRow("a pipe") << "pipe";
    }

    void theLockIsNoOtherFile()
    {
        QFETCH(QString, kind);
        const QTemporaryDir folder;
        const QByteArray target = folder.filePath("key").toLocal8Bit();
        const QByteArray name = folder.filePath("tamma.lock").toLocal8Bit();
        QFile key(QString::fromLocal8Bit(target));
        QVERIFY(key.open(QIODevice::WriteOnly) && key.write("precious") == 8 && key.flush());
        const int made = kind == "symbolic" ? ::symlink(target, name)
            : kind == "hard"                ? ::link(target, name)
                                            : ::mkfifo(name, 0600);
        QCOMPARE(made, 0);
        const auto lock = RepositoryLock::take(folder.path());
        QVERIFY(!lock);
        QCOMPARE(lock.error().code, errors::GIT_FAILED);
        QCOMPARE(QFileInfo(key.fileName()).size(), 8);
    }

    void oneHolderAtATime()
    {
        const QTemporaryDir folder;
        int inside = 0; // Not atomic: a second holder would be seen by the thread sanitizer too.
        std::atomic<int> most = 0;
        std::atomic<int> turns = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 8; ++i) {
                threads.emplace_back([&] {
                    const auto lock = RepositoryLock::take(folder.path());
                    QVERIFY(lock);
                    const int now = std::atomic_ref(inside).fetch_add(1) + 1;
                    most = std::max(most.load(), now);
                    ++turns;
                    std::atomic_ref(inside).fetch_sub(1);
                });
            }
        }
        QCOMPARE(most, 1);
        QCOMPARE(turns, 8);
    }

    void aKilledHolderDoesNotKeepTheLock()
    {
        const QTemporaryDir folder;
        QProcess holder;
        holder.setWorkingDirectory(folder.path());
        holder.start("flock", {"tamma.lock", "sh", "-c", "echo held; exec cat"});
        QVERIFY(holder.waitForReadyRead());
        std::binary_semaphore waiting{0};
        bool taken = false;
        {
            const std::jthread waiter([&] {
                waiting.release();
                taken = RepositoryLock::take(folder.path()).has_value();
            });
            waiting.acquire();
            holder.closeWriteChannel();
            holder.kill();
            QVERIFY(holder.waitForFinished());
        }
        QVERIFY(taken);
    }

    void saysThatTheRepositoryCannotBeWritten()
    {
        const auto lock = RepositoryLock::take("/proc");
        QVERIFY(!lock);
        QCOMPARE(lock.error().code, errors::GIT_FAILED);
        QVERIFY(!lock.error().retryable);
    }

    void gitsOwnLocksAreWaitedFor()
    {
        const TestRepository user;
        const QString base = user.commit({{"a.txt", "1\n"}});
        const WorktreeFactory factory(user.outside("data"));
        const auto repository = Repository::open(user.path());
        QVERIFY(QDir().mkpath(user.path() + "/.git/refs/heads/tamma"));
        QFile lock(user.path() + "/.git/refs/heads/tamma/x.lock");
        QVERIFY(lock.open(QIODevice::WriteOnly));
        std::binary_semaphore waiting{0};
        {
            const std::jthread other([&] {
                waiting.acquire();
                QVERIFY(lock.remove());
            });
            waiting.release();
            QVERIFY(factory.createForLoop(*repository, {"l", "tamma/x", base}));
        }
        QCOMPARE(user.head("tamma/x"), base);
    }

    void aLockThatStaysIsNamed()
    {
        const TestRepository user;
        const QString base = user.commit({{"a.txt", "1\n"}});
        const WorktreeFactory factory(user.outside("data"));
        user.write({{".git/refs/heads/stuck.lock", ""}});
        const auto worktree
            = factory.createForLoop(*Repository::open(user.path()), {"l", "stuck", base});
        QVERIFY(!worktree);
        QCOMPARE(worktree.error().code, errors::GIT_FAILED);
        QVERIFY(worktree.error().retryable);
        QCOMPARE(worktree.error().context.value("lockFile").toString(),
                 user.path() + "/.git/refs/heads/stuck.lock");
    }
};

QTEST_GUILESS_MAIN(TestOfFileWait)
#include "tst_file_wait.moc"
