// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/supervised/supervised_process.h"

#include "core/base/json.h"
#include "core/io/find_program.h"
#include "core/io/process_tree.h"
#include "core/io/spawn.h"
#include "core/io/supervised/unix_socket.h"

#include <QDir>
#include <QFileInfo>

#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace tamma::io {

using namespace Qt::StringLiterals;

namespace {

constexpr auto TELLING_LIMIT = std::chrono::seconds(5);
constexpr auto END_LIMIT = std::chrono::seconds(6);
constexpr auto SWEEPING_GRACE = std::chrono::milliseconds(500);
constexpr auto LEAVING_LIMIT = std::chrono::seconds(1);

std::unexpected<Error> startFailure()
{
    return retryableFailure(errors::PROCESS_START_FAILED, QString::fromLocal8Bit(strerror(errno)));
}

Result<FileDescriptor> inMemory(const QByteArray& content)
{
    FileDescriptor file(::memfd_create("tamma-order", MFD_CLOEXEC));
    if (!file.isOpen()
        || ::write(file.number(), content.constData(), content.size()) != content.size()
        || ::lseek(file.number(), 0, SEEK_SET) != 0) {
        return startFailure();
    }
    return file;
}

// Nothing of Tamma's environment reaches the supervisor but where its libraries are.
QList<QByteArray> supervisorEnvironment()
{
    QList<QByteArray> environment{"LANG=C.UTF-8"};
    for (const char* name : {"PATH", "LD_LIBRARY_PATH", "TSAN_OPTIONS", "ASAN_OPTIONS"}) {
        if (qEnvironmentVariableIsSet(name)) {
            environment.append(QByteArray(name) + '=' + qgetenv(name));
        }
    }
    return environment;
}

QByteArray readAll(const FileDescriptor& file)
{
    QByteArray all;
    char part[4096];
    for (;;) {
        const ssize_t count = ::read(file.number(), part, sizeof part);
        if (count > 0) {
            all.append(part, count);
        } else if (count == 0 || errno != EINTR) {
            return all;
        }
    }
}

// What the supervisor says once: an empty object when the program runs, else the error.
Result<> judge(const QByteArray& report)
{
    const auto said = json::parseObject(report);
    if (!said) {
        return retryableFailure(errors::PROCESS_START_FAILED,
                                u"The supervisor ended before the program was started"_s);
    }
    const QString code = said->value(u"code").toString();
    if (code.isEmpty()) {
        return {};
    }
    static constexpr ErrorCode KNOWN[]
        = {errors::PROGRAM_NOT_FOUND, errors::PROCESS_START_FAILED, errors::DISK_FULL,
           errors::FILE_WRITE_FAILED, errors::INVALID_ARGUMENT};
    const auto* known = std::ranges::find(KNOWN, code, &ErrorCode::text);
    return std::unexpected(Error{.code = known == std::end(KNOWN) ? errors::INTERNAL : *known,
                                 .detail = said->value(u"detail").toString(),
                                 .context = said->value(u"context").toObject(),
                                 .retryable = said->value(u"retryable").toBool()});
}

Result<> launch(const SupervisedProcess::Place& place, const SessionOrder& order)
{
    TRY_ASSIGN(const QString program, findProgram(place.supervisor));
    TRY_ASSIGN(const FileDescriptor input, inMemory(encoded(order)));
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        return startFailure();
    }
    const FileDescriptor report(ends[0]);
    FileDescriptor reporter(ends[1]);
    const FileDescriptor nowhere(::open("/dev/null", O_RDWR | O_CLOEXEC));
    const SpawnOrder spawnOrder{
        .program = program.toLocal8Bit(),
        .arguments = {"tamma-supervisor", place.folder.toLocal8Bit()},
        .environment = supervisorEnvironment(),
        .workingFolder = "/",
        .descriptors = {{0, input.number()}, {1, reporter.number()}, {2, nowhere.number()}}};
    TRY_ASSIGN(const pid_t pid, spawn(spawnOrder));
    reporter.close();
    const QByteArray said = readAll(report);
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) { } // It left its work to its child.
    return judge(said);
}

// The state once a supervisor that is about to leave has left.
SessionState settledState(const QString& folder)
{
    SessionState state = stateOf(folder);
    if (!state.supervisor.isOpen()) {
        return state;
    }
    pollfd entry{state.supervisor.number(), POLLIN, 0};
    ::poll(&entry, 1, int(std::chrono::milliseconds(LEAVING_LIMIT).count()));
    return stateOf(folder);
}

// What is in it already may be meant for the program.
bool makeFolder(const QString& folder)
{
    QDir().mkpath(folder);
    return ::chmod(QFile::encodeName(folder).constData(), 0700) == 0;
}

} // namespace

SupervisedProcess::SupervisedProcess(QString folder, SessionLogReader log)
    : m_folder(std::move(folder))
    , m_log(std::move(log))
{
    connect();
}

Result<std::unique_ptr<SupervisedProcess>> SupervisedProcess::start(const Place& place,
                                                                    SessionOrder order)
{
    if (isSession(place.folder)) {
        return failure(errors::INVALID_ARGUMENT, u"The session exists: "_s + place.folder);
    }
    if (!makeFolder(place.folder)) {
        return writeFailure(place.folder);
    }
    order.process.environment.insert(
        RUN_ID, QString::fromLatin1(sessionMarker(place.folder)).section(u'=', 1));
    if (const auto launched = launch(place, order); !launched) {
        if (launched.error().code != errors::INVALID_ARGUMENT) { // Else it is another's by now.
            QDir(place.folder).removeRecursively();
        }
        return std::unexpected(launched.error());
    }
    return attach(place.folder);
}

Result<std::unique_ptr<SupervisedProcess>> SupervisedProcess::attach(const QString& folder,
                                                                     qint64 first)
{
    TRY_ASSIGN(auto log, SessionLogReader::open(folder, first));
    std::unique_ptr<SupervisedProcess> process(new SupervisedProcess(folder, std::move(log)));
    if (!process->m_socket.isOpen() && settledState(folder).isSupervised) {
        return retryableFailure(errors::TIMED_OUT, u"The supervisor does not answer"_s,
                                {{u"folder"_s, folder}});
    }
    return process;
}

void SupervisedProcess::connect()
{
    const SessionAddress address(m_folder);
    m_socket = FileDescriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval limit{.tv_sec = TELLING_LIMIT.count(), .tv_usec = 0};
    ::setsockopt(m_socket.number(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(m_socket.number(), address.get(), SessionAddress::size()) != 0) {
        m_socket.close();
    }
}

void SupervisedProcess::send(const SessionRequest& request)
{
    QByteArray frame = encoded(request);
    while (m_socket.isOpen() && !frame.isEmpty()) {
        const ssize_t count
            = ::send(m_socket.number(), frame.constData(), frame.size(), MSG_NOSIGNAL);
        if (count > 0) {
            frame.remove(0, count);
        } else if (errno != EINTR) {
            m_socket.close(); // Half a request is none.
        }
    }
}

void SupervisedProcess::tell(const Message& message)
{
    send({SessionRequest::Kind::Tell, message});
}

void SupervisedProcess::closeInput()
{
    send({SessionRequest::Kind::CloseInput, {}});
}

void SupervisedProcess::requestEnd(const QString& cause, const QString& note)
{
    if (m_endLimit.isForever()) {
        m_endLimit.setRemainingTime(END_LIMIT);
    }
    send({SessionRequest::Kind::End, {.key = cause, .bytes = {}, .note = note}});
}

bool SupervisedProcess::end(const QString& cause)
{
    requestEnd(cause);
    while (!m_isOver) {
        [[maybe_unused]] const auto event = next(QDeadlineTimer(QDeadlineTimer::Forever), {});
    }
    return m_isClear;
}

Result<SupervisedProcess::Event> SupervisedProcess::next(QDeadlineTimer deadline,
                                                         std::stop_token stop)
{
    const FileDescriptor stopped(::eventfd(0, EFD_CLOEXEC));
    const std::stop_callback wake(stop, [&stopped] { ::eventfd_write(stopped.number(), 1); });
    while (true) {
        if (stop.stop_requested()) {
            return failure(errors::CANCELLED, u"The session goes on by itself"_s);
        }
        // In this order: what the supervisor wrote last stands there before it is gone.
        const bool isGone = m_isOver || !m_socket.isOpen();
        if (auto piece = m_log.next()) {
            return Event{Happening::Piece, *std::move(piece)};
        }
        if (isGone) {
            clearAway();
            return Event{Happening::Ended};
        }
        if (deadline.hasExpired()) {
            return Event{};
        }
        await(std::min(deadline, m_endLimit), stopped);
    }
}

void SupervisedProcess::await(QDeadlineTimer deadline, const FileDescriptor& stopped)
{
    pollfd entries[] = {{m_socket.number(), POLLIN, 0}, {stopped.number(), POLLIN, 0}};
    const qint64 left
        = deadline.isForever() ? -1 : std::min<qint64>(deadline.remainingTime(), INT_MAX);
    ::poll(entries, std::size(entries), static_cast<int>(left));
    if (entries[0].revents != 0) {
        char notices[256];
        const ssize_t count
            = ::recv(m_socket.number(), notices, sizeof notices, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
            m_socket.close();
        }
    }
    if (m_endLimit.hasExpired()) {
        m_socket.close(); // It was asked, and had its time.
    }
}

// The supervisor ended its tree before it ended, or it was killed, or it hangs.
void SupervisedProcess::clearAway()
{
    if (std::exchange(m_isOver, true)) {
        return;
    }
    const SessionState state = m_endLimit.hasExpired() ? stateOf(m_folder) : settledState(m_folder);
    if (state.kind == SessionState::Kind::Ended && !state.isSupervised) {
        return;
    }
    if (state.supervisor.isOpen()) {
        syscall(SYS_pidfd_send_signal, state.supervisor.number(), SIGKILL, nullptr, 0);
    }
    m_isClear = ProcessTree::remainsOf(sessionMarker(m_folder)).terminate(SWEEPING_GRACE);
}

} // namespace tamma::io
