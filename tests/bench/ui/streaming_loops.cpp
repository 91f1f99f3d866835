// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"
#include "core/events/identity_tags.h"
#include "core/platforms/builtin_platforms.h"
#include "core/store/coordination.h"
#include "core/store/sqlite/sqlite_record.h"
#include "core/workflow/standard_workflow.h"
#include "core/workflow/step_ids.h"
#include "tests/bench/ui/figures.h"
#include "tests/bench/ui/painting_application.h"
#include "tests/bench/ui/samples.h"
#include "tests/bench/ui/stall_watchdog.h"
#include "ui/client/frame_scheduler.h"
#include "ui/client/gui_session.h"
#include "ui/client/settings_gateway.h"
#include "ui/pages/builtin_pages.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/main_window.h"
#include "ui/shell/window_state.h"
#include "ui/widgets/theme.h"

#include <QEventLoop>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>

namespace tamma::ui::bench {
namespace {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

constexpr int LOOPS = 50;
constexpr auto TICK = 20ms;
constexpr int LINES_PER_TICK = 4; // 200 lines a second for each loop.
constexpr double LINES_PER_SECOND = LOOPS * LINES_PER_TICK * (1000.0 / TICK.count());
constexpr double MOST_LATENCY_MS = 30;
constexpr double MOST_CPU = 35;
constexpr double MOST_MEMORY_MB = 250;
constexpr int SHOWN_STALLS = 3;
constexpr int SHOWN_FRAMES = 14;

LoopId loopId(int number)
{
    return LoopId(u"loop-%1"_s.arg(number));
}

/// Shows nothing and keeps nothing.
class NoSettings final : public SettingsGateway {
public:
    [[nodiscard]] QFuture<Result<config::Settings>> load() override
    {
        return QtFuture::makeReadyValueFuture(Result<config::Settings>(config::Settings()));
    }
    [[nodiscard]] QFuture<Result<>> save(config::Settings) override
    {
        return QtFuture::makeReadyValueFuture(Result<>());
    }
    [[nodiscard]] Paths paths() const override { return {}; }
    [[nodiscard]] QStringList recordings() const override { return {}; }
};

qint64 linesIn(const events::Payload& payload)
{
    if (const auto* said = std::get_if<events::TranscriptAppended>(&payload)) {
        return said->entries.size();
    }
    const auto* log = std::get_if<events::GateLogAppended>(&payload);
    return log == nullptr ? 0 : log->text.count(u'\n');
}

/// When the engine had each event of the loop that is shown, and how many lines of all came.
class Arrivals {
public:
    std::atomic<qint64> lines = 0;

    void note(const QList<events::StoredEvent>& stored)
    {
        const double now = wallNow();
        const std::scoped_lock lock(m_mutex);
        for (const events::StoredEvent& one : stored) {
            lines += linesIn(one.event.payload);
            if (one.event.tags.contains(events::tag::LOOP, loopId(0).text())) {
                m_waiting.push_back({one.position, now});
            }
        }
    }
    /// How long ago those up to a position came; each once.
    std::vector<double> agesUpTo(Position position)
    {
        const double now = wallNow();
        std::vector<double> ages;
        const std::scoped_lock lock(m_mutex);
        while (!m_waiting.empty() && m_waiting.front().first <= position) {
            ages.push_back(now - m_waiting.front().second);
            m_waiting.pop_front();
        }
        return ages;
    }
    void clear()
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.clear();
        lines = 0;
    }

private:
    std::mutex m_mutex;
    std::deque<std::pair<Position, double>> m_waiting;
};

/// A record of fifty loops at work, the engine that folds it, and the real window on it. No loop is
/// run: the bench plays the agents.
struct World {
    QTemporaryDir folder;
    SystemClock clock;
    UuidV7Source ids;
    std::unique_ptr<store::SqliteRecord> store
        = std::move(*store::SqliteRecord::open(folder.filePath(u"record.sqlite"_s)));
    engine::Recorder recorder{*store, clock, ids};
    engine::ReadModelFeed feed;
    std::unique_ptr<platforms::GitPlatform> platform
        = platforms::builtinPlatforms().first().create({*store, ids, clock});
    engine::Commands commands{*store, recorder, ids, {*platform, {}, {}, {}, {}}};
    engine::LoopRunner runner{*store, recorder, ids, clock, [](const StepId&) { return nullptr; }};
    store::Coordination coordination
        = *store::openCoordination(folder.filePath(u"record.sqlite"_s));
    engine::Engine engine{{*store,
                           recorder,
                           commands,
                           runner,
                           feed,
                           {},
                           {*coordination.leases, *store, ids, clock},
                           [](const auto&) { return false; },
                           folder.filePath(u"lock"_s),
                           folder.filePath(u"snapshots"_s),
                           folder.filePath(u"sessions"_s),
                           4,
                           folder.filePath(u"columns"_s)}};
    Arrivals arrivals;
    std::unique_ptr<events::Subscription> subscription = store->subscribe(
        {}, [this](const QList<events::StoredEvent>& stored) { arrivals.note(stored); });
    NoSettings settings;
    WindowState state{folder.filePath(u"window.ini"_s)};
    Theme theme{*qApp, ThemeChoice::Dark};
    FrameScheduler frames;
    GuiSession session{{engine, feed, frames, clock}};
    PageRegistry pages = builtinPages();
    ActionRegistry actions;
    MainWindow window{{session, actions, settings, state, theme, frames, pages}};

    World()
    {
        for (int number = 0; number < LOOPS; ++number) {
            begin(number);
        }
        window.resize(1600, 1000);
        showOnScreen(window);
        if (!QTest::qWaitFor([this] { return session.loops().size() == LOOPS; }, 30'000)) {
            qFatal("the loops are never shown");
        }
    }

    void begin(int number)
    {
        const LoopId loop = loopId(number);
        const IssueId issue(u"issue-%1"_s.arg(number));
        const bool tests = number % 2 != 0;
        const StepId step
            = tests ? workflow::step::TEST_VALIDATION : workflow::step::CODE_GENERATION;
        append(loop, issue,
               {events::IssueCreated{issue, number + 1, u"/home/mia/shop"_s,
                                     u"Round payments to the cent in report %1"_s.arg(number + 1)},
                events::LoopStarted{loop, issue, workflow::STANDARD_WORKFLOW, u"dev"_s,
                                    u"/home/mia/shop"_s, u"main"_s, u"base"_s, u"claude_code"_s,
                                    u"mia"_s, workflow::standardPlan({})},
                events::StepStarted{loop, step, step.text(), 1}});
        if (!tests) {
            append(loop, issue,
                   {events::AgentSessionStarted{loop, step, SessionId(loop.text()),
                                                u"claude_code"_s, u"claude"_s, false,
                                                u"Round payments to the cent."_s}});
        }
    }

    void append(const LoopId& loop, const IssueId& issue, const QList<events::Payload>& payloads)
    {
        events::Tags tags{{events::tag::LOOP, loop.text()}, {events::tag::ISSUE, issue.text()}};
        if (const auto stored = recorder.append(payloads, tags, {u"agent"_s}); !stored) {
            qFatal("the record takes nothing: %s", qPrintable(stored.error().detail));
        }
    }
};

/// Says LINES_PER_TICK lines for each loop every TICK, as agents and gates do, until stopped.
void talk(const std::stop_token& stop, World& world)
{
    std::mutex mutex;
    std::condition_variable_any ticker;
    auto next = std::chrono::steady_clock::now();
    for (qint64 line = 0; !stop.stop_requested(); line += LINES_PER_TICK) {
        for (int number = 0; number < LOOPS; ++number) {
            const LoopId loop = loopId(number);
            const engine::Recorder::Live live{
                loop,
                {{events::tag::LOOP, loop.text()}, {events::tag::ISSUE, u"issue-%1"_s.arg(number)}},
                {}};
            const auto text = [&](int i) {
                return u"%1 src/billing/rounding.cpp: the amount of item %2 is rounded to the cent"_s
                    .arg(line + i)
                    .arg(number);
            };
            if (number % 2 == 0) {
                QList<events::TranscriptEntry> entries;
                for (int i = 0; i < LINES_PER_TICK; ++i) {
                    entries.append({u"text"_s, text(i)});
                }
                world.recorder.appendLive(
                    live, events::TranscriptAppended{loop, SessionId(loop.text()), entries});
            } else {
                QString lines;
                for (int i = 0; i < LINES_PER_TICK; ++i) {
                    lines += text(i) + u'\n';
                }
                world.recorder.appendLive(
                    live, events::GateLogAppended{loop, workflow::step::TEST_VALIDATION, 1, lines});
            }
        }
        next += TICK;
        std::unique_lock lock(mutex);
        ticker.wait_until(lock, stop, next, [] { return false; });
    }
}

double residentMb()
{
    QFile file(u"/proc/self/status"_s);
    static const QRegularExpression resident(u"\\nVmRSS:\\s+([0-9]+) kB"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("no status of this process");
    }
    return resident.match(QString::fromLatin1(file.readAll())).captured(1).toDouble() / 1024;
}

/// What came of a run.
struct Streamed {
    std::vector<double> latencies;
    double cpuShare = 0; ///< Of one core, in percent.
    double linesPerSecond = 0; ///< Over all loops, that are in the record.
    double longestMs = 0;
    QList<StallWatchdog::Stall> stalls;
};

Streamed watch(World& world, std::chrono::milliseconds time)
{
    Streamed streamed;
    Position inFrame;
    QObject frame;
    QObject::connect(&world.session, &GuiSession::changed, &frame,
                     [&] { inFrame = world.session.upTo(); });
    auto* app = static_cast<PaintingApplication*>(qApp);
    world.arrivals.clear();
    app->painted = [&](const QObject* window) {
        if (window == &world.window) {
            const auto ages = world.arrivals.agesUpTo(inFrame);
            streamed.latencies.insert(streamed.latencies.end(), ages.begin(), ages.end());
        }
    };
    StallWatchdog watchdog;
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    const Sample start{wallNow(), cpuNow()};
    loop.exec();
    streamed.linesPerSecond = double(world.arrivals.lines) * 1000 / (wallNow() - start.wall);
    streamed.cpuShare = 100 * (cpuNow() - start.cpu) / (wallNow() - start.wall);
    app->painted = {};
    streamed.longestMs = watchdog.longestMs();
    streamed.stalls = watchdog.finish();
    return streamed;
}

void tellStalls(const QList<StallWatchdog::Stall>& stalls)
{
    for (const auto& stall : stalls.first(std::min<qsizetype>(stalls.size(), SHOWN_STALLS))) {
        std::fprintf(stderr, "stall of %.0f ms (%.0f ms CPU of its own):\n", stall.wallMs,
                     stall.cpuMs);
        for (const QString& name :
             stall.stack.first(std::min<qsizetype>(stall.stack.size(), SHOWN_FRAMES))) {
            std::fprintf(stderr, "    %s\n", qPrintable(name));
        }
    }
}

void report(BenchReport& report, const QString& where, const Streamed& streamed)
{
    const auto against = [&](const QString& name, double value, const QString& unit, double most) {
        report.figure({.name = where + name,
                       .value = value,
                       .unit = unit,
                       .against = u"limit %1 %2"_s.arg(most).arg(unit),
                       .ratio = value / most,
                       .goal = u"<= %1 %2"_s.arg(most).arg(unit),
                       .ok = value <= most});
    };
    report.figure({.name = where + u"lines a second"_s,
                   .value = streamed.linesPerSecond,
                   .unit = u"1/s"_s,
                   .against = u"said %1 1/s"_s.arg(LINES_PER_SECOND),
                   .ratio = streamed.linesPerSecond / LINES_PER_SECOND,
                   .goal = u">= 0.95"_s,
                   .ok = streamed.linesPerSecond >= 0.95 * LINES_PER_SECOND});
    if (!streamed.latencies.empty()) {
        against(u"event to pixel, p50 (wall)"_s, percentile(streamed.latencies, 0.5), u"ms"_s,
                MOST_LATENCY_MS);
        against(u"event to pixel, p99 (wall)"_s, percentile(streamed.latencies, 0.99), u"ms"_s,
                MOST_LATENCY_MS);
    }
    against(u"GUI thread"_s, streamed.cpuShare, u"%"_s, MOST_CPU);
    against(u"longest stall (wall)"_s, streamed.longestMs, u"ms"_s, StallWatchdog::LIMIT_MS);
    tellStalls(streamed.stalls);
}

} // namespace

/// Not in the nameless namespace, and a function of its own: its name is to be found in the stack.
[[gnu::noinline]] void standStill()
{
    const double until = wallNow() + 3 * StallWatchdog::LIMIT_MS;
    while (wallNow() < until) { }
}

/// A watchdog that sees nothing would be content with everything.
void mustSeeAStall()
{
    StallWatchdog watchdog;
    QEventLoop loop;
    QTimer::singleShot(50ms, &loop, [&loop] {
        standStill();
        QTimer::singleShot(50ms, &loop, &QEventLoop::quit);
    });
    loop.exec();
    const auto stalls = watchdog.finish();
    if (stalls.isEmpty() || !stalls.first().stack.join(u' ').contains(u"standStill"_s)) {
        qFatal("the watchdog does not see a stall");
    }
}

void measureStreaming(BenchReport& figures, Length length)
{
    mustSeeAStall();
    World world;
    const auto time = length == Length::Short ? 2'000ms : 30'000ms;
    world.window.open({page::LOOP, loopId(0).text()});
    const std::jthread agents([&](const std::stop_token& stop) { talk(stop, world); });
    const auto onLoop = watch(world, time);
    if (onLoop.latencies.empty()) {
        qFatal("nothing of the loop was ever painted");
    }
    report(figures, u"50 loops, one shown: "_s, onLoop);
    world.window.open({page::LOOPS});
    report(figures, u"50 loops, the board: "_s, watch(world, time / 2));
    const double memory = residentMb();
    figures.figure({.name = u"50 loops: memory with engine (RSS)"_s,
                    .value = memory,
                    .unit = u"MB"_s,
                    .against = u"limit %1 MB"_s.arg(MOST_MEMORY_MB),
                    .ratio = memory / MOST_MEMORY_MB,
                    .goal = u"<= %1 MB"_s.arg(MOST_MEMORY_MB),
                    .ok = memory <= MOST_MEMORY_MB});
}

} // namespace tamma::ui::bench
