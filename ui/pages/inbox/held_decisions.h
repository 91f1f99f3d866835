// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/readmodels/approvals.h"

#include <QObject>
#include <QSet>

namespace tamma::ui {

class GuiSession;
class Shell;

/// The decisions of this person that are not in the record yet: each is held back for ten seconds,
/// in which it can be taken back, and is then sent.
///
/// Shape    An approval is held from decide() until it is undone, refused by the engine, or no
///          longer open in the read model.
/// Threads  GUI thread only.
class HeldDecisions final : public QObject {
    Q_OBJECT

public:
    HeldDecisions(GuiSession& session, Shell& shell, QObject* parent);

    /// Holds a decision; `words` go on the toast: "Approved #12".
    void decide(const engine::DecideApproval& decision, const QString& words);

    [[nodiscard]] const QSet<ApprovalId>& held() const { return m_held; }

signals:
    void changed();
    void takenBack(const tamma::ApprovalId& id);
    void refused(const tamma::ApprovalId& id, const tamma::Error& error);

private:
    void send(const engine::DecideApproval& decision);
    void release(const ApprovalId& id);
    void forgetClosed();

    GuiSession& m_session;
    Shell& m_shell;
    QSet<ApprovalId> m_held;
};

} // namespace tamma::ui
