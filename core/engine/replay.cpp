// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/replay.h"

namespace tamma::engine {

namespace {

// A step back costs the fold of so many events at most, some milliseconds.
constexpr qint64 STRIDE = 1'024;
constexpr qsizetype REMEMBERED = 64;
constexpr qsizetype REMEMBERED_ROWS = 200'000; // Of all of them together: it bounds the memory.

} // namespace

Result<Replay::State> Replay::at(Position position, const std::stop_token& stop)
{
    TRY_ASSIGN(const Position head, m_store.head());
    position = std::min(position, head);
    const std::scoped_lock lock(m_mutex);
    const auto later = m_remembered.upper_bound(position);
    State state = later == m_remembered.begin()
        ? fromSnapshot<readmodels::ReadModels>(m_snapshots, position)
        : std::prev(later)->second;
    // A snapshot may be much nearer than what is remembered.
    if (position.value - state.upTo.value > Snapshots::SPACING) {
        State nearer = fromSnapshot<readmodels::ReadModels>(m_snapshots, position);
        if (nearer.upTo > state.upTo) {
            state = std::move(nearer);
        }
    }
    while (state.upTo < position) {
        const Position next{std::min(position.value, (state.upTo.value / STRIDE + 1) * STRIDE)};
        TRY(foldOn(state, m_store, next, stop));
        state.upTo = next; // Even when there is no event at it.
        remember(state);
    }
    return state;
}

void Replay::remember(const State& state)
{
    m_remembered.insert_or_assign(state.upTo, state);
    const qsizetype rows = state.state.loops.size() + state.state.approvals.size() + 1;
    const qsizetype room = std::clamp<qsizetype>(REMEMBERED_ROWS / rows, 2, REMEMBERED);
    while (std::ssize(m_remembered) > room) { // The one that is farthest away, on either side.
        const auto first = m_remembered.begin();
        const auto last = std::prev(m_remembered.end());
        const bool firstIsFarther
            = state.upTo.value - first->first.value > last->first.value - state.upTo.value;
        m_remembered.erase(firstIsFarther ? first : last);
    }
}

} // namespace tamma::engine
