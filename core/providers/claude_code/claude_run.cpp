// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/claude_code/claude_run.h"

#include "core/providers/agent_sessions.h"
#include "core/providers/claude_code/claude_command.h"
#include "core/providers/structured_answer.h"

namespace tamma::providers::claude {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

// One line holds a whole file when a tool read one; nothing sane is longer than this.
constexpr qsizetype MAX_LINE_BYTES = 64 * 1024 * 1024;
constexpr qsizetype STDERR_TAIL_BYTES = 4000;

// Keys of what the program is told.
const QString REPAIR = u"repair"_s;
const QString QUESTION = u"question"_s;

QString inSeconds(milliseconds time)
{
    return QString::number(static_cast<double>(time.count()) / 1000);
}

bool isOver(const io::SupervisedProcess& process)
{
    const io::SessionState state = process.state();
    return state.end || !state.isSupervised;
}

} // namespace

Run::Run(const AgentTask& task, AgentListener& listener, io::SupervisedProcess& process,
         Patience patience)
    : m_task(task)
    , m_listener(listener)
    , m_process(process)
    , m_patience(patience)
    , m_session(task.workFolder)
    , m_repetition(task.limits.repeats)
    , m_startedAt(io::sessionClock() - process.state().sinceStart)
{
}

Result<AgentOutcome> Run::follow(const std::stop_token& stop)
{
    bool mayStop = true;
    while (true) {
        const auto event = m_process.next(deadline(), mayStop ? stop : std::stop_token());
        if (!event) {
            // An agent that ends now or has ended is heard out: its end would be missing else.
            mayStop = m_phase != Phase::Ending && !isOver(m_process);
            if (mayStop) {
                return std::unexpected(event.error());
            }
            continue;
        }
        if (event->kind == io::SupervisedProcess::Happening::Ended) {
            return outcome();
        }
        if (event->kind == io::SupervisedProcess::Happening::Piece) {
            take(event->piece);
        }
        // Only who talks for ever after the result is asked for the time while it talks.
        const bool isQuiet = event->kind == io::SupervisedProcess::Happening::DeadlinePassed;
        if (deadline().hasExpired() && (isQuiet || m_phase == Phase::Leaving)) {
            onDeadline();
        }
    }
}

void Run::take(const io::SessionPiece& piece)
{
    m_now = piece.at;
    switch (piece.kind) {
    case io::SessionPiece::Kind::Output:
        hear(piece);
        break;
    case io::SessionPiece::Kind::Error:
        m_stderrTail += piece.bytes;
        m_stderrTail = m_stderrTail.last(std::min(STDERR_TAIL_BYTES, m_stderrTail.size()));
        break;
    case io::SessionPiece::Kind::Told:
        noteTold(piece.bytes);
        break;
    }
}

void Run::hear(const io::SessionPiece& piece)
{
    m_isAlive = true;
    qsizetype from = 0;
    for (qsizetype end = piece.bytes.indexOf('\n'); end >= 0;
         end = piece.bytes.indexOf('\n', from)) {
        const QByteArray line = m_unread + piece.bytes.sliced(from, end - from);
        m_unread.clear();
        readLine(line);
        from = end + 1;
    }
    m_unread += piece.bytes.sliced(from);
    if (m_unread.size() > MAX_LINE_BYTES) {
        m_unread.clear();
    }
}

void Run::readLine(QByteArrayView line)
{
    const QList<Event> events = parseClaudeLine(line);
    if (events.size() == 1 && std::holds_alternative<Responded>(events.first())) {
        m_hasAnswered = true;
        return;
    }
    m_lastLife = m_now;
    m_askedAt.reset();
    for (const Event& event : events) {
        for (const events::TranscriptEntry& entry : m_session.apply(event)) {
            report(entry);
        }
        if (std::holds_alternative<TurnEnded>(event)) {
            endTurn();
        }
    }
}

void Run::report(events::TranscriptEntry entry)
{
    entry.sinceStartMs = m_now.count();
    m_listener.onEntry(entry);
    if (const auto repeated = m_repetition.apply(entry); repeated && m_phase == Phase::Working) {
        m_repeated = *repeated;
        end(Cut::Repeats,
            u"The agent does the same again and again and is stopped. "_s + m_repeated);
    }
}

// What was told comes back in the log: so the notice stands at the same place for everybody.
void Run::noteTold(const QByteArray& told)
{
    const QString key = QString::fromUtf8(told.first(told.indexOf('\n')));
    const QString note = QString::fromUtf8(told.sliced(told.indexOf('\n') + 1));
    if (key.startsWith(QUESTION)) {
        ++m_questions;
        m_askedAt = m_now;
        m_hasAnswered = false;
    } else if (key != REPAIR) {
        m_phase = Phase::Ending;
    }
    if (!note.isEmpty()) {
        report({.kind = u"notice"_s, .text = note, .failed = true});
    }
}

void Run::endTurn()
{
    if (m_phase != Phase::Working || repairs()) {
        return;
    }
    m_phase = Phase::Leaving;
    m_isDone = true;
    m_leavingLimit.setRemainingTime(m_patience.toLeave);
    m_process.closeInput();
}

// Asks once more for an answer that fits; true when it did.
bool Run::repairs()
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
    m_process.tell({.key = REPAIR,
                    .bytes = userMessage(repairPrompt(answer.error())),
                    .note = u"The answer does not fit its schema; asking once more. %1"_s.arg(
                        answer.error().detail)});
    return true;
}

void Run::onDeadline()
{
    if (m_phase == Phase::Leaving) {
        end(Cut::None, {});
    } else if (!m_isAlive) {
        end(Cut::NoFirstEvent, {});
    } else if (!m_askedAt) {
        const QString number = QString::number(m_questions + 1);
        m_process.tell(
            {.key = QUESTION + number,
             .bytes = questionWhetherAlive(),
             .note = u"The agent has been silent for %1 s. It is asked whether it is there."_s.arg(
                 inSeconds(silenceLimit()))});
        m_askedAt = io::sessionClock() - m_startedAt;
        m_hasAnswered = false;
    } else if (m_hasAnswered) {
        end(Cut::Silence, u"The agent answered, but did nothing. It is stopped."_s);
    } else {
        end(Cut::NoAnswer,
            u"The agent gave no answer for %1 s. It is stopped."_s.arg(
                inSeconds(m_patience.toAnswer)));
    }
}

void Run::end(Cut cut, const QString& note)
{
    m_phase = Phase::Ending;
    m_process.requestEnd(wordOf(cut), note);
}

milliseconds Run::silenceLimit() const
{
    if (!m_isAlive && m_task.limits.firstEvent.count() > 0) {
        return m_task.limits.firstEvent;
    }
    const milliseconds idle = m_task.limits.idle;
    return idle.count() > 0 && m_session.isToolRunning() ? std::max(idle, m_patience.tool) : idle;
}

QDeadlineTimer Run::deadline() const
{
    const milliseconds silence = silenceLimit();
    if (m_phase == Phase::Ending || (m_phase == Phase::Working && silence.count() <= 0)) {
        return QDeadlineTimer(QDeadlineTimer::Forever);
    }
    if (m_phase == Phase::Leaving) {
        return m_leavingLimit;
    }
    const milliseconds end = !m_askedAt
        ? m_lastLife + silence
        : *m_askedAt + (m_hasAnswered ? silence : m_patience.toAnswer);
    return QDeadlineTimer(std::max(milliseconds(0), m_startedAt + end - io::sessionClock()));
}

Ending Run::ending() const
{
    const io::SessionState state = m_process.state();
    if (!state.end) {
        return {.cut = Cut::Lost, .stderrTail = m_stderrTail};
    }
    return {.cut = cutOf(state.end->cause),
            .exitedByItself = state.end->cause.isEmpty(),
            .exitCode = state.end->exit.code,
            .stderrTail = m_stderrTail};
}

AgentOutcome Run::outcome() const
{
    Ending ending = this->ending();
    // Its work was done; only its leaving was not waited for.
    if (m_isDone && (ending.cut == Cut::WallLimit || ending.cut == Cut::Lost)) {
        ending = {.cut = Cut::None, .exitedByItself = false, .stderrTail = {}};
    }
    AgentOutcome outcome = composeOutcome(m_session, ending, m_task.limits);
    if (ending.cut == Cut::Repeats) {
        outcome.error.detail = m_repeated;
    }
    judgeAnswer(outcome);
    const auto end = m_process.state().end;
    outcome.duration = end ? end->at : m_now;
    return outcome;
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
