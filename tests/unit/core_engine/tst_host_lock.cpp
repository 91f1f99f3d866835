// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/host_lock.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace tamma;
using namespace tamma::engine;

class TestHostLock : public QObject {
    Q_OBJECT

private slots:
    void oneHolderAtATime()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("deep/host.lock"));
        auto first = std::make_unique<HostLock>(file);
        HostLock second(file);
        QVERIFY(*first->tryTake());
        QVERIFY(!*second.tryTake());
        first.reset();
        QVERIFY(*second.tryTake());
    }

    void killedHolderGivesItBack()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("host.lock"));
        int ready[2];
        QCOMPARE(pipe(ready), 0);
        const pid_t child = fork();
        if (child == 0) {
            HostLock lock(file);
            const char word = lock.tryTake().value_or(false) ? 'y' : 'n';
            (void)!write(ready[1], &word, 1);
            pause();
            _exit(0);
        }
        char word = 'n';
        QCOMPARE(read(ready[0], &word, 1), ssize_t(1));
        QCOMPARE(word, 'y');
        HostLock mine(file);
        QVERIFY(!*mine.tryTake());
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        QVERIFY(*mine.tryTake());
    }

    void impossiblePlaceIsAnError()
    {
        HostLock lock(QStringLiteral("/proc/no/such/place"));
        QCOMPARE(lock.tryTake().error().code, errors::FILE_WRITE_FAILED);
    }
};

QTEST_APPLESS_MAIN(TestHostLock)
#include "tst_host_lock.moc"
