// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/supervised/session_folder.h"

#include "core/base/json.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <sys/syscall.h>

namespace tamma::io {

using namespace std::chrono;

namespace {

constexpr seconds HEART_STOPPED(5);
constexpr qsizetype LAST_WILL_BYTES = 256 * 1024; // Inherited files are part of it.

// What is in the file of the lock. It never leaves the machine.
struct Pulse {
    qint64 startedAtMs;
    qint64 beatAtMs;
    qint64 pid;
};

QString partOf(const QString& file)
{
    return file + QStringLiteral(".part");
}

FileDescriptor openFile(const QString& file, int flags)
{
    return FileDescriptor(::open(QFile::encodeName(file).constData(), flags | O_CLOEXEC, 0600));
}

// A lock of the open file and not of the process (as flock(2)), which can be asked for without
// being taken.
struct flock wholeFile()
{
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

bool isHeld(const FileDescriptor& file)
{
    struct flock lock = wholeFile();
    return ::fcntl(file.number(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

std::optional<SessionEnd> readEnd(const QString& folder)
{
    QFile file(folder + session_file::END);
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    const auto fields = json::parseObject(file.readAll());
    if (!fields) {
        return std::nullopt;
    }
    SessionEnd end{.exit = {fields->value(u"code").toInt(), fields->value(u"signal").toInt()},
                   .cause = fields->value(u"cause").toString(),
                   .at = milliseconds(fields->value(u"atMs").toInteger()),
                   .outputLost = fields->value(u"outputLost").toBool()};
    const QJsonObject inherited = fields->value(u"inheritedFiles").toObject();
    for (auto it = inherited.begin(); it != inherited.end(); ++it) {
        end.inheritedFiles.insert(it.key().toInt(),
                                  QByteArray::fromBase64(it.value().toString().toLatin1()));
    }
    return end;
}

QByteArray written(const SessionEnd& end)
{
    QJsonObject inherited;
    for (auto it = end.inheritedFiles.begin(); it != end.inheritedFiles.end(); ++it) {
        inherited.insert(QString::number(it.key()), QString::fromLatin1(it.value().toBase64()));
    }
    return json::compact({{QStringLiteral("code"), end.exit.code},
                          {QStringLiteral("signal"), end.exit.signal},
                          {QStringLiteral("cause"), end.cause},
                          {QStringLiteral("atMs"), qint64(end.at.count())},
                          {QStringLiteral("outputLost"), end.outputLost},
                          {QStringLiteral("inheritedFiles"), inherited}});
}

} // namespace

std::unexpected<Error> writeFailure(const QString& file)
{
    const QJsonObject context{{QStringLiteral("file"), file}};
    const QString why = QString::fromLocal8Bit(strerror(errno));
    if (errno == ENOSPC || errno == EDQUOT) {
        return retryableFailure(errors::DISK_FULL, why, context);
    }
    return failure(errors::FILE_WRITE_FAILED, why, context);
}

milliseconds sessionClock()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return duration_cast<milliseconds>(seconds(now.tv_sec) + nanoseconds(now.tv_nsec));
}

Result<SessionLife> SessionLife::take(const QString& folder)
{
    const QString name = folder + session_file::LIFE;
    FileDescriptor lock = openFile(name, O_RDWR | O_CREAT | O_EXCL);
    if (!lock.isOpen()) {
        return errno == EEXIST ? failure(errors::INVALID_ARGUMENT,
                                         QStringLiteral("The session was begun before: ") + folder)
                               : writeFailure(name);
    }
    struct flock whole = wholeFile();
    if (::fcntl(lock.number(), F_OFD_SETLK, &whole) != 0) {
        return writeFailure(name);
    }
    const QString part = partOf(folder + session_file::END);
    FileDescriptor lastWill = openFile(part, O_WRONLY | O_CREAT | O_TRUNC);
    if (!lastWill.isOpen()) {
        return writeFailure(part);
    }
    if (const int fault = ::posix_fallocate(lastWill.number(), 0, LAST_WILL_BYTES); fault != 0) {
        errno = fault;
        return writeFailure(part);
    }
    SessionLife life(folder, std::move(lock), std::move(lastWill));
    life.beat();
    return life;
}

SessionLife::SessionLife(QString folder, FileDescriptor lock, FileDescriptor lastWill)
    : m_folder(std::move(folder))
    , m_lock(std::move(lock))
    , m_lastWill(std::move(lastWill))
    , m_startedAt(sessionClock())
{
}

void SessionLife::beat()
{
    const Pulse pulse{m_startedAt.count(), sessionClock().count(), ::getpid()};
    // The first beat made the file as long as it gets: a full disk does not stop this heart.
    [[maybe_unused]] const auto written = ::pwrite(m_lock.number(), &pulse, sizeof pulse, 0);
}

Result<> SessionLife::writeEnd(const SessionEnd& end)
{
    const QString name = m_folder + session_file::END;
    const QByteArray text = written(end);
    if (::pwrite(m_lastWill.number(), text.constData(), text.size(), 0) != text.size()
        || ::ftruncate(m_lastWill.number(), text.size()) != 0
        || ::fdatasync(m_lastWill.number()) != 0
        || ::rename(QFile::encodeName(partOf(name)).constData(),
                    QFile::encodeName(name).constData())
            != 0) {
        return writeFailure(name);
    }
    return {};
}

bool isSession(const QString& folder)
{
    return QFileInfo::exists(folder + session_file::LIFE);
}

SessionState stateOf(const QString& folder)
{
    SessionState state;
    const FileDescriptor file = openFile(folder + session_file::LIFE, O_RDWR);
    Pulse pulse{};
    const bool hasPulse = file.isOpen()
        && ::pread(file.number(), &pulse, sizeof pulse, 0) == qsizetype(sizeof pulse);
    if (hasPulse) {
        // Opened before the lock is looked at: while it is held the number cannot be another's.
        state.supervisor
            = FileDescriptor(static_cast<int>(syscall(SYS_pidfd_open, pid_t(pulse.pid), 0)));
        state.sinceStart = sessionClock() - milliseconds(pulse.startedAtMs);
        state.sinceHeartbeat = sessionClock() - milliseconds(pulse.beatAtMs);
    }
    state.isSupervised = file.isOpen() && isHeld(file);
    if (!state.isSupervised) {
        state.supervisor.close();
    }
    state.end = readEnd(folder);
    if (state.end) {
        state.kind = SessionState::Kind::Ended;
    } else if (state.isSupervised && state.sinceHeartbeat < HEART_STOPPED) {
        state.kind = SessionState::Kind::Running;
    }
    return state;
}

QByteArray sessionMarker(const QString& folder)
{
    const QByteArray path = QFile::encodeName(QFileInfo(folder).canonicalFilePath());
    return RUN_ID.toLatin1() + '='
        + QCryptographicHash::hash(path, QCryptographicHash::Sha1).toHex();
}

} // namespace tamma::io
