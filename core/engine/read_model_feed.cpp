// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/read_model_feed.h"

#include "core/readmodels/row_table.h"

#include <mutex>

namespace tamma::engine {

struct ReadModelFeed::State {
    std::mutex mutex;
    std::function<void()> wake;
    readmodels::RowTable<readmodels::LoopRow, LoopId> loops;
    readmodels::RowTable<readmodels::Approval, ApprovalId> approvals;
    readmodels::RowTable<readmodels::IssueRow, IssueId> issues;
    QList<events::StoredEvent> events;
    Position upTo;
    std::optional<Error> trouble;

    [[nodiscard]] bool isEmpty() const { return upTo == Position{}; }
};

ReadModelFeed::ReadModelFeed()
    : m_state(std::make_unique<State>())
{
}

ReadModelFeed::~ReadModelFeed() = default;

void ReadModelFeed::setWake(std::function<void()> wake)
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->wake = std::move(wake);
    if (m_state->wake && (!m_state->isEmpty() || m_state->trouble)) {
        m_state->wake();
    }
}

ReadModelChange ReadModelFeed::take()
{
    const std::scoped_lock lock(m_state->mutex);
    State& state = *m_state;
    return {std::exchange(state.loops, {}).rows, std::exchange(state.approvals, {}).rows,
            std::exchange(state.issues, {}).rows, std::exchange(state.events, {}),
            std::exchange(state.upTo, {})};
}

void ReadModelFeed::publish(const ReadModelChange& change)
{
    // The wake is called under the lock, so that whoever clears it knows that no call is left.
    const std::scoped_lock lock(m_state->mutex);
    State& state = *m_state;
    const bool wasEmpty = state.isEmpty();
    for (const readmodels::LoopRow& row : change.loops) {
        state.loops.put(row.id, row);
    }
    for (const readmodels::Approval& row : change.approvals) {
        state.approvals.put(row.request.approvalId, row);
    }
    for (const readmodels::IssueRow& row : change.issues) {
        state.issues.put(row.id, row);
    }
    state.events += change.events;
    state.upTo = change.upTo;
    if (wasEmpty && !state.isEmpty() && state.wake) {
        state.wake();
    }
}

std::optional<Error> ReadModelFeed::trouble() const
{
    const std::scoped_lock lock(m_state->mutex);
    return m_state->trouble;
}

void ReadModelFeed::setTrouble(const std::optional<Error>& trouble)
{
    const std::scoped_lock lock(m_state->mutex);
    const bool isNew = m_state->trouble.has_value() != trouble.has_value()
        || (trouble && trouble->detail != m_state->trouble->detail);
    m_state->trouble = trouble;
    if (isNew && m_state->wake) {
        m_state->wake();
    }
}

} // namespace tamma::engine
