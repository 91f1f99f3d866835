// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/recovered/recovered_page.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/diff/changed_file_list.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/recovered/kept_list.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/page_body.h"
#include "ui/shell/show_error.h"
#include "ui/text/kept_text.h"
#include "ui/text/status_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/tamma_style.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using engine::KeptItem;

RecoveredPage::RecoveredPage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_header(new PageHeader(tr("Recovered work"), this))
    , m_attemptsToo(new QCheckBox(tr("Attempts too"), this))
    , m_branch(new QPushButton(icon(u"git-branch"_s), tr("Restore as branch"), this))
    , m_folder(new QPushButton(icon(u"folder"_s), tr("Restore to a folder…"), this))
    , m_message(new InlineMessage(this))
    , m_unreadable(new InlineMessage(this))
    , m_list(new KeptWorkList(parts.session, this))
    , m_diff(new DiffPane(parts.session.engine(), this))
    , m_body(new PageBody(parts.session, makeContent(), this))
{
    m_message->setObjectName(u"recoveredMessage"_s);
    m_message->hide();
    m_unreadable->setObjectName(u"recoveredUnreadable"_s);
    m_unreadable->hide();
    m_attemptsToo->setObjectName(u"recoveredAttempts"_s);
    m_branch->setObjectName(u"recoveredBranch"_s);
    m_folder->setObjectName(u"recoveredFolder"_s);
    makePrimary(*m_branch);
    m_header->addWidget(m_attemptsToo);
    m_header->addWidget(m_folder);
    m_header->addWidget(m_branch);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_4);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addWidget(m_unreadable);
    layout->addWidget(m_body, 1);
    registerActions();
    connect(m_list, &VirtualList::currentChanged, this, &RecoveredPage::showCurrent);
    connect(m_list, &VirtualList::activated, this,
            [this] { m_diff->files().setFocus(Qt::OtherFocusReason); });
    connect(m_attemptsToo, &QCheckBox::toggled, this, &RecoveredPage::refresh);
    connect(m_branch, &QPushButton::clicked, this, &RecoveredPage::restoreBranch);
    connect(m_folder, &QPushButton::clicked, this, &RecoveredPage::chooseFolder);
    connect(
        &parts.session, &GuiSession::changed, this, [this](const engine::ReadModelChange& change) {
            if (isVisible() && std::ranges::any_of(change.loops, &readmodels::LoopRow::isOver)) {
                load();
            }
        });
    connect(&parts.session, &GuiSession::momentChanged, this, &RecoveredPage::refreshAvailability);
    connect(&parts.session, &GuiSession::phaseChanged, this, [this] {
        if (isVisible()) {
            load();
        }
    });
    refresh();
}

QWidget* RecoveredPage::makeContent()
{
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(u"recoveredSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    splitter->addWidget(m_diff);
    m_list->setMinimumWidth(240);
    m_diff->setMinimumWidth(320);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({340, 800});
    return splitter;
}

void RecoveredPage::registerActions()
{
    const QString category = tr("Record");
    m_parts.actions.add({u"recovered.branch"_s, tr("Restore as &branch"), category,
                         Qt::CTRL | Qt::Key_B, u"git-branch"_s, tr("bring back undo lost")},
                        this, [this] { m_branch->click(); });
    m_parts.actions.add({u"recovered.folder"_s,
                         tr("Restore to a &folder…"),
                         category,
                         {},
                         u"folder"_s,
                         tr("bring back undo lost files")},
                        this, [this] { m_folder->click(); });
}

QList<QWidget*> RecoveredPage::panes() const
{
    if (m_list->rowCount() == 0) {
        return {m_attemptsToo};
    }
    return {m_list, &m_diff->files(), &m_diff->view(), m_attemptsToo};
}

void RecoveredPage::load()
{
    whenDone(m_parts.session.engine().keptWork(), this,
             [this, asked = ++m_asked](const Result<engine::KeptList>& answer) {
                 if (asked == m_asked) {
                     take(answer);
                 }
             });
}

void RecoveredPage::take(const Result<engine::KeptList>& answer)
{
    if (m_parts.session.phase() != GuiSession::Phase::Ready) {
        return; // The body of the page says why; what is kept is asked for once it is mended.
    }
    if (!answer) {
        showError(*m_unreadable, answer.error());
        connect(m_unreadable->addAction(tr("Try again")), &QPushButton::clicked, this,
                &RecoveredPage::load);
        return;
    }
    m_kept = *answer;
    m_unreadable->setVisible(!m_kept.unreadable.isEmpty());
    if (!m_kept.unreadable.isEmpty()) {
        showError(*m_unreadable, m_kept.unreadable.first());
        connect(m_unreadable->addAction(tr("Try again")), &QPushButton::clicked, this,
                &RecoveredPage::load);
    }
    refresh();
}

void RecoveredPage::refresh()
{
    QList<KeptItem> shown;
    std::ranges::copy_if(m_kept.items, std::back_inserter(shown), [this](const KeptItem& item) {
        return m_attemptsToo->isChecked() || !item.work.isAttempt();
    });
    m_list->setItems(shown);
    if (m_list->currentRow() < 0 && !shown.isEmpty()) {
        m_list->setCurrentRow(0);
    }
    m_header->setSubtitle(shown.isEmpty() ? QString()
                                          : tr("%1, kept for %2 days")
                                                .arg(locale().toString(shown.size()))
                                                .arg(git::KEPT_FOR.count()));
    m_body->emptyState().setContent(
        u"undo-2"_s, tr("Nothing was lost"),
        tr("When Tamma removes or resets a worktree, or an agent ends before its work is "
           "committed, what was there is kept here for %1 days.")
            .arg(git::KEPT_FOR.count()));
    m_body->setEmpty(shown.isEmpty());
    showCurrent();
}

void RecoveredPage::showCurrent()
{
    if (const KeptItem* item = m_list->current()) {
        if (item->work.against.isEmpty()) {
            m_diff->showNothing(tr("There is no commit to compare it with. Restore it to see it."));
        } else {
            m_diff->showChange({item->repository, item->work.against, item->work.commit, {}});
        }
    }
    refreshAvailability();
}

void RecoveredPage::refreshAvailability()
{
    const bool past = m_parts.session.isPast();
    const bool can = isVisible() && m_list->current() != nullptr && !past;
    const QString why = past ? tr("this is the past")
        : isVisible()        ? tr("there is nothing to restore")
                             : tr("open the recovered work first");
    for (QPushButton* button : {m_branch, m_folder}) {
        button->setEnabled(can);
    }
    m_parts.actions.setAvailable(u"recovered.branch"_s, can, why);
    m_parts.actions.setAvailable(u"recovered.folder"_s, can, why);
}

void RecoveredPage::restoreBranch()
{
    if (const KeptItem* item = m_list->current()) {
        restore({item->repository, item->work.ref, {}, {}});
    }
}

void RecoveredPage::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Restore into a new folder in"), QDir::homePath());
    dialog->setObjectName(u"recoveredDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &RecoveredPage::restoreInto);
    dialog->open();
}

void RecoveredPage::restoreInto(const QString& parent)
{
    const KeptItem* item = m_list->current();
    if (item == nullptr) {
        return;
    }
    const readmodels::LoopRow* loop = m_parts.session.loop(LoopId(item->work.loop));
    const QString name = loop == nullptr || loop->branch.isEmpty() ? item->work.loop
                                                                   : loop->branch.section(u'/', -1);
    const QString time = item->work.ref.section(u'/', -1);
    restore(
        {item->repository, item->work.ref, {}, QDir(parent).filePath(u"%1-%2"_s.arg(name, time))});
}

void RecoveredPage::restore(const engine::RestoreWork& wanted)
{
    m_branch->setEnabled(false);
    m_folder->setEnabled(false);
    whenDone(m_parts.session.engine().submit(wanted), this,
             [this, wanted](const Result<engine::CommandReceipt>& done) {
                 refreshAvailability();
                 if (!done) {
                     return showError(*m_message, done.error());
                 }
                 sayRestored(wanted, done->id);
             });
}

void RecoveredPage::sayRestored(const engine::RestoreWork& wanted, const QString& made)
{
    m_message->clearActions();
    m_message->setDetails({});
    if (!wanted.folder.isEmpty()) {
        return m_message->showMessage(MessageKind::Note, tr("The files are in %1 now.").arg(made));
    }
    m_message->showMessage(
        MessageKind::Note,
        tr("It is on the new branch %1 of %2 now. No file was touched; look at it with: git "
           "switch %1")
            .arg(made, repositoryLabel(wanted.repository)));
    auto* undoButton = m_message->addAction(tr("Undo"));
    undoButton->setObjectName(u"recoveredUndo"_s);
    connect(undoButton, &QPushButton::clicked, this,
            [this, wanted, made] { undo({wanted.repository, wanted.ref, made}); });
}

void RecoveredPage::undo(const engine::UndoRestore& wanted)
{
    whenDone(m_parts.session.engine().submit(wanted), this,
             [this, wanted](const Result<engine::CommandReceipt>& done) {
                 if (!done) {
                     return showError(*m_message, done.error());
                 }
                 m_message->hide();
                 m_parts.shell.notify(
                     tr("The branch %1 is gone again; the work is still kept.").arg(wanted.branch));
                 m_list->setFocus(Qt::OtherFocusReason);
             });
}

void RecoveredPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    load();
    refreshAvailability();
}

void RecoveredPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    refreshAvailability();
}

} // namespace tamma::ui
