// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the loop page and how they are arranged.
#include "core/workflow/step_ids.h"
#include "ui/client/gui_session.h"
#include "ui/diff/changed_file_list.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/loop_detail/gate_list.h"
#include "ui/pages/loop_detail/log_pane.h"
#include "ui/pages/loop_detail/loop_detail_page.h"
#include "ui/pages/loop_detail/loop_header.h"
#include "ui/pages/loop_detail/step_timeline.h"
#include "ui/pages/loop_detail/transcript_view.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/window_state.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"

#include <QComboBox>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace tamma::ui {
namespace {

const QString SPLITTER_KEY = QStringLiteral("loop.splitter");
const QString LAYOUT_KEY = QStringLiteral("diff.layout");

} // namespace

LoopDetailPage::LoopDetailPage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_pages(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_header(new LoopHeader)
    , m_error(new InlineMessage)
    , m_timeline(new StepTimeline)
    , m_transcript(new TranscriptView(m_transcriptModel))
    , m_transcriptPane(makeTranscriptPane())
    , m_diff(new DiffPane(parts.session.engine()))
    , m_review(new InlineMessage)
    , m_gates(new GateList)
    , m_log(new LogPane)
    , m_range(new QComboBox)
    , m_compare(new QToolButton)
    , m_tabs(new QTabWidget)
    , m_splitter(new QSplitter(Qt::Horizontal))
{
    setObjectName(QStringLiteral("loopDetailPage"));
    m_empty->setContent(QStringLiteral("layout-dashboard"), tr("No loop is chosen"),
                        tr("Choose one on the board of loops."));
    arrangePanes();
    auto* content = new QWidget;
    auto* contentLayout = new QVBoxLayout(content);
    contentLayout->setContentsMargins({});
    contentLayout->setSpacing(0);
    contentLayout->addWidget(m_header);
    contentLayout->addWidget(m_splitter, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_pages);
    connectPanes();
    addActions();
    addReviewActions();
    connect(&m_parts.session, &GuiSession::momentChanged, this, &LoopDetailPage::showMoment);
}

QWidget* LoopDetailPage::makeTranscriptPane()
{
    auto* pane = new QWidget;
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_error);
    layout->addWidget(m_transcript, 1);
    m_error->setObjectName(QStringLiteral("loopError"));
    m_error->hide();
    return pane;
}

void LoopDetailPage::arrangePanes()
{
    m_range->setObjectName(QStringLiteral("attempt"));
    m_range->setAccessibleName(tr("Which attempt"));
    m_range->hide();
    m_compare->setObjectName(QStringLiteral("compareAttempts"));
    m_compare->setAccessibleName(tr("Compare attempts"));
    m_compare->setIcon(icon(QStringLiteral("columns-2")));
    m_compare->setAutoRaise(true);
    m_compare->setToolTip(tr("Compare attempts: code, prompts and verdicts side by side"));
    m_compare->hide();
    m_review->setObjectName(QStringLiteral("reviewBar"));
    m_review->hide();
    m_diff->setFooter(m_review);
    m_tabs->setObjectName(QStringLiteral("loopTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_diff, tr("Changes"));
    m_tabs->addTab(m_gates, tr("Gates"));
    m_tabs->addTab(m_log, tr("Log"));
    m_tabs->setTabVisible(m_tabs->indexOf(m_log), false);
    auto* corner = new QWidget;
    auto* cornerLayout = new QHBoxLayout(corner);
    cornerLayout->setContentsMargins(0, 0, metrics::SPACE_2, 0);
    cornerLayout->addWidget(m_compare);
    cornerLayout->addWidget(m_range);
    m_tabs->setCornerWidget(corner);
    m_splitter->setObjectName(QStringLiteral("loopSplitter"));
    m_splitter->addWidget(m_timeline);
    m_splitter->addWidget(m_transcriptPane);
    m_splitter->addWidget(m_tabs);
    m_splitter->setChildrenCollapsible(false);
    m_timeline->setMinimumWidth(180);
    m_transcriptPane->setMinimumWidth(260);
    m_tabs->setMinimumWidth(320);
    m_splitter->setSizes({220, 460, 560});
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(2, 1);
    m_splitter->restoreState(m_parts.window.bytes(SPLITTER_KEY));
    if (m_parts.window.text(LAYOUT_KEY) == QStringLiteral("sideBySide")) {
        m_diff->setDiffLayout(DiffLayout::SideBySide);
    }
}

void LoopDetailPage::connectPanes()
{
    auto& session = m_parts.session;
    connect(&session, &GuiSession::changed, this, &LoopDetailPage::onChanged);
    connect(&session, &GuiSession::secondPassed, this, [this] {
        if (isVisible()) {
            showRow();
        }
    });
    connect(m_timeline, &StepTimeline::stepChosen, this, &LoopDetailPage::chooseStep);
    connect(m_transcript, &TranscriptView::blockChosen, this, &LoopDetailPage::onBlockChosen);
    connect(m_transcript, &TranscriptView::fileRequested, this,
            [this](const QString& path) { openInDiff(path, 0); });
    connect(m_diff, &DiffPane::commentWritten, this, &LoopDetailPage::keepComment);
    connect(m_gates, &GateList::findingOpened, this, &LoopDetailPage::openInDiff);
    connect(m_gates, &GateList::logOpened, this, &LoopDetailPage::openLog);
    connect(m_log, &LogPane::closed, this, &LoopDetailPage::closeLog);
    connect(m_header->decideButton(), &QPushButton::clicked, this, &LoopDetailPage::decide);
    connect(m_header->cancelButton(), &QPushButton::clicked, this, &LoopDetailPage::cancelLoop);
    connect(m_header->restButton(), &QPushButton::clicked, this, &LoopDetailPage::pauseOrResume);
    m_timeline->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_timeline, &QWidget::customContextMenuRequested, this, &LoopDetailPage::showStepMenu);
    connect(m_range, &QComboBox::activated, this, [this] { m_rangeChosen = true; });
    connect(m_range, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (!m_syncing) {
            showRange(index);
        }
    });
    connect(m_compare, &QToolButton::clicked, this,
            [this] { m_parts.shell.open({page::ATTEMPTS, m_loop.text()}); });
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] {
        if (m_wide) {
            m_parts.window.setBytes(SPLITTER_KEY, m_splitter->saveState());
        }
    });
}

void LoopDetailPage::addActions()
{
    auto& actions = m_parts.actions;
    const auto category = tr("Loop");
    const auto add = [&](const ActionSpec& spec, auto run) {
        actions.add(spec, this, [this, run] {
            if (isVisible()) {
                run();
            }
        });
    };
    add({QStringLiteral("loop.cancelShown"), tr("Cancel &this loop"), category},
        [this] { m_header->cancelButton()->click(); });
    add({QStringLiteral("loop.rest"),
         tr("&Pause or resume this loop"),
         category,
         {},
         QStringLiteral("pause"),
         tr("stop continue go on")},
        [this] {
            if (m_header->restButton()->isVisible()) {
                pauseOrResume();
            }
        });
    add({QStringLiteral("loop.runAgain"),
         tr("&Run again from the chosen step"),
         category,
         {},
         {},
         tr("retry repeat redo back")},
        [this] {
            const auto* row = m_parts.session.loop(m_loop);
            const qint64 step = m_timeline->currentRow();
            if (row != nullptr && !row->isOver() && !m_parts.session.isPast() && step >= 0
                && step <= row->currentStep) {
                runAgainFrom(row->steps.at(step).id);
            }
        });
    add({QStringLiteral("loop.nextChange"), tr("&Next change"), category, Qt::Key_F7},
        [this] { m_diff->view().goToNextChange(); });
    add({QStringLiteral("loop.previousChange"), tr("&Previous change"), category,
         QKeySequence(Qt::SHIFT | Qt::Key_F7)},
        [this] { m_diff->view().goToPreviousChange(); });
    add({QStringLiteral("loop.sideBySide"),
         tr("&Side by side"),
         category,
         {},
         QStringLiteral("columns-2")},
        [this] {
            const bool unified = m_diff->view().diffLayout() == DiffLayout::Unified;
            m_diff->setDiffLayout(unified ? DiffLayout::SideBySide : DiffLayout::Unified);
            m_parts.window.setText(LAYOUT_KEY, unified ? QStringLiteral("sideBySide") : QString());
        });
    add({QStringLiteral("loop.compareAttempts"), tr("Compare &attempts"), category},
        [this] { m_compare->click(); });
    add({QStringLiteral("loop.fork"), tr("&Try in another way \u2026"), category},
        [this] { forkFrom(workflow::step::CODE_GENERATION); });
    add({QStringLiteral("loop.followEnd"), tr("&Follow the transcript"), category},
        [this] { m_transcript->scrollToEnd(); });
}

QList<QWidget*> LoopDetailPage::panes() const
{
    QList<QWidget*> panes;
    if (m_wide) {
        panes.append(m_timeline);
        panes.append(m_transcript);
    }
    auto* tab = m_tabs->currentWidget();
    if (tab == m_diff) {
        panes.append(&m_diff->files());
        panes.append(&m_diff->view());
    } else if (tab == m_gates) {
        panes.append(m_gates);
    } else if (tab == m_log) {
        panes.append(&m_log->view());
    } else {
        panes.append(m_transcript);
    }
    return panes;
}

void LoopDetailPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    setWide(width() >= WIDE);
}

void LoopDetailPage::setWide(bool wide)
{
    if (wide == m_wide) {
        return;
    }
    m_wide = wide;
    m_timeline->setVisible(wide);
    m_header->setStepBarShown(!wide);
    if (wide) {
        m_tabs->removeTab(m_tabs->indexOf(m_transcriptPane));
        m_splitter->insertWidget(1, m_transcriptPane);
        m_transcriptPane->setVisible(true);
        m_splitter->restoreState(m_parts.window.bytes(SPLITTER_KEY));
    } else {
        m_tabs->insertTab(0, m_transcriptPane, tr("Transcript"));
        m_tabs->setCurrentIndex(0);
    }
}

} // namespace tamma::ui
