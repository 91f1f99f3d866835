// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/held_decisions.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/shell/page.h"

namespace tamma::ui {

HeldDecisions::HeldDecisions(GuiSession& session, Shell& shell, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_shell(shell)
{
    connect(&session, &GuiSession::changed, this, &HeldDecisions::forgetClosed);
}

void HeldDecisions::decide(const engine::DecideApproval& decision, const QString& words)
{
    m_held.insert(decision.approvalId);
    m_shell.offerUndo({.text = words,
                       .undo =
                           [this, id = decision.approvalId] {
                               release(id);
                               emit takenBack(id);
                           },
                       .keep = [this, decision] { send(decision); }});
    emit changed();
}

void HeldDecisions::send(const engine::DecideApproval& decision)
{
    whenDone(m_session.engine().submit(decision), this,
             [this, id = decision.approvalId](const Result<engine::CommandReceipt>& done) {
                 if (!done) {
                     release(id);
                     emit refused(id, done.error());
                 }
             });
}

void HeldDecisions::release(const ApprovalId& id)
{
    m_held.remove(id);
    emit changed();
}

void HeldDecisions::forgetClosed()
{
    m_held.removeIf([this](const ApprovalId& id) {
        const readmodels::Approval* approval = m_session.approval(id);
        return approval == nullptr || approval->status != readmodels::Approval::Status::Open;
    });
}

} // namespace tamma::ui
