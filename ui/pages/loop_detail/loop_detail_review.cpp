// SPDX-License-Identifier: GPL-3.0-or-later
// What gates and people say about the change that the loop page shows, and what is said next.
#include "ui/client/gui_session.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/loop_detail/log_pane.h"
#include "ui/pages/loop_detail/loop_detail_page.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/draft_comments.h"
#include "ui/widgets/inline_message.h"

#include <QComboBox>
#include <QPushButton>
#include <QTabWidget>

namespace tamma::ui {

using readmodels::Approval;

void LoopDetailPage::addReviewActions()
{
    const auto add = [&](const ActionSpec& spec, auto run) {
        m_parts.actions.add(spec, this, [this, run] {
            if (isVisible()) {
                run();
            }
        });
    };
    const auto category = tr("Loop");
    const auto keywords = tr("problem note error review remark");
    add({QStringLiteral("loop.nextNote"),
         tr("Next &finding or comment"),
         category,
         Qt::Key_F8,
         {},
         keywords},
        [this] { goToNote(true); });
    add({QStringLiteral("loop.previousNote"),
         tr("Previous finding &or comment"),
         category,
         QKeySequence(Qt::SHIFT | Qt::Key_F8),
         {},
         keywords},
        [this] { goToNote(false); });
    add({QStringLiteral("loop.comment"), tr("Co&mment on this line"), category,
         QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), QStringLiteral("message-square"),
         keywords},
        [this] { commentOnLine(); });
}

/// The request of this loop that waits for a decision on `commit`: comments go with that decision.
const Approval* LoopDetailPage::reviewOf(const QString& commit) const
{
    const auto& approvals = m_parts.session.approvals();
    const auto found = std::ranges::find_if(approvals, [&](const Approval& one) {
        return one.status == Approval::Status::Open && one.request.loopId == m_loop
            && one.request.kind == QStringLiteral("merge") && one.request.evidence.commit == commit;
    });
    return found == approvals.end() || m_parts.session.isPast() ? nullptr : &*found;
}

/// What this loop asks a person now, if anything.
const Approval* LoopDetailPage::openQuestion() const
{
    const auto& approvals = m_parts.session.approvals();
    const auto found = std::ranges::find_if(approvals, [&](const Approval& one) {
        return one.status == Approval::Status::Open && one.request.loopId == m_loop;
    });
    return found == approvals.end() || m_parts.session.isPast() ? nullptr : &*found;
}

void LoopDetailPage::decide()
{
    if (const Approval* question = openQuestion()) {
        m_parts.shell.open({page::INBOX, question->request.approvalId.text()});
    }
}

void LoopDetailPage::showNotes()
{
    const int index = m_range->currentIndex();
    if (index < 0 || index >= m_ranges.size()) {
        return;
    }
    const QString commit = m_ranges[index].to;
    auto notes = m_history.notesOf(commit);
    const Approval* review = reviewOf(commit);
    const auto drafts
        = review == nullptr ? QList<events::LineComment>() : draftComments(m_parts.window, commit);
    m_diff->setNotes(notes + draftNotes(drafts));
    m_diff->view().setCommentable(review != nullptr);
    showUnsent(drafts.size());
}

void LoopDetailPage::showUnsent(qsizetype drafts)
{
    const QString words = drafts == 0 ? QString()
        : drafts == 1
        ? tr("1 comment is not sent yet. It goes to the agent when you send the change back.")
        : tr("%1 comments are not sent yet. They go to the agent when you send the change back.")
              .arg(drafts);
    if (words.isEmpty()) {
        m_review->hide();
    } else if (m_review->isHidden() || m_review->text() != words) {
        m_review->clearActions();
        m_review->showMessage(MessageKind::Note, words);
        connect(m_review->addAction(tr("Decide…")), &QPushButton::clicked, this,
                &LoopDetailPage::decide);
    }
}

void LoopDetailPage::keepComment(const QString& path, int line, const QString& text)
{
    const QString commit = m_ranges[m_range->currentIndex()].to;
    setDraftComment(m_parts.window, commit, {path, line, {}, text});
    showNotes();
}

/// In the log: the next failing line; otherwise the next finding or comment of the diff.
void LoopDetailPage::goToNote(bool forward)
{
    if (m_tabs->currentWidget() == m_log) {
        m_log->view().goToFailure(forward);
        return;
    }
    m_tabs->setCurrentWidget(m_diff);
    m_diff->view().goToNote(forward);
}

void LoopDetailPage::commentOnLine()
{
    m_tabs->setCurrentWidget(m_diff);
    if (m_diff->view().commentOnCurrentLine()) {
        return;
    }
    const int index = m_range->currentIndex();
    const bool waits = index >= 0 && reviewOf(m_ranges[index].to) != nullptr;
    m_parts.shell.notify(waits
                             ? tr("Choose a line of the new version first.")
                             : tr("Comments go with a decision, and none waits for this change."));
}

} // namespace tamma::ui
