// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/ui/stall_watchdog.h"

#include "tests/bench/ui/samples.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <csignal>
#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>

namespace tamma::ui::bench {
namespace {

using namespace std::chrono_literals;

constexpr int PERIOD_MS = 10;
constexpr int OWN_FRAMES = 2; // The handler, and the kernel's way into it.

std::array<void*, 48> s_frames;
std::atomic<int> s_frameCount;

void takeStack(int)
{
    s_frameCount = backtrace(s_frames.data(), int(s_frames.size()));
}

QString nameOf(void* address)
{
    Dl_info place{};
    if (dladdr(address, &place) == 0 || place.dli_sname == nullptr) {
        return QStringLiteral("?");
    }
    int status = 0;
    char* plain = abi::__cxa_demangle(place.dli_sname, nullptr, nullptr, &status);
    const auto name = QString::fromUtf8(status == 0 ? plain : place.dli_sname);
    std::free(plain);
    return name.section(u'(', 0, 0);
}

} // namespace

StallWatchdog::StallWatchdog()
    : m_watched(pthread_self())
    , m_beat(wallNow())
    , m_beatCpu(cpuNow())
{
    takeStack(0); // The first call loads a library: not in a handler.
    struct sigaction action{};
    action.sa_handler = takeStack;
    action.sa_flags = SA_RESTART;
    sigaction(SIGUSR2, &action, nullptr);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
    m_timer.start(PERIOD_MS);
    m_thread = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

StallWatchdog::~StallWatchdog()
{
    m_thread.request_stop();
    m_thread.join();
    signal(SIGUSR2, SIG_DFL);
}

void StallWatchdog::beat()
{
    const double now = wallNow();
    const double still = now - m_beat - PERIOD_MS;
    m_longest = std::max(m_longest, still);
    const std::scoped_lock lock(m_mutex);
    if (still > LIMIT_MS) {
        m_stalls.append({still, cpuNow() - m_beatCpu, std::exchange(m_stack, {})});
    }
    m_stack.clear();
    m_beat = now;
    m_beatCpu = cpuNow();
}

void StallWatchdog::watch(const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any ticker;
    double looked = 0; // The beat whose stall was looked at.
    while (!stop.stop_requested()) {
        const double beat = m_beat;
        if (beat != looked && wallNow() - beat > LIMIT_MS) {
            looked = beat;
            const auto stack = stackOfWatched();
            const std::scoped_lock lock(m_mutex);
            m_stack = stack;
        }
        std::unique_lock lock(mutex);
        ticker.wait_for(lock, stop, 5ms, [] { return false; });
    }
}

QStringList StallWatchdog::stackOfWatched() const
{
    s_frameCount = 0;
    pthread_kill(m_watched, SIGUSR2);
    const double asked = wallNow();
    while (s_frameCount == 0 && wallNow() - asked < 1000) {
        std::this_thread::yield();
    }
    QStringList names;
    for (int i = OWN_FRAMES; i < s_frameCount; ++i) {
        names.append(nameOf(s_frames[size_t(i)]));
    }
    return names;
}

QList<StallWatchdog::Stall> StallWatchdog::finish()
{
    m_timer.stop();
    m_thread.request_stop();
    auto stalls = std::exchange(m_stalls, {});
    std::ranges::sort(stalls, std::ranges::greater(), &Stall::wallMs);
    return stalls;
}

} // namespace tamma::ui::bench
