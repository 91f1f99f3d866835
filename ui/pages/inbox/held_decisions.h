// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/inbox/inbox_wishes.h"

#include <QObject>
#include <QSet>

namespace tamma::ui {

class GuiSession;
class Shell;

/// What this person did in the inbox and is not in the record yet: each is held back for ten
/// seconds, in which it can be taken back, and is then sent, every command by itself.
///
/// Shape    An approval is held from hold() until it is undone, refused by the engine, or the read
///          model shows what became of it.
/// Threads  GUI thread only.
class HeldDecisions final : public QObject {
    Q_OBJECT

public:
    HeldDecisions(GuiSession& session, Shell& shell, QObject* parent);

    /// Holds the commands of a wish together; its words go on the toast.
    void hold(const InboxWish& wish);

    [[nodiscard]] const QSet<ApprovalId>& held() const { return m_held; }

signals:
    void changed();
    void takenBack(const tamma::ApprovalId& id);
    void sent(const InboxCommand& command); ///< And it is in the record.
    void refused(const tamma::ApprovalId& id, const tamma::Error& error);

private:
    void send(const InboxCommand& command);
    void release(const ApprovalId& id);
    void forgetDone();

    GuiSession& m_session;
    Shell& m_shell;
    QSet<ApprovalId> m_held;
    QHash<ApprovalId, Position> m_sent; ///< Those that are in the record, and where.
};

} // namespace tamma::ui
