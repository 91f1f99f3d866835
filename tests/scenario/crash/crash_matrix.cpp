// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/crash/crash_matrix.h"

#include "core/store/sqlite/sqlite_record.h"

#include <QElapsedTimer>

#include <csignal>

namespace tamma::tests {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

constexpr int MOST_RUNS = 40; // Of the program, for one loop.
constexpr qint64 LIMIT_MS = 60'000;

EventQuery deciding()
{
    return {{{workflow::loopStateEventTypes(), {}}}};
}

/// Types that a step which begins again may say again: they are no effects.
bool mayRepeat(const QString& type)
{
    return type == u"WORKFLOW.STEP_STARTED"_s || type.startsWith(u"AGENT."_s);
}

} // namespace

/// A home and a project in which the story is played once.
struct CrashMatrix::World {
    const CrashStory& story;
    TammaHome home;
    SmallProject project;
    QString recording;

    explicit World(const CrashStory& played)
        : story(played)
        , project(played.commands)
        , recording(project.recording(played.attempts))
    {
        (void)home.run({u"issues"_s, u"add"_s, u"Greet the world"_s}, project.path());
    }

    [[nodiscard]] workflow::LoopState state() const
    {
        workflow::LoopState state;
        for (const StoredEvent& stored : home.events()) {
            if (!stored.event.tags.value(tag::LOOP).isEmpty()) {
                state.apply(stored);
            }
        }
        return state;
    }

    /// What a person types next; nothing when the loop is over.
    [[nodiscard]] QStringList nextCommand()
    {
        const auto now = state();
        if (now.openApproval) {
            if (story.meanwhile) {
                story.meanwhile(now, project);
            }
            return QStringList(u"approvals"_s) + story.answer(now);
        }
        if (now.isOver()) {
            return {};
        }
        return {u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s, recording};
    }

    /// Plays on to the end; returns what went wrong.
    [[nodiscard]] QString finish()
    {
        Ended ended;
        for (int run = 0; run < MOST_RUNS; ++run) {
            const QStringList command = nextCommand();
            if (command.isEmpty()) {
                return {};
            }
            ended = home.run(command, project.path());
            if (ended.exitCode != 0 && ended.exitCode != 3) {
                return u"%1 ended with %2: %3"_s.arg(command.join(u' '))
                    .arg(ended.exitCode)
                    .arg(QString::fromUtf8(ended.err));
            }
        }
        return u"the loop does not end: "_s + QString::fromUtf8(ended.out + ended.err);
    }

    [[nodiscard]] qsizetype decided() const
    {
        const auto record = store::SqliteRecord::open(home.recordFile());
        return record ? (*record)->read(deciding()).value_or(QList<StoredEvent>()).size() : 0;
    }

    enum class Run { Killed, EndedBefore, Hangs };
    [[nodiscard]] Run killAfter(const QStringList& command, qsizetype events, int laterMs)
    {
        const auto process = home.start(command, project.path());
        const auto record = store::SqliteRecord::open(home.recordFile());
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < LIMIT_MS) {
            if ((*record)->read(deciding())->size() >= events) {
                if (laterMs > 0 && process->waitForFinished(laterMs)) {
                    return Run::Killed; // It ended by itself, after the event: nothing is lost.
                }
                ::kill(static_cast<pid_t>(process->processId()), SIGKILL);
                process->waitForFinished();
                return Run::Killed;
            }
            if (process->waitForFinished(1)) {
                return Run::EndedBefore; // At a question; the next run brings the others.
            }
        }
        return Run::Hangs;
    }
};

CrashMatrix::Result CrashMatrix::resultOf(const World& world)
{
    Result result;
    QSet<EventId> ids;
    Position last;
    for (const StoredEvent& stored : world.home.events()) {
        if (ids.contains(stored.event.id) || stored.position <= last) {
            result.events.append(u"an event twice, or out of order"_s);
        }
        ids.insert(stored.event.id);
        last = stored.position;
        const QString type = typeOf(stored);
        if (workflow::loopStateEventTypes().contains(type) && !mayRepeat(type)) {
            result.events.append(type);
        }
    }
    result.merges = world.project.merges();
    result.files = world.project.git({u"ls-tree"_s, u"-r"_s, u"main"_s})
        + world.project.git({u"status"_s, u"--porcelain"_s});
    return result;
}

CrashMatrix::CrashMatrix(CrashStory story)
    : m_story(std::move(story))
{
    World world(m_story);
    m_fault = world.finish();
    m_golden = resultOf(world);
    for (const StoredEvent& stored : world.home.events()) {
        if (workflow::loopStateEventTypes().contains(typeOf(stored))) {
            m_times.append(stored.event.timestamp);
        }
    }
    if (m_fault.isEmpty() && m_golden.merges != 1) {
        m_fault = u"it was merged %1 times"_s.arg(m_golden.merges);
    }
}

QList<CrashMatrix::Point> CrashMatrix::points() const
{
    QList<Point> points;
    for (qsizetype events = 2; events < m_times.size(); ++events) { // The first is the issue.
        for (const double within : {0.0, 0.5, 0.95}) {
            points.append({events, within});
        }
    }
    return points;
}

CrashMatrix::Outcome CrashMatrix::killAt(const Point& point) const
{
    World world(m_story);
    const auto gap = m_times.at(point.events) - m_times.at(point.events - 1);
    const int laterMs = static_cast<int>(static_cast<double>(gap.count()) * point.within);
    World::Run run = World::Run::EndedBefore;
    for (int i = 0; i < MOST_RUNS && run == World::Run::EndedBefore; ++i) {
        const QStringList command = world.nextCommand();
        if (command.isEmpty()) {
            break;
        }
        run = world.killAfter(command, point.events, laterMs);
    }
    if (run != World::Run::Killed) {
        return {u"it could not be killed there"_s};
    }
    Outcome outcome;
    const qsizetype before = world.decided();
    if (const QStringList command = world.nextCommand(); !command.isEmpty()) {
        QElapsedTimer timer;
        timer.start();
        const auto process = world.home.start(command, world.project.path());
        while (world.decided() == before && timer.elapsed() < LIMIT_MS) {
            if (process->waitForFinished(2)) {
                break;
            }
        }
        outcome.resume = std::chrono::milliseconds(timer.elapsed());
        (void)TammaHome::wait(*process);
    }
    outcome.fault = world.finish();
    const Result result = resultOf(world);
    if (outcome.fault.isEmpty() && result != m_golden) {
        outcome.fault = u"the end differs: %1 merges instead of %2, events %3 instead of %4"_s
                            .arg(result.merges)
                            .arg(m_golden.merges)
                            .arg(result.events.join(u' '), m_golden.events.join(u' '));
    }
    return outcome;
}

} // namespace tamma::tests
