// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/supervisor/supervisor.h"

#include <csignal>

#include <poll.h>
#include <sys/signalfd.h>

namespace tamma::supervisor {

using namespace std::chrono_literals;
using io::ChildProcess;
using io::SessionPiece;

namespace {

constexpr auto HEARTBEAT = 1s;
constexpr auto RETRY_WRITING = 250ms;
constexpr auto FAREWELL_LIMIT = 2s; // With the grace after it, less than 5 s.

// SIGTERM comes at the end of a user's session; a terminal that closes is none of our business.
io::FileDescriptor catchSignals()
{
    std::signal(SIGHUP, SIG_IGN);
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    ::sigprocmask(SIG_BLOCK, &wanted, nullptr);
    return io::FileDescriptor(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
}

} // namespace

Supervisor::Supervisor(RequestSocket socket, io::SessionLife life, io::SessionLogWriter log)
    : m_socket(std::move(socket))
    , m_life(std::move(life))
    , m_log(std::move(log))
    , m_heartbeat(HEARTBEAT)
{
}

Result<std::unique_ptr<Supervisor>> Supervisor::make(const QString& folder)
{
    // The lock comes last: from then on the session can be attached to, and needs the others.
    TRY_ASSIGN(RequestSocket socket, RequestSocket::open(folder));
    TRY_ASSIGN(io::SessionLogWriter log, io::SessionLogWriter::create(folder));
    TRY_ASSIGN(io::SessionLife life, io::SessionLife::take(folder));
    return std::unique_ptr<Supervisor>(
        new Supervisor(std::move(socket), std::move(life), std::move(log)));
}

Result<> Supervisor::start(const io::SessionOrder& order)
{
    io::ProcessSpec spec = order.process;
    spec.adoptsOrphans = true;
    spec.mergeStreams = false;
    // This process is another one than that which took the lock; the kernel tells of signals only
    // whoever began to watch for them itself.
    m_life.beat();
    m_signals = catchSignals();
    m_socket.alsoWatch(m_signals);
    TRY_ASSIGN(m_child, ChildProcess::start(spec));
    m_child->alsoWatch(m_socket.readable());
    m_farewell = order.farewell;
    m_mostOutput = order.mostOutput;
    m_inheritedFiles = spec.inheritedFiles.keys();
    if (spec.timeLimit > 0ms) {
        m_wallLimit.setRemainingTime(spec.timeLimit);
    }
    return {};
}

void Supervisor::run()
{
    while (!m_isOver) {
        if (m_unwritten.isEmpty()) {
            takeStep();
        } else {
            waitForRoom();
        }
        onTimers();
    }
    writeEnd();
}

void Supervisor::takeStep()
{
    const auto event = m_child->next(nextTimer(), {});
    if (!event) {
        return;
    }
    switch (event->kind) {
    case ChildProcess::Happening::Output:
        keep(event->chunk);
        break;
    case ChildProcess::Happening::Watched:
        serve();
        break;
    case ChildProcess::Happening::Exited:
        m_isOver = true;
        break;
    case ChildProcess::Happening::DeadlinePassed:
        break;
    }
}

void Supervisor::waitForRoom()
{
    pollfd entry{m_socket.readable().number(), POLLIN, 0};
    const QDeadlineTimer until = std::min(nextTimer(), QDeadlineTimer(RETRY_WRITING));
    if (::poll(&entry, 1, static_cast<int>(until.remainingTime())) > 0) {
        serve();
    }
    for (const SessionPiece& piece : std::exchange(m_unwritten, {})) {
        write(piece);
    }
    // Whoever was to end and has ended waits for no disk.
    m_isOver = m_isOver || (m_child->exit() && !m_unwritten.isEmpty());
}

void Supervisor::serve()
{
    onSignal();
    for (const io::SessionRequest& request : m_socket.collect()) {
        switch (request.kind) {
        case io::SessionRequest::Kind::Tell:
            tell(request.message);
            break;
        case io::SessionRequest::Kind::CloseInput:
            m_child->closeInput();
            break;
        case io::SessionRequest::Kind::End:
            beginEnd(request.message);
            break;
        }
    }
}

void Supervisor::onSignal()
{
    signalfd_siginfo signal{};
    if (::read(m_signals.number(), &signal, sizeof signal) == qsizetype(sizeof signal)) {
        beginEnd({.key = io::end_cause::SIGNALLED, .bytes = {}, .note = {}});
    }
}

void Supervisor::tell(const io::Message& message)
{
    if (m_told.contains(message.key)) {
        return;
    }
    m_told.insert(message.key);
    write({SessionPiece::Kind::Told, m_life.age(),
           message.key.toUtf8() + '\n' + message.note.toUtf8()});
    m_child->write(message.bytes);
}

void Supervisor::beginEnd(const io::Message& why)
{
    if (!m_cause.isEmpty()) {
        return;
    }
    m_cause = why.key;
    m_endLimit.setRemainingTime(m_farewell.isEmpty() ? 0ms : FAREWELL_LIMIT);
    tell({.key = why.key, .bytes = m_farewell, .note = why.note});
    m_child->closeInput();
}

void Supervisor::keep(const io::OutputChunk& chunk)
{
    m_output += chunk.bytes.size();
    if (m_mostOutput > 0 && m_output > m_mostOutput) {
        beginEnd({.key = io::end_cause::OUTPUT_LIMIT, .bytes = {}, .note = {}});
        return;
    }
    write({chunk.stream == io::OutputChunk::Stream::Output ? SessionPiece::Kind::Output
                                                           : SessionPiece::Kind::Error,
           m_life.age(), chunk.bytes});
}

void Supervisor::write(const SessionPiece& piece)
{
    if (!m_unwritten.isEmpty() || !m_log.append(piece)) {
        m_unwritten.append(piece);
        return;
    }
    m_socket.wakeAll();
}

QDeadlineTimer Supervisor::nextTimer() const
{
    return std::min({m_heartbeat, m_wallLimit, m_endLimit});
}

void Supervisor::onTimers()
{
    if (m_heartbeat.hasExpired()) {
        m_life.beat();
        m_heartbeat.setRemainingTime(HEARTBEAT);
    }
    if (m_wallLimit.hasExpired()) {
        m_wallLimit = QDeadlineTimer(QDeadlineTimer::Forever);
        beginEnd({.key = io::end_cause::WALL_LIMIT, .bytes = {}, .note = {}});
    }
    if (m_endLimit.hasExpired()) {
        m_endLimit = QDeadlineTimer(QDeadlineTimer::Forever);
        m_child->terminateTree();
    }
}

void Supervisor::writeEnd()
{
    io::SessionEnd end{.exit = m_child->exit().value_or(io::ProcessExit{}),
                       .cause = m_cause,
                       .at = m_life.age(),
                       .outputLost = !m_unwritten.isEmpty()};
    for (const int descriptor : m_inheritedFiles) {
        end.inheritedFiles.insert(descriptor, m_child->inheritedFile(descriptor));
    }
    // When even this fails the session is lost, which whoever attaches finds out by the lock.
    [[maybe_unused]] const auto written = m_life.writeEnd(end);
}

} // namespace tamma::supervisor
