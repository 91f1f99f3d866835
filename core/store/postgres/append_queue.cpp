// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/append_queue.h"

#include <atomic>

namespace tamma::store::postgres {

namespace {

constexpr size_t LARGEST_GROUP = 64;
constexpr qsizetype EVENTS_IN_A_GROUP = 1000;
constexpr int GROUPS_AT_ONCE = 2; // More would make the groups smaller, and the commits more.

} // namespace

/// A caller who waits. Shared: it may be gone before whoever answers it has let go of it.
struct AppendQueue::Waiting {
    enum class State { Queued, Leads, Answered };

    AppendRequest request;
    std::atomic<State> state = State::Queued;

    void become(State next)
    {
        state = next;
        state.notify_one();
    }
};

AppendQueue::AppendQueue(Writer writer)
    : m_writer(std::move(writer))
{
}

AppendQueue::~AppendQueue() = default;

Result<events::AppendReceipt> AppendQueue::append(QList<EventRow> rows, events::AppendGuard guard)
{
    const auto mine
        = std::make_shared<Waiting>(AppendRequest{std::move(rows), std::move(guard), {}});
    {
        const std::scoped_lock lock(m_mutex);
        if (m_leaders < GROUPS_AT_ONCE) { // Then nobody else waits.
            ++m_leaders;
            mine->state = Waiting::State::Leads;
        } else {
            m_queue.push_back(mine);
        }
    }
    mine->state.wait(Waiting::State::Queued);
    if (mine->state == Waiting::State::Leads) {
        lead(mine);
    }
    return std::move(mine->request.answer);
}

// Called with the lock. The first is no longer in the queue.
std::vector<std::shared_ptr<AppendQueue::Waiting>>
AppendQueue::takeGroup(const std::shared_ptr<Waiting>& first)
{
    std::vector group{first};
    std::deque<std::shared_ptr<Waiting>> left;
    qsizetype events = first->request.rows.size();
    for (auto& waiting : m_queue) {
        const AppendRequest& request = waiting->request;
        const bool fits
            = group.size() < LARGEST_GROUP && events + request.rows.size() <= EVENTS_IN_A_GROUP
            && std::ranges::all_of(
                  group, [&](const auto& one) { return request.isIndependentOf(one->request); });
        if (fits) {
            events += request.rows.size();
        }
        (fits ? group.push_back(std::move(waiting)) : left.push_back(std::move(waiting)));
    }
    m_queue = std::move(left);
    return group;
}

void AppendQueue::lead(const std::shared_ptr<Waiting>& mine)
{
    std::vector<std::shared_ptr<Waiting>> group;
    {
        const std::scoped_lock lock(m_mutex);
        group = takeGroup(mine);
    }
    std::vector<AppendRequest*> requests;
    requests.reserve(group.size());
    for (const auto& waiting : group) {
        requests.push_back(&waiting->request);
    }
    m_writer.write(requests);
    std::shared_ptr<Waiting> next;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_queue.empty()) {
            --m_leaders;
        } else {
            next = std::move(m_queue.front());
            m_queue.pop_front();
        }
    }
    if (next) {
        next->become(Waiting::State::Leads);
    }
    for (const auto& waiting : group) {
        if (waiting != mine) {
            waiting->become(Waiting::State::Answered);
        }
    }
}

} // namespace tamma::store::postgres
