// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/engine/engine_client.h"
#include "core/engine/read_model_feed.h"
#include "ui/pages/loop_detail/loop_history.h"
#include "ui/pages/loop_detail/transcript_model.h"
#include "ui/shell/page.h"

class QComboBox;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace tamma::ui {

class DiffPane;
class EmptyState;
class GateList;
class InlineMessage;
class LogPane;
class LoopHeader;
class StepTimeline;
class TranscriptView;

/// One loop: its steps, its transcript, what it changed and what the gates said. Choosing something
/// in one pane moves the others.
///
/// Shape    Wide: steps | transcript | Changes and Gates. Narrow: a step bar, and the transcript is
///          the first tab.
class LoopDetailPage final : public Page {
    Q_OBJECT

public:
    /// Narrower than this, panes become tabs.
    static constexpr int WIDE = 960;

    explicit LoopDetailPage(const PageParts& parts, QWidget* parent = nullptr);

    void show(const Place& place) override;
    using QWidget::show;
    [[nodiscard]] QList<QWidget*> panes() const override;

    [[nodiscard]] const LoopId& loop() const { return m_loop; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Which change the right pane shows, and the commit whose gates go with it.
    struct Range {
        QString label;
        QString from;
        QString to;

        friend bool operator==(const Range&, const Range&) = default;
    };

    QWidget* makeTranscriptPane();
    void arrangePanes();
    void addActions();
    void addReviewActions();
    void connectPanes();

    void load();
    void clear();
    void showMoment();
    void take(const Result<QList<events::StoredEvent>>& answer);
    void onChanged(const engine::ReadModelChange& change);
    void apply(const QList<events::StoredEvent>& events);
    void showRow();
    void askForecast();
    void updateRanges();
    void showRange(int index);
    void showNotes();
    void keepComment(const QString& path, int line, const QString& text);
    void commentOnLine();
    void goToNote(bool forward);
    [[nodiscard]] const readmodels::Approval* reviewOf(const QString& commit) const;
    [[nodiscard]] const readmodels::Approval* openQuestion() const;
    void decide();
    void showUnsent(qsizetype drafts);
    void chooseAttempt(int attempt);
    void chooseStep(const StepId& step);
    void onBlockChosen(const TranscriptBlock& block);
    void openLog(const GateCard& card);
    void closeLog();
    void openInDiff(const QString& file, int line);
    void cancelLoop();
    void submit(engine::Command command);
    void pauseOrResume();
    void runAgainFrom(const StepId& step);
    void forkFrom(const StepId& step);
    [[nodiscard]] qsizetype otherAttempts() const;
    void showStepMenu(QPoint point);
    void setWide(bool wide);

    PageParts m_parts;
    LoopId m_loop;
    quint64 m_asked = 0; // Number of the newest question for events.
    quint64 m_forecastAsked = 0;
    QString m_forecastOf; // The commit that the header speaks of.
    bool m_loaded = false;
    QList<events::StoredEvent> m_early; // Came live before the answer did.
    TranscriptModel m_transcriptModel;
    LoopHistory m_history;
    QList<Range> m_ranges;
    bool m_rangeChosen = false; // By a person: a new attempt does not move it.
    bool m_syncing = false;
    bool m_wide = true;

    QStackedWidget* m_pages;
    EmptyState* m_empty;
    LoopHeader* m_header;
    InlineMessage* m_error;
    StepTimeline* m_timeline;
    TranscriptView* m_transcript;
    QWidget* m_transcriptPane;
    DiffPane* m_diff;
    InlineMessage* m_review; // Comments that wait to be sent.
    GateList* m_gates;
    LogPane* m_log;
    QComboBox* m_range;
    QToolButton* m_compare;
    QTabWidget* m_tabs;
    QSplitter* m_splitter;
};

} // namespace tamma::ui
