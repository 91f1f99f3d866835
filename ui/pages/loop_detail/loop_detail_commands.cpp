// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/gui_session.h"
#include "ui/client/settings_gateway.h"
#include "ui/client/when_done.h"
#include "ui/pages/loop_detail/fork_loop_dialog.h"
#include "ui/pages/loop_detail/loop_detail_page.h"
#include "ui/pages/loop_detail/loop_header.h"
#include "ui/pages/loop_detail/step_timeline.h"
#include "ui/text/error_text.h"
#include "ui/text/status_text.h"

#include <QInputDialog>
#include <QMenu>
#include <QPushButton>

namespace tamma::ui {

using workflow::LoopStatus;

// What a person does about a loop from its page.

void LoopDetailPage::cancelLoop()
{
    const auto* row = m_parts.session.loop(m_loop);
    if (row == nullptr) {
        return;
    }
    m_header->cancelButton()->setEnabled(false);
    const auto loop = m_loop;
    QPointer page(this);
    auto& engine = m_parts.session.engine();
    auto& shell = m_parts.shell;
    const auto enable = [page] {
        if (page != nullptr) {
            page->m_header->cancelButton()->setEnabled(true);
        }
    };
    m_parts.shell.offerUndo(
        {tr("Cancelling %1").arg(issueLabel(row->issueNumber)), std::chrono::seconds(5), enable,
         [&engine, &shell, loop, page, enable] {
             auto asked = engine.submit(engine::CancelLoop{loop, tr("Cancelled in the window")});
             if (page == nullptr) {
                 return; // The window closes; the engine has the command.
             }
             whenDone(asked, page.data(),
                      [&shell, enable](const Result<engine::CommandReceipt>& receipt) {
                          enable();
                          if (!receipt) {
                              shell.notify(errorSentence(receipt.error()));
                          }
                      });
         }});
}

void LoopDetailPage::submit(engine::Command command)
{
    whenDone(m_parts.session.engine().submit(std::move(command)), this,
             [this](const Result<engine::CommandReceipt>& receipt) {
                 if (!receipt) {
                     m_parts.shell.notify(errorSentence(receipt.error()));
                 }
             });
}

void LoopDetailPage::pauseOrResume()
{
    const auto* row = m_parts.session.loop(m_loop);
    if (row == nullptr) {
        return;
    }
    const bool rests = row->status == LoopStatus::Paused || row->status == LoopStatus::Waiting;
    submit(rests ? engine::Command(engine::ResumeLoop{m_loop})
                 : engine::Command(engine::PauseLoop{m_loop, {}}));
}

void LoopDetailPage::runAgainFrom(const StepId& step)
{
    const auto* row = m_parts.session.loop(m_loop);
    const auto cell = row == nullptr
        ? QList<readmodels::StepCell>::const_iterator()
        : std::ranges::find(row->steps, step, &readmodels::StepCell::id);
    if (row == nullptr || cell == row->steps.end()) {
        return;
    }
    bool accepted = false;
    const QString hint = QInputDialog::getMultiLineText(
        this, tr("Run again"),
        tr("The loop goes back to \u201c%1\u201d and does it and everything after it again.\n"
           "What should the agent know? (may be empty)")
            .arg(cell->name),
        {}, &accepted);
    if (accepted) {
        submit(engine::RerunStep{m_loop, step, hint.trimmed()});
    }
}

void LoopDetailPage::forkFrom(const StepId& step)
{
    const auto* row = m_parts.session.loop(m_loop);
    if (row == nullptr || m_parts.session.isPast()) {
        return;
    }
    auto* dialog = new ForkLoopDialog(m_parts.session.engine(),
                                      {*row, step, m_parts.settings.recordings()}, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ForkLoopDialog::started, this,
            [this](const LoopId& id) { m_parts.shell.open({page::LOOP, id.text()}); });
    dialog->open();
}

void LoopDetailPage::showStepMenu(QPoint point)
{
    const auto* row = m_parts.session.loop(m_loop);
    const qint64 index = m_timeline->rowAt(point);
    if (row == nullptr || index < 0 || index >= row->steps.size()) {
        return;
    }
    const StepId step = row->steps.at(index).id;
    QMenu menu(this);
    QAction* again = menu.addAction(tr("Run again from here \u2026"));
    again->setEnabled(!row->isOver() && !m_parts.session.isPast() && index <= row->currentStep);
    QAction* fork = menu.addAction(tr("Try in another way from here \u2026"));
    fork->setEnabled(!m_parts.session.isPast() && ForkLoopDialog::isPossible(*row, index));
    const QAction* chosen = menu.exec(m_timeline->viewport()->mapToGlobal(point));
    if (chosen == again) {
        runAgainFrom(step);
    } else if (chosen == fork) {
        forkFrom(step);
    }
}

} // namespace tamma::ui
