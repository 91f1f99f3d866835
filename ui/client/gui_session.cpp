// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/gui_session.h"

#include "ui/client/frame_scheduler.h"
#include "ui/client/when_done.h"

namespace tamma::ui {

using namespace std::chrono_literals;

GuiSession::GuiSession(SessionParts parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
{
    connect(&m_parts.frames, &FrameScheduler::frameDue, this, &GuiSession::takeBatch);
    m_parts.feed.setWake([&frames = m_parts.frames] { frames.wake(); });
    m_second.setInterval(1s);
    m_second.setTimerType(Qt::CoarseTimer);
    connect(&m_second, &QTimer::timeout, this, &GuiSession::secondPassed);
    m_second.start();
    askForHead();
}

GuiSession::~GuiSession()
{
    m_parts.feed.setWake({});
}

void GuiSession::retry()
{
    if (m_phase == Phase::Failed) {
        setPhase(Phase::Loading);
        askForHead();
    }
}

const readmodels::LoopRow* GuiSession::loop(const LoopId& id) const
{
    return m_loops.find(id);
}

const readmodels::Approval* GuiSession::approval(const ApprovalId& id) const
{
    return m_approvals.find(id);
}

const readmodels::IssueRow* GuiSession::issue(const IssueId& id) const
{
    return m_issues.find(id);
}

int GuiSession::openApprovalCount() const
{
    return static_cast<int>(std::ranges::count(m_approvals.rows, readmodels::Approval::Status::Open,
                                               &readmodels::Approval::status));
}

void GuiSession::takeBatch()
{
    const engine::ReadModelChange change = m_parts.feed.take();
    if (change.isEmpty()) {
        return;
    }
    for (const auto& row : change.loops) {
        m_loops.put(row.id, row);
    }
    for (const auto& row : change.approvals) {
        m_approvals.put(row.request.approvalId, row);
    }
    for (const auto& row : change.issues) {
        m_issues.put(row.id, row);
    }
    m_upTo = change.upTo;
    if (!change.events.isEmpty()) {
        m_lastEventAt = change.events.last().event.timestamp;
    }
    emit changed(change);
    if (m_phase == Phase::Loading && m_headAtStart && m_upTo >= *m_headAtStart) {
        setPhase(Phase::Ready);
    }
}

void GuiSession::askForHead()
{
    events::EventQuery newest = events::EventQuery::everything();
    newest.backwards = true;
    newest.limit = 1;
    whenDone(m_parts.engine.events(newest), this,
             [this](const Result<QList<events::StoredEvent>>& found) {
                 if (!found) {
                     m_error = found.error();
                     setPhase(Phase::Failed);
                     return;
                 }
                 m_headAtStart = found->isEmpty() ? Position{} : found->first().position;
                 if (m_upTo >= *m_headAtStart) {
                     setPhase(Phase::Ready);
                 }
             });
}

void GuiSession::setPhase(Phase phase)
{
    if (m_phase != phase) {
        m_phase = phase;
        emit phaseChanged();
    }
}

} // namespace tamma::ui
