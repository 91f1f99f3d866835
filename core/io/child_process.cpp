// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/child_process.h"

#include "core/io/find_program.h"
#include "core/io/spawn.h"

#include <QUuid>

#include <csignal>
#include <cstring>
#include <mutex>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace tamma::io {

namespace {

constexpr qsizetype CHUNK_BYTES = 64 * 1024;
constexpr auto DRAIN_LIMIT = std::chrono::seconds(2);

struct Pipe {
    FileDescriptor reader;
    FileDescriptor writer;
};

std::unexpected<Error> noDescriptor()
{
    return retryableFailure(errors::PROCESS_START_FAILED, QString::fromLocal8Bit(strerror(errno)));
}

Result<Pipe> makePipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        return noDescriptor();
    }
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

void makeNonBlocking(const FileDescriptor& descriptor)
{
    ::fcntl(descriptor.number(), F_SETFL, ::fcntl(descriptor.number(), F_GETFL) | O_NONBLOCK);
}

Result<FileDescriptor> memoryFile(const QByteArray& content)
{
    FileDescriptor file(::memfd_create("tamma", MFD_CLOEXEC));
    if (!file.isOpen()) {
        return noDescriptor();
    }
    if (::pwrite(file.number(), content.constData(), content.size(), 0) != content.size()) {
        return noDescriptor();
    }
    return file;
}

// A program that does not read its input must not end Tamma. Qt does the same for QProcess.
void ignoreBrokenPipes()
{
    static std::once_flag once;
    std::call_once(once, [] { std::signal(SIGPIPE, SIG_IGN); });
}

QByteArray markerOf(const ProcessSpec& spec)
{
    const QString given = spec.environment.value(RUN_ID);
    return RUN_ID.toLatin1() + '='
        + (given.isEmpty() ? QUuid::createUuid().toByteArray(QUuid::WithoutBraces)
                           : given.toLocal8Bit());
}

QList<QByteArray> encoded(const QMap<QString, QString>& environment, const QByteArray& marker)
{
    QList<QByteArray> result{marker};
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        if (it.key() != RUN_ID) {
            result.append(it.key().toLocal8Bit() + '=' + it.value().toLocal8Bit());
        }
    }
    return result;
}

ProcessExit exitOf(const siginfo_t& status)
{
    if (status.si_code == CLD_EXITED) {
        return {status.si_status, 0};
    }
    return {128 + status.si_status, status.si_status};
}

} // namespace

// What only the program holds; ours are closed when the start is over.
struct ChildProcess::Pipes {
    FileDescriptor input;
    FileDescriptor output;
    FileDescriptor error;
};

ChildProcess::ChildProcess(const ProcessSpec& spec, QByteArray marker)
    : m_queued(spec.standardInput.value_or(QByteArray()))
    , m_closeInput(!spec.keepInputOpen)
    , m_marker(std::move(marker))
    , m_grace(spec.grace)
    , m_adoptsOrphans(spec.adoptsOrphans)
{
}

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const ProcessSpec& spec)
{
    ignoreBrokenPipes();
    if (spec.adoptsOrphans && ::prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
        return noDescriptor();
    }
    std::unique_ptr<ChildProcess> child(new ChildProcess(spec, markerOf(spec)));
    TRY(child->spawn(spec));
    child->deliverInput();
    return child;
}

Result<> ChildProcess::spawn(const ProcessSpec& spec)
{
    QString program
        = spec.program; // A path goes to the kernel as it is: it knows best what is wrong.
    if (!program.contains(QLatin1Char('/'))) {
        TRY_ASSIGN(program, findProgram(spec.program));
    }
    Pipes theirs;
    if (spec.standardInput || spec.keepInputOpen) {
        TRY_ASSIGN(Pipe pipe, makePipe());
        m_input = std::move(pipe.writer);
        theirs.input = std::move(pipe.reader);
        makeNonBlocking(m_input);
    } else {
        theirs.input = FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    }
    TRY_ASSIGN(Pipe output, makePipe());
    m_output[0] = std::move(output.reader);
    theirs.output = std::move(output.writer);
    if (!spec.mergeStreams) {
        TRY_ASSIGN(Pipe error, makePipe());
        m_output[1] = std::move(error.reader);
        theirs.error = std::move(error.writer);
    }
    SpawnOrder order;
    order.program = program.toLocal8Bit();
    order.arguments = {spec.program.toLocal8Bit()};
    for (const QString& argument : spec.arguments) {
        order.arguments.append(argument.toLocal8Bit());
    }
    order.environment = encoded(spec.environment, m_marker);
    order.workingFolder = spec.workingFolder.isEmpty() ? "/" : spec.workingFolder.toLocal8Bit();
    order.descriptors = {{0, theirs.input.number()},
                         {1, theirs.output.number()},
                         {2, (spec.mergeStreams ? theirs.output : theirs.error).number()}};
    for (auto it = spec.inheritedFiles.begin(); it != spec.inheritedFiles.end(); ++it) {
        TRY_ASSIGN(FileDescriptor file, memoryFile(it.value()));
        order.descriptors[it.key()] = file.number();
        m_inherited[it.key()] = std::move(file);
    }
    TRY_ASSIGN(const pid_t pid, io::spawn(order));
    m_pid = pid;
    m_process = FileDescriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    if (!m_process.isOpen()) {
        const auto reason = noDescriptor();
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        return reason;
    }
    m_tree.emplace(m_adoptsOrphans ? ::getpid() : pid, m_marker);
    return {};
}

ChildProcess::~ChildProcess()
{
    if (m_tree && !m_exit) {
        terminateTree();
    }
}

void ChildProcess::write(const QByteArray& bytes)
{
    m_queued += bytes;
    deliverInput();
}

void ChildProcess::closeInput()
{
    m_closeInput = true;
    deliverInput();
}

void ChildProcess::deliverInput()
{
    while (m_input.isOpen() && !m_queued.isEmpty()) {
        const ssize_t written = ::write(m_input.number(), m_queued.constData(),
                                        std::min(m_queued.size(), CHUNK_BYTES));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0 && errno == EAGAIN) {
            return;
        }
        if (written < 0) {
            m_input.close(); // The program reads no more.
            m_queued.clear();
            return;
        }
        m_queued.remove(0, written);
    }
    if (m_closeInput) {
        m_input.close();
    }
}

Result<ChildProcess::Event> ChildProcess::next(QDeadlineTimer deadline, std::stop_token stop)
{
    const FileDescriptor stopped(::eventfd(0, EFD_CLOEXEC));
    const std::stop_callback wake(stop, [&stopped] { ::eventfd_write(stopped.number(), 1); });
    while (true) {
        if (stop.stop_requested()) {
            return failure(errors::CANCELLED, QStringLiteral("The program was to be stopped"));
        }
        const bool drained = !m_output[0].isOpen() && !m_output[1].isOpen();
        if (m_adoptsOrphans) {
            buryOrphans();
        }
        if (m_exit && (drained || m_drainLimit.hasExpired())) {
            return Event{Happening::Exited};
        }
        // A negative number is skipped by poll(): closed pipes, and the process once it is reaped.
        pollfd entries[] = {{m_exit ? -1 : m_process.number(), POLLIN, 0},
                            {m_output[0].number(), POLLIN, 0},
                            {m_output[1].number(), POLLIN, 0},
                            {m_queued.isEmpty() ? -1 : m_input.number(), POLLOUT, 0},
                            {stopped.number(), POLLIN, 0},
                            {m_watched, POLLIN, 0}};
        const QDeadlineTimer until = m_exit ? std::min(deadline, m_drainLimit) : deadline;
        const qint64 left
            = until.isForever() ? -1 : std::min<qint64>(until.remainingTime(), INT_MAX);
        const int ready = ::poll(entries, std::size(entries), static_cast<int>(left));
        if (ready == 0 && deadline.hasExpired()) {
            return Event{Happening::DeadlinePassed};
        }
        if (ready <= 0) {
            continue;
        }
        if (entries[3].revents != 0) {
            deliverInput();
        }
        if (entries[0].revents != 0) {
            reap();
        }
        for (const auto stream : {OutputChunk::Stream::Output, OutputChunk::Stream::Error}) {
            if (entries[1 + static_cast<int>(stream)].revents == 0) {
                continue;
            }
            if (auto chunk = readFrom(stream)) {
                return Event{Happening::Output, *std::move(chunk)};
            }
        }
        if (entries[5].revents != 0) {
            return Event{Happening::Watched};
        }
    }
}

std::optional<OutputChunk> ChildProcess::readFrom(OutputChunk::Stream stream)
{
    FileDescriptor& pipe = m_output[static_cast<size_t>(stream)];
    QByteArray bytes(CHUNK_BYTES, Qt::Uninitialized);
    const ssize_t count = ::read(pipe.number(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
        return std::nullopt;
    }
    if (count <= 0) {
        pipe.close();
        return std::nullopt;
    }
    bytes.resize(count);
    return OutputChunk{stream, std::move(bytes)};
}

// What the program left running goes first: as long as nobody waited for the program, its number
// cannot belong to another one.
void ChildProcess::reap()
{
    m_tree->terminate(m_grace);
    siginfo_t status{};
    while (::waitid(P_PIDFD, static_cast<id_t>(m_process.number()), &status, WEXITED) != 0
           && errno == EINTR) { }
    m_exit = exitOf(status);
    m_input.close();
    m_drainLimit.setRemainingTime(DRAIN_LIMIT);
}

// The program itself is left to reap(): its zombie keeps its number from being given away.
void ChildProcess::buryOrphans() const
{
    siginfo_t dead{};
    while (::waitid(P_ALL, 0, &dead, WEXITED | WNOHANG | WNOWAIT) == 0 && dead.si_pid > 0
           && (m_exit || dead.si_pid != m_pid)) {
        ::waitpid(dead.si_pid, nullptr, 0);
        dead = {};
    }
}

void ChildProcess::terminateTree()
{
    if (!m_exit) {
        reap();
    }
    m_output[0].close();
    m_output[1].close();
}

QByteArray ChildProcess::inheritedFile(int descriptor) const
{
    const auto file = m_inherited.find(descriptor);
    if (file == m_inherited.end()) {
        return {};
    }
    QByteArray content(CHUNK_BYTES, Qt::Uninitialized);
    const ssize_t count = ::pread(file->second.number(), content.data(), content.size(), 0);
    content.resize(std::max<ssize_t>(count, 0));
    return content;
}

} // namespace tamma::io
