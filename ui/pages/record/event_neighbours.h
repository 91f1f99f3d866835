// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"
#include "core/readmodels/loops.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace tamma::ui {

class GuiSession;

/// The events around one event: what led to it, what it led to, and its neighbours in its loop.
struct Neighbours {
    std::optional<events::StoredEvent> cause;
    QList<events::StoredEvent> effects; ///< Oldest first, not more than Neighbourhood::MOST.
    std::optional<events::StoredEvent> previous; ///< Of the same loop.
    std::optional<events::StoredEvent> next;
    std::optional<readmodels::LoopRow> loop; ///< As it was right after the event.
};

/// Looks for the neighbours of the event that somebody reads. Somebody who only passes by with the
/// arrow keys causes no question.
///
/// Shape    A cause is looked for in the 500 events before, those of the loop if there is one.
/// Threads  GUI thread only; the engine looks.
class Neighbourhood final : public QObject {
    Q_OBJECT

public:
    static constexpr int MOST = 5;

    Neighbourhood(GuiSession& session, QObject* parent);

    /// Forgets the neighbours of the event before, and looks for those of `stored` soon.
    void look(const events::StoredEvent& stored);

    [[nodiscard]] const Neighbours& neighbours() const { return m_found; }

signals:
    /// Something more is known, or nothing any more.
    void changed();

private:
    void ask();
    void askBefore(const QString& loop);
    void askBehind(const QString& loop);
    void askForState(const QString& loop);

    GuiSession& m_session;
    events::StoredEvent m_event;
    Neighbours m_found;
    QTimer m_rest;
    quint64 m_generation = 0;
};

} // namespace tamma::ui
