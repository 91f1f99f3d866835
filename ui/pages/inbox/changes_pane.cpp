// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/changes_pane.h"

#include "ui/client/gui_session.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/inbox/card_outlook.h"
#include "ui/shell/draft_comments.h"
#include "ui/widgets/metrics.h"

#include <QTabBar>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;

ChangesPane::ChangesPane(const GuiSession& session, WindowState& window, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_window(window)
    , m_ranges(new QTabBar(this))
    , m_diff(new DiffPane(session.engine(), this))
{
    setObjectName(u"inboxChangesPane"_s);
    m_ranges->setObjectName(u"inboxRanges"_s);
    m_ranges->setAccessibleName(tr("Which part of the change"));
    m_ranges->setDrawBase(false);
    m_ranges->setExpanding(false);
    m_ranges->addTab(tr("New since you last looked"));
    m_ranges->addTab(tr("The whole change"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_ranges);
    layout->addWidget(m_diff, 1);
    connect(m_ranges, &QTabBar::currentChanged, this, &ChangesPane::showRange);
    connect(m_diff, &DiffPane::commentWritten, this, &ChangesPane::keepComment);
}

void ChangesPane::setApproval(const readmodels::Approval& approval)
{
    const bool same = approval.request == m_approval.request;
    m_approval = approval;
    if (!same) {
        const bool hasNews = !lastSeenCommit(approval, m_session.user()).isEmpty();
        m_ranges->setVisible(hasNews);
        m_ranges->setCurrentIndex(hasNews ? 0 : 1);
        showRange();
    }
    showNotes();
}

void ChangesPane::showNotes()
{
    QList<LineNote> notes;
    for (const events::Verdict& verdict : m_approval.verdicts) {
        notes += findingNotes(verdict);
    }
    const bool canComment = m_approval.request.kind == u"merge"_s && !m_session.isPast();
    const QString& commit = m_approval.request.evidence.commit;
    m_diff->setNotes(canComment ? notes + draftNotes(draftComments(m_window, commit)) : notes);
    m_diff->view().setCommentable(canComment);
}

void ChangesPane::keepComment(const QString& path, int line, const QString& text)
{
    setDraftComment(m_window, m_approval.request.evidence.commit, {path, line, {}, text});
    showNotes();
    emit commented();
}

void ChangesPane::showRange()
{
    const events::Evidence& evidence = m_approval.request.evidence;
    const QString seen = lastSeenCommit(m_approval, m_session.user());
    const bool onlyNews = m_ranges->currentIndex() == 0 && !seen.isEmpty();
    m_diff->showChange(
        {m_approval.repository, onlyNews ? seen : evidence.baseCommit, evidence.commit, {}});
}

} // namespace tamma::ui
