// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/frame_pacer.h"

#include <algorithm>

namespace tamma::ui {
namespace {

using namespace std::chrono_literals;

constexpr FramePacer::Duration FULL_RATE = 16ms;
constexpr FramePacer::Duration HALF_RATE = 33ms;
constexpr FramePacer::Duration HIDDEN_RATE = 1s;
constexpr FramePacer::Duration DEAR = 8ms;
constexpr FramePacer::Duration CHEAP = 5ms;
constexpr FramePacer::Duration LONG_AGO = 100ms; // Other work was done since: it says nothing.
constexpr int WEIGHT = 8; // A frame counts one eighth of the average.

} // namespace

FramePacer::Duration FramePacer::delayAt(Duration now) const
{
    if (m_lastStart == NEVER) {
        return Duration::zero();
    }
    return std::max(Duration::zero(), m_lastStart + interval() - now);
}

void FramePacer::frameStarts(Duration now, Duration cpu)
{
    if (m_lastStart != NEVER && now - m_lastStart < LONG_AGO) {
        m_averageCost += (cpu - m_lastCpu - m_averageCost) / WEIGHT;
        m_slow = m_slow ? m_averageCost > CHEAP : m_averageCost > DEAR;
    }
    m_lastStart = now;
    m_lastCpu = cpu;
}

FramePacer::Duration FramePacer::interval() const
{
    if (m_hidden) {
        return HIDDEN_RATE;
    }
    return m_slow ? HALF_RATE : FULL_RATE;
}

} // namespace tamma::ui
