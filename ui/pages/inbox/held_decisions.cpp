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
    connect(&session, &GuiSession::changed, this, &HeldDecisions::forgetDone);
}

void HeldDecisions::hold(const InboxWish& wish)
{
    for (const InboxCommand& command : wish.commands) {
        m_held.insert(command.approvalId);
    }
    m_shell.offerUndo({.text = wish.words,
                       .undo =
                           [this, commands = wish.commands] {
                               for (const InboxCommand& command : commands) {
                                   m_held.remove(command.approvalId);
                               }
                               emit changed();
                               emit takenBack(commands.first().approvalId);
                           },
                       .keep =
                           [this, commands = wish.commands] {
                               for (const InboxCommand& command : commands) {
                                   send(command);
                               }
                           }});
    emit changed();
}

void HeldDecisions::send(const InboxCommand& command)
{
    whenDone(m_session.engine().submit(command.command), this,
             [this, command](const Result<engine::CommandReceipt>& done) {
                 const ApprovalId& id = command.approvalId;
                 if (!done) {
                     release(id);
                     emit refused(id, done.error());
                     return;
                 }
                 emit sent(command);
                 if (m_held.contains(id)) {
                     m_sent.insert(id, done->position);
                     forgetDone();
                 }
             });
}

void HeldDecisions::release(const ApprovalId& id)
{
    m_held.remove(id);
    m_sent.remove(id);
    emit changed();
}

void HeldDecisions::forgetDone()
{
    const auto before = m_held.size();
    m_held.removeIf([this](const ApprovalId& id) {
        const readmodels::Approval* approval = m_session.approval(id);
        const bool closed
            = approval == nullptr || approval->status != readmodels::Approval::Status::Open;
        const auto sent = m_sent.constFind(id);
        const bool seen = sent != m_sent.constEnd() && *sent <= m_session.head();
        return closed || seen;
    });
    m_sent.removeIf([this](auto sent) { return !m_held.contains(sent.key()); });
    if (m_held.size() != before) {
        emit changed();
    }
}

} // namespace tamma::ui
