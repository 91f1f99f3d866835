// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/loop_detail_page.h"

#include "core/workflow/step_ids.h"
#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/diff/changed_file_list.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/loop_detail/gate_list.h"
#include "ui/pages/loop_detail/log_pane.h"
#include "ui/pages/loop_detail/loop_header.h"
#include "ui/pages/loop_detail/step_timeline.h"
#include "ui/pages/loop_detail/transcript_view.h"
#include "ui/text/error_text.h"
#include "ui/text/kept_text.h"
#include "ui/text/status_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"

#include <QComboBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>

#include <algorithm>

namespace tamma::ui {

void LoopDetailPage::show(const Place& place)
{
    const LoopId id(place.item);
    if (!id.isEmpty() && id != m_loop && m_parts.session.loop(id) != nullptr) {
        m_loop = id;
        m_rangeChosen = false;
        clear();
        showRow();
        load();
    }
    if (place.part == QStringLiteral("changes")) {
        m_tabs->setCurrentWidget(m_diff);
        m_diff->view().setFocus();
    }
}

void LoopDetailPage::clear()
{
    m_history = {};
    m_ranges.clear();
    m_transcriptModel.clear();
    m_gates->setCards({});
    closeLog();
    m_diff->setNotes({});
    m_review->hide();
    m_range->clear();
    m_diff->showNothing(tr("The agent has not changed anything yet."));
}

void LoopDetailPage::showMoment()
{
    if (m_loop.isEmpty()) {
        return;
    }
    clear();
    if (m_parts.session.loop(m_loop) != nullptr) {
        showRow();
        load();
    } else {
        m_empty->setContent(QStringLiteral("history"), tr("This loop had not begun yet"),
                            tr("The window shows a moment before its first event."));
        m_pages->setCurrentIndex(0);
    }
}

void LoopDetailPage::load()
{
    const auto asked = ++m_asked;
    m_loaded = false;
    m_early.clear();
    m_error->hide();
    askForecast();
    whenDone(m_parts.session.engine().events(
                 events::EventQuery::tagged(events::tag::LOOP, m_loop.text())),
             this, [this, asked](const Result<QList<events::StoredEvent>>& answer) {
                 if (asked == m_asked) {
                     take(answer);
                 }
             });
}

void LoopDetailPage::take(const Result<QList<events::StoredEvent>>& answer)
{
    if (!answer) {
        m_error->clearActions();
        m_error->showMessage(MessageKind::Error, errorSentence(answer.error()));
        m_error->setDetails(errorDetails(answer.error()));
        connect(m_error->addAction(tr("Try again")), &QPushButton::clicked, this,
                &LoopDetailPage::load);
        return;
    }
    m_loaded = true;
    apply(*answer);
    apply(std::exchange(m_early, {}));
    m_transcript->scrollToEnd();
}

void LoopDetailPage::onChanged(const engine::ReadModelChange& change)
{
    const bool concerns = std::ranges::contains(change.loops, m_loop, &readmodels::LoopRow::id);
    QList<events::StoredEvent> ours;
    for (const auto& stored : change.events) {
        if (stored.event.tags.contains(events::tag::LOOP, m_loop.text())) {
            ours.append(stored);
        }
    }
    // Another loop's merge moves the branch that this one is to get into.
    if (isVisible() && std::ranges::any_of(change.loops, &readmodels::LoopRow::isOver)) {
        askForecast();
    }
    if (m_loop.isEmpty() || (!concerns && ours.isEmpty())) {
        return;
    }
    showRow();
    if (m_loaded) {
        apply(ours);
    } else {
        m_early.append(ours);
    }
}

void LoopDetailPage::apply(const QList<events::StoredEvent>& events)
{
    if (!events.isEmpty()) {
        m_transcriptModel.apply(events);
        m_history.apply(events);
        updateRanges();
    }
}

void LoopDetailPage::showRow()
{
    const auto* row = m_parts.session.loop(m_loop);
    if (row == nullptr) {
        return;
    }
    m_pages->setCurrentIndex(1);
    m_header->setLoop(*row, m_parts.session.now());
    const bool canAct = !row->isOver() && !m_parts.session.isPast();
    m_header->decideButton()->setVisible(openQuestion() != nullptr);
    m_header->cancelButton()->setVisible(canAct);
    m_header->restButton()->setVisible(canAct && row->status != workflow::LoopStatus::NeedsYou);
    m_timeline->setLoop(*row);
    if (row->commit != m_forecastOf) {
        askForecast();
    }
}

void LoopDetailPage::askForecast()
{
    const auto* row = m_parts.session.loop(m_loop);
    const auto asked = ++m_forecastAsked;
    m_header->setForecast({}, false);
    m_forecastOf = row == nullptr ? QString() : row->commit;
    if (m_forecastOf.isEmpty() || row->isOver() || m_parts.session.isPast()) {
        return;
    }
    whenDone(
        m_parts.session.engine().mergeForecast({row->repository, row->baseBranch, row->commit}),
        this, [this, asked](const Result<git::MergeForecast>& forecast) {
            // A repository that cannot be read is said where it matters more.
            if (asked == m_forecastAsked && forecast) {
                m_header->setForecast(forecastSentence(*forecast), !forecast->conflicts.isEmpty());
            }
        });
}

void LoopDetailPage::updateRanges()
{
    const auto& attempts = m_history.attempts();
    if (attempts.isEmpty()) {
        m_ranges.clear();
        m_range->hide();
        m_compare->setVisible(otherAttempts() > 1);
        m_gates->setCards({});
        m_tabs->setTabText(m_tabs->indexOf(m_gates), tr("Gates"));
        return;
    }
    const auto& newest = attempts.last();
    QList<Range> ranges{{tr("All changes"), newest.baseCommit, newest.commit}};
    for (qsizetype i = 0; attempts.size() > 1 && i < attempts.size(); ++i) {
        ranges.append({tr("Attempt %1").arg(i + 1), attempts[i].baseCommit, attempts[i].commit});
        if (i > 0) {
            ranges.append({tr("From attempt %1 to %2").arg(i).arg(i + 1), attempts[i - 1].commit,
                           attempts[i].commit});
        }
    }
    const auto chosen = m_rangeChosen ? m_range->currentText() : QString();
    if (ranges != m_ranges) {
        m_ranges = ranges;
        m_syncing = true;
        m_range->clear();
        for (const auto& range : m_ranges) {
            m_range->addItem(range.label);
        }
        m_range->setCurrentIndex(std::max(0, m_range->findText(chosen)));
        m_range->setVisible(m_ranges.size() > 1);
        m_syncing = false;
    }
    m_compare->setVisible(attempts.size() + otherAttempts() > 1);
    showRange(m_range->currentIndex());
}

/// How many attempts of a fork, or of a loop that was given up, can be compared with this one.
qsizetype LoopDetailPage::otherAttempts() const
{
    const auto* row = m_parts.session.loop(m_loop);
    qsizetype count = 0;
    for (const readmodels::LoopRow& other : m_parts.session.loops()) {
        const bool isSibling
            = row != nullptr && other.id != row->id && other.issueId == row->issueId;
        count += isSibling ? other.attempts : 0;
    }
    return count;
}

void LoopDetailPage::showRange(int index)
{
    const auto* row = m_parts.session.loop(m_loop);
    if (index < 0 || index >= m_ranges.size() || row == nullptr) {
        return;
    }
    const auto& range = m_ranges[index];
    m_diff->showChange({row->repository, range.from, range.to, {}});
    m_gates->setCards(m_history.cardsOf(range.to));
    showNotes();
    const auto count = m_gates->cards().size();
    m_tabs->setTabText(m_tabs->indexOf(m_gates),
                       count > 0 ? tr("Gates (%1)").arg(count) : tr("Gates"));
}

void LoopDetailPage::chooseAttempt(int attempt)
{
    const int index = m_range->findText(tr("Attempt %1").arg(attempt));
    if (index >= 0 && attempt < m_history.attempts().size()) {
        m_range->setCurrentIndex(index);
    }
}

void LoopDetailPage::chooseStep(const StepId& step)
{
    m_transcript->goToStep(step);
    if (m_gates->select(step)) {
        m_tabs->setCurrentWidget(m_gates);
    } else if (step == workflow::step::CODE_GENERATION) {
        m_tabs->setCurrentWidget(m_diff);
    }
}

void LoopDetailPage::onBlockChosen(const TranscriptBlock& block)
{
    m_timeline->select(block.stepId);
    if (block.kind == TranscriptBlock::Kind::ToolCall && !block.path.isEmpty()) {
        m_diff->goTo(block.path, 0);
    }
    if (block.kind == TranscriptBlock::Kind::Verdict) {
        chooseAttempt(block.attempt);
        m_gates->select(block.stepId);
    }
}

void LoopDetailPage::openLog(const GateCard& card)
{
    m_log->showLog(card, m_history.logOf(card.verdict));
    m_tabs->setTabVisible(m_tabs->indexOf(m_log), true);
    m_tabs->setCurrentWidget(m_log);
    m_log->view().setFocus();
}

void LoopDetailPage::closeLog()
{
    if (m_tabs->currentWidget() == m_log) {
        m_tabs->setCurrentWidget(m_gates);
        m_gates->setFocus();
    }
    m_tabs->setTabVisible(m_tabs->indexOf(m_log), false);
}

void LoopDetailPage::openInDiff(const QString& file, int line)
{
    m_tabs->setCurrentWidget(m_diff);
    m_diff->goTo(file, line);
    m_diff->view().setFocus();
}

} // namespace tamma::ui
