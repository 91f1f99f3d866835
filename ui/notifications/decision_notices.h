// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/notifications/notifier.h"

#include "core/readmodels/approvals.h"

#include <QSet>
#include <QTimer>

#include <functional>

namespace tamma::ui {

class GuiSession;
class WindowState;

/// Says on the desktop that decisions wait, while nobody looks at Tamma: each once, several
/// together, none in quiet hours, and not longer than they wait.
///
/// Threads  GUI thread only.
class DecisionNotices final : public QObject {
    Q_OBJECT

public:
    /// What it looks at. All of it outlives the notices.
    struct Parts {
        GuiSession& session;
        const WindowState& window; ///< Has the settings.
        Notifier& notifier;
        const Clock& clock;
        std::function<bool()> isLookedAt; ///< The window is in front of a person.
    };

    /// What comes in this time is told together.
    static constexpr std::chrono::milliseconds GATHERING{1000};

    explicit DecisionNotices(Parts parts, QObject* parent = nullptr);

    /// Takes the notice away: the person looks at Tamma now.
    void seen();

    /// Looks whether quiet hours are over; it does so by itself every half minute.
    void tellWhatWaits();

signals:
    /// A person wants to decide: this approval, or (empty) the inbox.
    void openWanted(const tamma::ApprovalId& id, const QString& activationToken);

private:
    void update();
    void show();
    [[nodiscard]] bool isQuiet() const;
    [[nodiscard]] QList<readmodels::Approval> rowsOf(const QList<ApprovalId>& ids) const;

    Parts m_parts;
    QSet<ApprovalId> m_known; // Told, or somebody looked when they came.
    QList<ApprovalId> m_waiting; // To be told.
    QList<ApprovalId> m_told; // In the notice that is shown.
    bool m_begun = false;
    QTimer m_gather;
};

} // namespace tamma::ui
