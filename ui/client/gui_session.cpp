// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/gui_session.h"

#include "ui/client/frame_scheduler.h"
#include "ui/client/past_engine.h"
#include "ui/client/when_done.h"

namespace tamma::ui {

using namespace std::chrono_literals;

GuiSession::GuiSession(SessionParts parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_pastEngine(std::make_unique<PastEngine>(parts.engine))
{
    connect(&m_parts.frames, &FrameScheduler::frameDue, this, &GuiSession::takeBatch);
    m_parts.feed.setWake([&frames = m_parts.frames] { frames.wake(); });
    m_second.setInterval(1s);
    m_second.setTimerType(Qt::CoarseTimer);
    connect(&m_second, &QTimer::timeout, this, &GuiSession::secondPassed);
    m_again.setInterval(3s);
    connect(&m_again, &QTimer::timeout, this, &GuiSession::askForHead);
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
    return shown().loops.find(id);
}

const readmodels::Approval* GuiSession::approval(const ApprovalId& id) const
{
    return shown().approvals.find(id);
}

const readmodels::IssueRow* GuiSession::issue(const IssueId& id) const
{
    return shown().issues.find(id);
}

int GuiSession::openApprovalCount() const
{
    return static_cast<int>(
        std::ranges::count_if(approvals(), [this](const readmodels::Approval& approval) {
            return approval.waitsFor(user(), now());
        }));
}

void GuiSession::Rows::put(const engine::ReadModelChange& change)
{
    for (const auto& row : change.loops) {
        loops.put(row.id, row);
    }
    for (const auto& row : change.approvals) {
        approvals.put(row.request.approvalId, row);
    }
    for (const auto& row : change.issues) {
        issues.put(row.id, row);
    }
}

engine::EngineClient& GuiSession::engine() const
{
    return m_past ? static_cast<engine::EngineClient&>(*m_pastEngine) : m_parts.engine;
}

Timestamp GuiSession::now() const
{
    return m_past ? m_past->recorded : m_parts.clock.now();
}

void GuiSession::travelTo(engine::Moment moment)
{
    m_wanted = moment;
    if (!m_travels) {
        askForMoment();
    }
}

void GuiSession::askForMoment()
{
    if (!m_wanted) {
        return;
    }
    m_travels = true;
    const auto moment = *std::exchange(m_wanted, std::nullopt);
    whenDone(m_parts.engine.past(moment), this,
             [this, journey = m_journey](const Result<engine::Past>& then) {
                 if (journey != m_journey) {
                     return; // It returned to now meanwhile.
                 }
                 m_travels = false;
                 if (then) {
                     show(*then);
                 } else {
                     emit travelFailed(then.error());
                 }
                 askForMoment();
             });
}

void GuiSession::show(const engine::Past& past)
{
    emit aboutToTravel();
    m_then = {};
    m_then.put({past.loops, past.approvals, past.issues, {}, past.position});
    m_past = past;
    m_pastEngine->setUpTo(past.position);
    tellMoment();
}

void GuiSession::returnToNow()
{
    ++m_journey;
    m_wanted.reset();
    m_travels = false;
    if (m_past) {
        m_past.reset();
        m_then = {};
        tellMoment();
    }
}

void GuiSession::tellMoment()
{
    emit momentChanged();
    emit changed({loops(), approvals(), issues(), {}, upTo()});
}

void GuiSession::travelToNext(const QList<events::QueryItem>& items)
{
    travelToFirst({.items = items, .after = upTo(), .limit = 1});
}

void GuiSession::travelToPrevious(const QList<events::QueryItem>& items)
{
    travelToFirst({.items = items, .limit = 1, .backwards = true, .upTo = {upTo().value - 1}});
}

void GuiSession::travelToFirst(const events::EventQuery& query)
{
    whenDone(m_parts.engine.events(query), this,
             [this, journey = m_journey](const Result<QList<events::StoredEvent>>& found) {
                 if (journey != m_journey) {
                     return;
                 }
                 if (!found) {
                     emit travelFailed(found.error());
                 } else if (!found->isEmpty()) {
                     travelTo(found->first().position);
                 }
             });
}

void GuiSession::takeTrouble()
{
    auto trouble = m_parts.feed.trouble();
    const bool isNew = trouble.has_value() != m_trouble.has_value()
        || (trouble && trouble->detail != m_trouble->detail);
    if (isNew) {
        m_trouble = std::move(trouble);
        emit troubleChanged();
    }
}

void GuiSession::takeBatch()
{
    takeTrouble();
    const engine::ReadModelChange change = m_parts.feed.take();
    if (change.isEmpty()) {
        return;
    }
    m_now.put(change);
    m_upTo = change.upTo;
    if (!change.events.isEmpty()) {
        m_lastEventAt = change.events.last().event.timestamp;
    }
    if (!isPast()) {
        emit changed(change);
    }
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
                     if (m_error.retryable) {
                         m_again.start();
                     }
                     return;
                 }
                 m_again.stop();
                 m_headAtStart = found->isEmpty() ? Position{} : found->first().position;
                 setPhase(m_upTo >= *m_headAtStart ? Phase::Ready : Phase::Loading);
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
