// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/step_timeline.h"

#include "ui/pages/loop_detail/words.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace tamma::ui {

void StepSource::setSteps(const QList<readmodels::StepCell>& steps)
{
    if (steps == m_steps) {
        return;
    }
    const bool same = steps.size() == m_steps.size();
    m_steps = steps;
    if (same) {
        emit changed(0, m_steps.size());
    } else {
        emit replaced();
    }
}

qint64 StepSource::rowOf(RowId id) const
{
    const auto row = static_cast<quint64>(id);
    return row < static_cast<quint64>(m_steps.size()) ? static_cast<qint64>(row) : -1;
}

Status stepStatus(const readmodels::StepCell& step, workflow::LoopStatus loop)
{
    switch (step.status) {
    case workflow::StepStatus::Passed:
        return Status::Passed;
    case workflow::StepStatus::Skipped:
        return Status::Skipped;
    case workflow::StepStatus::Failed:
        return Status::Failed;
    case workflow::StepStatus::Pending:
        return Status::Queued;
    case workflow::StepStatus::Running:
        break;
    }
    return loop == workflow::LoopStatus::NeedsYou ? Status::NeedsYou
        : loop == workflow::LoopStatus::Cancelled ? Status::Cancelled
        : loop == workflow::LoopStatus::Failed    ? Status::Failed
                                                  : Status::Running;
}

StepTimeline::StepTimeline(QWidget* parent)
    : VirtualList(parent)
{
    setObjectName(QStringLiteral("stepTimeline"));
    setAccessibleName(tr("Steps"));
    setFrameShape(QFrame::NoFrame);
    setRowHeight(fontMetrics().height() * 2 + 16);
    setSource(&m_steps);
    connect(this, &VirtualList::currentChanged, this, [this](RowId, qint64 row) {
        if (row >= 0 && !m_selecting) {
            emit stepChosen(m_steps.steps()[row].id);
        }
    });
}

void StepTimeline::setLoop(const readmodels::LoopRow& loop)
{
    m_loop = loop.status;
    m_running = loop.currentStep;
    m_steps.setSteps(loop.steps);
    viewport()->update();
}

bool StepTimeline::select(const StepId& step)
{
    const auto& steps = m_steps.steps();
    const auto found = std::ranges::find(steps, step, &readmodels::StepCell::id);
    if (found == steps.end()) {
        return false;
    }
    m_selecting = true;
    setCurrentRow(found - steps.begin());
    m_selecting = false;
    return true;
}

StatusLook StepTimeline::lookOf(qint64 row) const
{
    const auto& colours = colourTokens(palette());
    auto look = statusLook(stepStatus(m_steps.steps()[row], m_loop), colours);
    if (m_steps.steps()[row].status == workflow::StepStatus::Pending) {
        look.word = m_steps.steps()[row].starts > 0 ? tr("Again") : tr("Not yet");
    }
    return look;
}

QString StepTimeline::rowText(qint64 row) const
{
    const auto& step = m_steps.steps()[row];
    QStringList parts{stepTitle(step.id, step.name), lookOf(row).word};
    if (step.starts > 1) {
        parts.append(tr("%1 starts").arg(step.starts));
    }
    if (!step.summary.isEmpty()) {
        parts.append(step.summary);
    }
    return parts.join(QStringLiteral(", "));
}

QString StepTimeline::rowToolTip(qint64 row, QPoint) const
{
    return m_steps.steps()[row].summary;
}

void StepTimeline::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState)
{
    const auto& colours = colourTokens(palette());
    const auto& step = m_steps.steps()[row];
    const auto look = lookOf(row);
    const bool pending = step.status == workflow::StepStatus::Pending;
    const auto place = [&](int left, int top, int width) {
        return QStyle::visualRect(
            layoutDirection(), rect,
            QRect(rect.x() + left, rect.y() + top, width, fontMetrics().height() + 2));
    };
    const int line = fontMetrics().height() + 2;
    paintIcon(painter, place(14, 6, metrics::ICON), look.icon, look.colours.ink);
    const QFont quiet = metrics::caption(font());
    int right = rect.width() - 12;
    if (step.starts > 1) {
        const auto text = QStringLiteral("\u00D7%1").arg(step.starts);
        const int width = QFontMetrics(quiet).horizontalAdvance(text) + 2;
        paintLine(painter, place(right - width, 6, width), {text, colours.secondary, quiet});
        right -= width + 8;
    }
    const auto name = stepTitle(step.id, step.name);
    paintLine(painter, place(40, 6, right - 40),
              {name, pending ? colours.secondary : colours.text,
               row == m_running && !pending ? metrics::strong(font()) : font()});
    const int wordWidth
        = std::min(rect.width() - 52, QFontMetrics(quiet).horizontalAdvance(look.word) + 1);
    paintLine(painter, place(40, 6 + line, wordWidth),
              {look.word, pending ? colours.secondary : look.colours.ink, quiet});
    const int left = 40 + wordWidth + 8;
    if (!pending && !step.summary.isEmpty() && rect.width() - 12 - left > 30) {
        paintLine(painter, place(left, 6 + line, rect.width() - 12 - left),
                  {step.summary, colours.secondary, quiet});
    }
}

} // namespace tamma::ui
