// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/event_neighbours.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using events::EventQuery;
using events::StoredEvent;

namespace {

constexpr qint64 CAUSE_WITHIN = 500;
constexpr qint64 EFFECTS_WITHIN = 2'000; // Positions, where no loop narrows it down.

EventQuery aboutLoop(const QString& loop)
{
    return loop.isEmpty() ? EventQuery::everything() : EventQuery::tagged(events::tag::LOOP, loop);
}

} // namespace

Neighbourhood::Neighbourhood(GuiSession& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(80ms);
    connect(&m_rest, &QTimer::timeout, this, &Neighbourhood::ask);
}

void Neighbourhood::look(const StoredEvent& stored)
{
    ++m_generation;
    m_event = stored;
    m_found = {};
    m_rest.start();
    emit changed();
}

void Neighbourhood::ask()
{
    const QString loop = m_event.event.tags.value(events::tag::LOOP);
    askBefore(loop);
    askBehind(loop);
    if (!loop.isEmpty()) {
        askForState(loop);
    }
}

void Neighbourhood::askBefore(const QString& loop)
{
    const QString causation = m_event.event.metadata.causation;
    if (loop.isEmpty() && causation.isEmpty()) {
        return;
    }
    EventQuery before = aboutLoop(loop);
    before.upTo = {m_event.position.value - 1};
    before.backwards = true;
    before.limit = causation.isEmpty() ? 1 : CAUSE_WITHIN;
    whenDone(m_session.engine().events(before), this,
             [this, generation = m_generation, loop,
              causation](const Result<QList<StoredEvent>>& found) {
                 if (generation != m_generation || !found || found->isEmpty()) {
                     return; // The event itself is shown; its neighbours are an extra.
                 }
                 if (!loop.isEmpty()) {
                     m_found.previous = found->first();
                 }
                 const auto cause = std::ranges::find_if(*found, [&](const StoredEvent& stored) {
                     return stored.event.id.text() == causation;
                 });
                 if (!causation.isEmpty() && cause != found->end()) {
                     m_found.cause = *cause;
                 }
                 emit changed();
             });
}

void Neighbourhood::askBehind(const QString& loop)
{
    EventQuery effects = aboutLoop(loop);
    effects.after = m_event.position;
    effects.limit = MOST;
    effects.metadata = {{u"causation"_s, m_event.event.id.text()}};
    if (loop.isEmpty()) {
        effects.upTo = {m_event.position.value + EFFECTS_WITHIN};
    }
    whenDone(m_session.engine().events(effects), this,
             [this, generation = m_generation](const Result<QList<StoredEvent>>& found) {
                 if (generation == m_generation && found && !found->isEmpty()) {
                     m_found.effects = *found;
                     emit changed();
                 }
             });
    if (loop.isEmpty()) {
        return;
    }
    EventQuery next = aboutLoop(loop);
    next.after = m_event.position;
    next.limit = 1;
    whenDone(m_session.engine().events(next), this,
             [this, generation = m_generation](const Result<QList<StoredEvent>>& found) {
                 if (generation == m_generation && found && !found->isEmpty()) {
                     m_found.next = found->first();
                     emit changed();
                 }
             });
}

void Neighbourhood::askForState(const QString& loop)
{
    EventQuery story = aboutLoop(loop);
    story.upTo = m_event.position;
    whenDone(m_session.engine().events(story), this,
             [this, generation = m_generation, loop](const Result<QList<StoredEvent>>& found) {
                 if (generation != m_generation || !found) {
                     return;
                 }
                 readmodels::Loops loops;
                 for (const StoredEvent& stored : *found) {
                     loops.apply(stored);
                 }
                 m_found.loop = loops.row(LoopId(loop));
                 emit changed();
             });
}

} // namespace tamma::ui
