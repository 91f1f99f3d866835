// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/claude_code/claude_run.h"

#include "core/providers/claude_code/claude_command.h"
#include "core/providers/structured_answer.h"

namespace tamma::providers::claude {
namespace {

// One line holds a whole file when a tool read one; nothing sane is longer than this.
constexpr qsizetype MAX_LINE_BYTES = 64 * 1024 * 1024;
constexpr qsizetype STDERR_TAIL_BYTES = 4000;

} // namespace

Run::Run(const AgentTask& task, AgentListener& listener, std::stop_token stop, Patience patience)
    : m_task(task)
    , m_listener(listener)
    , m_stop(std::move(stop))
    , m_patience(patience)
    , m_session(task.workFolder)
{
}

Result<AgentOutcome> Run::run(const io::ProcessSpec& spec)
{
    m_sinceStart.start();
    TRY_ASSIGN(const auto child, io::ChildProcess::start(spec));
    child->write(userMessage(m_task.prompt));
    follow(*child);
    if (const auto exit = child->exit()) {
        m_ending.exitCode = exit->code;
    }
    AgentOutcome outcome = composeOutcome(m_session, m_ending, m_task.limits);
    judgeAnswer(outcome);
    outcome.duration = std::chrono::milliseconds(m_sinceStart.elapsed());
    return outcome;
}

void Run::follow(io::ChildProcess& child)
{
    while (true) {
        const auto event
            = child.next(deadline(), m_phase == Phase::Working ? m_stop : std::stop_token());
        if (!event) {
            cutShort(child, Cut::Cancelled);
            continue;
        }
        if (event->kind == io::ChildProcess::Happening::Exited) {
            return;
        }
        if (event->kind == io::ChildProcess::Happening::Output) {
            hear(child, event->chunk);
        }
        // An agent that never stops talking must not outlive its limits either.
        if (deadline().hasExpired() && onDeadline(child)) {
            return;
        }
    }
}

void Run::hear(io::ChildProcess& child, const io::OutputChunk& chunk)
{
    if (chunk.stream == io::OutputChunk::Stream::Error) {
        m_ending.stderrTail = (m_ending.stderrTail + chunk.bytes)
                                  .last(std::min(STDERR_TAIL_BYTES,
                                                 m_ending.stderrTail.size() + chunk.bytes.size()));
        return;
    }
    m_isAlive = true;
    m_lastLifeMs = m_sinceStart.elapsed();
    qsizetype from = 0;
    for (qsizetype end = chunk.bytes.indexOf('\n'); end >= 0;
         end = chunk.bytes.indexOf('\n', from)) {
        const QByteArray line = m_unread + chunk.bytes.sliced(from, end - from);
        m_unread.clear();
        take(child, line);
        from = end + 1;
    }
    m_unread += chunk.bytes.sliced(from);
    if (m_unread.size() > MAX_LINE_BYTES) {
        m_unread.clear();
    }
}

void Run::take(io::ChildProcess& child, QByteArrayView line)
{
    for (const Event& event : parseClaudeLine(line)) {
        for (events::TranscriptEntry entry : m_session.apply(event)) {
            entry.sinceStartMs = m_sinceStart.elapsed();
            m_listener.onEntry(entry);
        }
        if (std::holds_alternative<TurnEnded>(event)) {
            endTurn(child);
        }
    }
}

void Run::endTurn(io::ChildProcess& child)
{
    if (m_phase == Phase::Leaving || (m_phase == Phase::Working && repairs(child))) {
        return;
    }
    leave(child);
}

// Asks once more for an answer that fits; true when it did.
bool Run::repairs(io::ChildProcess& child)
{
    const TurnEnded& turn = *m_session.lastTurn();
    if (m_task.purpose != Purpose::Structured || turn.isError || m_wasRepaired) {
        return false;
    }
    const auto answer = structuredAnswer(turn.structured, turn.text, m_task.schema);
    if (answer || answer.error().code != errors::SCHEMA_VIOLATION) {
        return false;
    }
    m_wasRepaired = true;
    m_listener.onEntry({.kind = QStringLiteral("notice"),
                        .text = QStringLiteral("The answer does not fit its schema; asking once "
                                               "more. %1")
                                    .arg(answer.error().detail),
                        .failed = true,
                        .sinceStartMs = m_sinceStart.elapsed()});
    child.write(userMessage(repairPrompt(answer.error())));
    return true;
}

void Run::leave(io::ChildProcess& child)
{
    m_phase = Phase::Leaving;
    m_phaseLimit.setRemainingTime(m_ending.cut == Cut::None ? m_patience.toLeave
                                                            : m_patience.toInterrupt);
    child.closeInput();
}

void Run::cutShort(io::ChildProcess& child, Cut cut)
{
    m_ending.cut = cut;
    m_phase = Phase::Interrupting;
    m_phaseLimit.setRemainingTime(m_patience.toInterrupt);
    // Asked nicely, the program still reports what the work has cost.
    child.write(interruptRequest());
}

// True when the run is over because all processes were ended.
bool Run::onDeadline(io::ChildProcess& child)
{
    if (m_phase == Phase::Working) {
        cutShort(child, expired());
        return false;
    }
    m_ending.exitedByItself = false;
    child.terminateTree();
    return true;
}

qint64 Run::silenceLimit() const
{
    if (!m_isAlive && m_task.limits.firstEvent.count() > 0) {
        return m_task.limits.firstEvent.count();
    }
    const qint64 idle = m_task.limits.idle.count();
    return idle > 0 && m_session.isToolRunning() ? std::max<qint64>(idle, m_patience.tool.count())
                                                 : idle;
}

QDeadlineTimer Run::deadline() const
{
    if (m_phase != Phase::Working) {
        return m_phaseLimit;
    }
    const qint64 now = m_sinceStart.elapsed();
    QDeadlineTimer earliest(QDeadlineTimer::Forever);
    if (m_task.limits.wall.count() > 0) {
        earliest.setRemainingTime(std::max<qint64>(0, m_task.limits.wall.count() - now));
    }
    if (const qint64 silence = silenceLimit(); silence > 0) {
        const QDeadlineTimer quiet(std::max<qint64>(0, m_lastLifeMs + silence - now));
        earliest = std::min(earliest, quiet);
    }
    return earliest;
}

Cut Run::expired() const
{
    const qint64 wall = m_task.limits.wall.count();
    if (wall > 0 && m_sinceStart.elapsed() >= wall) {
        return Cut::WallLimit;
    }
    return m_isAlive ? Cut::Silence : Cut::NoFirstEvent;
}

void Run::judgeAnswer(AgentOutcome& outcome) const
{
    if (m_task.purpose != Purpose::Structured || outcome.kind != AgentOutcome::Kind::Completed) {
        return;
    }
    const TurnEnded& turn = *m_session.lastTurn();
    auto answer = structuredAnswer(turn.structured, turn.text, m_task.schema);
    if (answer) {
        outcome.structured = *std::move(answer);
    } else {
        outcome.kind = AgentOutcome::Kind::Failed;
        outcome.error = answer.error();
    }
}

} // namespace tamma::providers::claude
