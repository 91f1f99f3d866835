// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/loop_header.h"

#include "ui/shell/loop_look.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/tamma_style.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace tamma::ui {
namespace {

constexpr int MOST_ATTEMPTS = 3;
const QString MERGE_ICON = QStringLiteral("git-merge");

QColor quietly(const ColourTokens& colours)
{
    return colours.secondary;
}

QColor loudly(const ColourTokens& colours)
{
    return colours.needsYou.ink;
}

QString factsOf(const readmodels::LoopRow& loop, Timestamp now)
{
    QStringList facts{providerLabel(loop.provider)};
    if (!loop.forkOf.isEmpty()) {
        facts.append(LoopHeader::tr("tries it in another way"));
    }
    if (loop.attempts > 0) {
        facts.append(loop.attempts <= MOST_ATTEMPTS
                         ? LoopHeader::tr("attempt %1 of %2").arg(loop.attempts).arg(MOST_ATTEMPTS)
                         : attemptsText(loop.attempts));
    }
    if (loop.tokens > 0) {
        facts.append(tokensText(loop.tokens));
    }
    if (loop.costUsd > 0) {
        facts.append(costText(loop.costUsd));
    }
    const auto end = loop.finishedAt == Timestamp{} ? now : loop.finishedAt;
    facts.append(durationText(std::max(end - loop.startedAt, std::chrono::milliseconds(0))));
    return facts.join(QStringLiteral("  \u00B7  "));
}

} // namespace

LoopHeader::LoopHeader(QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel(TextRole::PageTitle, {}))
    , m_status(new Pill)
    , m_recorded(new Pill)
    , m_decide(new QPushButton(tr("Decide…")))
    , m_rest(new QPushButton)
    , m_cancel(new QPushButton(tr("Cancel loop")))
    , m_facts(new TextLabel(TextRole::Secondary, {}))
    , m_note(new TextLabel(TextRole::Body, {}))
    , m_forecastIcon(new IconLabel(MERGE_ICON, metrics::ICON, quietly))
    , m_forecast(new TextLabel(TextRole::Secondary, {}))
    , m_steps(new StepBar)
{
    m_title->setObjectName(QStringLiteral("loopTitle"));
    m_facts->setObjectName(QStringLiteral("loopFacts"));
    m_decide->setObjectName(QStringLiteral("decideLoop"));
    makePrimary(*m_decide);
    m_decide->hide();
    m_rest->setObjectName(QStringLiteral("restLoop"));
    m_cancel->setObjectName(QStringLiteral("cancelLoop"));
    m_recorded->setStatus(Status::Queued, tr("Recorded"), QStringLiteral("history"));
    m_note->setWordWrap(true);

    auto* top = new QHBoxLayout;
    top->setSpacing(metrics::SPACE_3);
    top->addWidget(m_title, 1);
    top->addWidget(m_recorded);
    top->addWidget(m_status);
    top->addWidget(m_decide);
    top->addWidget(m_rest);
    top->addWidget(m_cancel);
    m_forecast->setObjectName(QStringLiteral("mergeForecast"));
    auto* forecast = new QHBoxLayout;
    forecast->setSpacing(metrics::SPACE_1);
    forecast->addWidget(m_forecastIcon);
    forecast->addWidget(m_forecast);
    setForecast({}, false);
    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(metrics::SPACE_4);
    bottom->addWidget(m_facts);
    bottom->addLayout(forecast);
    bottom->addWidget(m_steps);
    bottom->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4, metrics::PAGE_MARGIN,
                               metrics::SPACE_3);
    layout->setSpacing(metrics::SPACE_1);
    layout->addLayout(top);
    layout->addLayout(bottom);
    layout->addWidget(m_note);
    m_steps->hide();
}

void LoopHeader::setLoop(const readmodels::LoopRow& loop, Timestamp now)
{
    m_title->setFullText(QStringLiteral("%1  %2").arg(issueLabel(loop.issueNumber), loop.title));
    const bool waits = loop.status == workflow::LoopStatus::Waiting;
    m_status->setStatus(statusOf(loop.status), waits ? loopHeadline(loop) : QString());
    m_rest->setText(loop.status == workflow::LoopStatus::Paused ? tr("Resume")
                        : waits                                 ? tr("Go on now")
                                                                : tr("Pause"));
    m_recorded->setVisible(loop.recorded);
    m_cancel->setVisible(!loop.isOver());
    m_facts->setText(factsOf(loop, now));
    m_note->setText(loop.note);
    m_note->setVisible(!loop.note.isEmpty());
    m_steps->setCells(stepBarOf(loop));
}

void LoopHeader::setForecast(const QString& sentence, bool conflicts)
{
    m_forecast->setText(sentence);
    m_forecast->setVisible(!sentence.isEmpty());
    m_forecastIcon->setIcon(conflicts ? QStringLiteral("triangle-alert") : MERGE_ICON,
                            conflicts ? loudly : quietly);
    m_forecastIcon->setVisible(!sentence.isEmpty());
}

void LoopHeader::setStepBarShown(bool shown)
{
    m_steps->setVisible(shown);
}

} // namespace tamma::ui
