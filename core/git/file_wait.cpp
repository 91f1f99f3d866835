// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/file_wait.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace tamma::git {

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::chrono::seconds LOCK_HOLDER_PATIENCE{60};

// A notice of the kernel can be missing (network file systems, no watch left); looking again once
// in this while makes that a delay and not a fault.
constexpr std::chrono::milliseconds LONGEST_DOZE{500};

// Wakes when something happens to one file or folder.
class KernelWatch {
public:
    KernelWatch(const QString& path, uint32_t events)
        : m_queue(inotify_init1(IN_CLOEXEC | IN_NONBLOCK))
    {
        inotify_add_watch(m_queue, QFile::encodeName(path).constData(), events);
    }
    KernelWatch(const KernelWatch&) = delete;
    KernelWatch& operator=(const KernelWatch&) = delete;
    ~KernelWatch()
    {
        if (m_queue >= 0) {
            close(m_queue);
        }
    }

    void wait(SteadyTime deadline)
    {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        const auto doze = std::clamp(left, std::chrono::milliseconds(0), LONGEST_DOZE);
        pollfd ready{m_queue, POLLIN, 0};
        poll(&ready, 1, static_cast<int>(doze.count()));
        alignas(inotify_event) char events[4096];
        while (read(m_queue, events, sizeof(events)) > 0) { }
    }

private:
    int m_queue;
};

// Git holds a lock for a moment. One that was made just after a holder announced it, and that is
// there although the holder is gone, is of the holder, who was killed.
constexpr qint64 MADE_WITHIN_MS = 5'000;

// A repository may come from anybody, with anything written in it: only a lock file of its own is
// ever removed.
bool isLockFileIn(const QString& commonFolder, const QFileInfo& file)
{
    const QString own = QFileInfo(commonFolder).canonicalFilePath() + QLatin1Char('/');
    const QString place = QFileInfo(file.path()).canonicalFilePath() + QLatin1Char('/');
    return !file.isSymLink() && file.isFile() && file.fileName().endsWith(QLatin1String(".lock"))
        && place.startsWith(own);
}

void removeWhatAKilledHolderLeft(const QString& commonFolder, const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return;
    }
    const QDateTime announced = file.fileTime(QFileDevice::FileModificationTime);
    const QStringList names
        = QString::fromUtf8(file.readAll()).split(QChar::LineFeed, Qt::SkipEmptyParts);
    for (const QString& name : names) {
        const QFileInfo left(commonFolder + QLatin1Char('/') + name);
        const qint64 later = announced.msecsTo(left.lastModified());
        if (isLockFileIn(commonFolder, left) && later >= 0 && later <= MADE_WITHIN_MS) {
            QFile::remove(left.filePath());
        }
    }
}

// A repository may come from anybody: what is written here must not reach another file.
bool isOwnFile(int file)
{
    struct stat status{};
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1;
}

} // namespace

bool waitUntilGone(const QString& file, SteadyTime deadline)
{
    KernelWatch watch(QFileInfo(file).path(), IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF);
    while (QFileInfo::exists(file)) {
        if (std::chrono::steady_clock::now() >= deadline) {
            return false;
        }
        watch.wait(deadline);
    }
    return true;
}

Result<RepositoryLock> RepositoryLock::take(const QString& commonFolder)
{
    const QString path = commonFolder + QStringLiteral("/tamma.lock");
    const int file = open(QFile::encodeName(path).constData(),
                          O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    if (file < 0 || !isOwnFile(file)) {
        const QString why = file < 0 ? qt_error_string(errno)
                                     : QStringLiteral("it is not a file of its own; remove it");
        if (file >= 0) {
            close(file);
        }
        return failure(errors::GIT_FAILED,
                       QStringLiteral("cannot write to the repository: %1: %2").arg(path, why),
                       {{"path", path}});
    }
    RepositoryLock lock(file);
    const SteadyTime deadline = std::chrono::steady_clock::now() + LOCK_HOLDER_PATIENCE;
    KernelWatch watch(path, IN_CLOSE); // The holder closes the file, even when it is killed.
    while (flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (std::chrono::steady_clock::now() >= deadline) {
            return retryableFailure(errors::GIT_FAILED,
                                    QStringLiteral("another Tamma is still merging"),
                                    {{"lockFile", path}});
        }
        watch.wait(deadline);
    }
    removeWhatAKilledHolderLeft(commonFolder, path);
    lock.announce({});
    return lock;
}

void RepositoryLock::announce(const QStringList& lockFiles)
{
    m_hasAnnounced = !lockFiles.isEmpty();
    const QByteArray text = lockFiles.join(QChar::LineFeed).toUtf8();
    // Where it cannot be written, a person has to remove what a killed Tamma left; as with git.
    (void)(ftruncate(m_file, 0) == 0 && pwrite(m_file, text.data(), size_t(text.size()), 0) >= 0);
}

RepositoryLock::~RepositoryLock()
{
    if (m_file >= 0) {
        if (m_hasAnnounced) { // Who waited in vain has nothing to take back: it is another's.
            announce({});
        }
        close(m_file);
    }
}

} // namespace tamma::git
