// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/read_model_feed.h"

#include <mutex>

namespace tamma::engine {

struct ReadModelFeed::State {
    std::mutex mutex;
    std::function<void()> wake;
    ReadModelChange pending;
};

namespace {

template <typename Row, typename IdOf>
void merge(QList<Row>& rows, const QList<Row>& newer, const IdOf& idOf)
{
    for (const Row& row : newer) {
        const auto same = std::ranges::find_if(
            rows, [&](const Row& old) { return std::invoke(idOf, old) == std::invoke(idOf, row); });
        if (same != rows.end()) {
            *same = row;
        } else {
            rows.append(row);
        }
    }
}

} // namespace

ReadModelFeed::ReadModelFeed()
    : m_state(std::make_unique<State>())
{
}

ReadModelFeed::~ReadModelFeed() = default;

void ReadModelFeed::setWake(std::function<void()> wake)
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->wake = std::move(wake);
    if (m_state->wake && !m_state->pending.isEmpty()) {
        m_state->wake();
    }
}

ReadModelChange ReadModelFeed::take()
{
    const std::scoped_lock lock(m_state->mutex);
    return std::exchange(m_state->pending, {});
}

void ReadModelFeed::publish(const ReadModelChange& change)
{
    // The wake is called under the lock, so that whoever clears it knows that no call is left.
    const std::scoped_lock lock(m_state->mutex);
    ReadModelChange& pending = m_state->pending;
    const bool wasEmpty = pending.isEmpty();
    merge(pending.loops, change.loops, &readmodels::LoopRow::id);
    merge(pending.approvals, change.approvals,
          [](const readmodels::Approval& a) { return a.request.approvalId; });
    merge(pending.issues, change.issues, &readmodels::IssueRow::id);
    pending.events += change.events;
    pending.upTo = change.upTo;
    if (wasEmpty && !pending.isEmpty() && m_state->wake) {
        m_state->wake();
    }
}

} // namespace tamma::engine
