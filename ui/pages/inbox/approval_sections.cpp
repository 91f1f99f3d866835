// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/approval_sections.h"

#include "ui/shell/loop_look.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/text_label.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;

namespace {

constexpr qsizetype SHOWN_FILES = 12;

struct ApprovalText {
    Q_DECLARE_TR_FUNCTIONS(ApprovalText)
};

TextLabel* prose(TextRole role, const QString& text)
{
    auto* label = new TextLabel(role, text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setMaximumWidth(metrics::READING_WIDTH);
    return label;
}

std::pair<QWidget*, QVBoxLayout*> section(const QString& title)
{
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_1 + 2);
    layout->addWidget(new TextLabel(TextRole::Section, title));
    return {box, layout};
}

QString verdictWord(Status status)
{
    return status == Status::Passed ? ApprovalText::tr("passed") : ApprovalText::tr("failed");
}

QString verdictText(const events::Verdict& verdict)
{
    QStringList parts;
    if (!verdict.summary.isEmpty()) {
        parts.append(verdict.summary);
    }
    if (!verdict.findings.isEmpty()) {
        parts.append(verdict.findings.size() == 1
                         ? ApprovalText::tr("1 finding")
                         : ApprovalText::tr("%1 findings").arg(verdict.findings.size()));
    }
    parts.append(durationText(std::chrono::milliseconds(verdict.durationMs)));
    return parts.join(u" · "_s);
}

} // namespace

QWidget* pillRow(const Approval& approval)
{
    auto* box = new QWidget;
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    auto* state = new Pill(box);
    state->setObjectName(u"approvalStatus"_s);
    state->setStatus(statusOf(approval), approvalHeadline(approval));
    layout->addWidget(state);
    if (approval.request.breaking) {
        auto* breaking = new Pill(box);
        breaking->setObjectName(u"approvalBreaking"_s);
        breaking->setStatus(Status::Failed, ApprovalText::tr("Breaking change"),
                            u"triangle-alert"_s);
        layout->addWidget(breaking);
    }
    if (approval.recorded) {
        auto* recorded = new Pill(box);
        recorded->setObjectName(u"approvalRecorded"_s);
        recorded->setStatus(Status::Queued, ApprovalText::tr("Recorded"), u"history"_s);
        layout->addWidget(recorded);
    }
    layout->addStretch();
    return box;
}

QWidget* proseSection(const QString& title, const QString& text)
{
    if (text.trimmed().isEmpty()) {
        return nullptr;
    }
    const auto [box, layout] = section(title);
    layout->addWidget(prose(TextRole::Body, text.trimmed()));
    return box;
}

QWidget* reasonSection(const Approval& approval)
{
    if (approval.request.reasons.isEmpty()) {
        return nullptr;
    }
    const auto [box, layout] = section(ApprovalText::tr("Why you are asked"));
    for (const QString& reason : approval.request.reasons) {
        layout->addWidget(prose(TextRole::Body,
                                approval.request.reasons.size() > 1 ? u"•  "_s + reason : reason));
    }
    return box;
}

QWidget* verdictSection(const Approval& approval)
{
    if (approval.verdicts.isEmpty()) {
        return nullptr;
    }
    const auto [box, layout] = section(ApprovalText::tr("What was checked"));
    auto* table = new QWidget;
    table->setMaximumWidth(metrics::READING_WIDTH);
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics::SPACE_3);
    grid->setVerticalSpacing(metrics::SPACE_1 + 2);
    grid->setColumnStretch(3, 1);
    for (const events::Verdict& verdict : approval.verdicts) {
        const int row = grid->rowCount();
        const Status status = statusOf(verdict);
        const auto colour = status == Status::Passed
            ? [](const ColourTokens& colours) { return colours.passed.ink; }
            : [](const ColourTokens& colours) { return colours.failed.ink; };
        auto* mark = new IconLabel(status == Status::Passed ? u"circle-check"_s : u"octagon-x"_s,
                                   metrics::ICON, colour);
        grid->addWidget(mark, row, 0, Qt::AlignTop);
        grid->addWidget(new TextLabel(TextRole::Strong, gateLabel(verdict.gateId)), row, 1,
                        Qt::AlignTop);
        grid->addWidget(new TextLabel(TextRole::Body, verdictWord(status)), row, 2, Qt::AlignTop);
        grid->addWidget(prose(TextRole::Secondary, verdictText(verdict)), row, 3, Qt::AlignTop);
    }
    layout->addWidget(table);
    return box;
}

QWidget* fileSection(const Approval& approval)
{
    if (approval.filesChanged.isEmpty()) {
        return nullptr;
    }
    const auto count = approval.filesChanged.size();
    const auto [box, layout] = section(ApprovalText::tr("Files changed"));
    layout->addWidget(new TextLabel(TextRole::Secondary,
                                    filesText(static_cast<int>(count)) + u"  "_s
                                        + linesText(approval.linesAdded, approval.linesRemoved)));
    layout->addWidget(prose(TextRole::Code,
                            approval.filesChanged.first(std::min(count, SHOWN_FILES)).join(u'\n')));
    if (count > SHOWN_FILES) {
        layout->addWidget(new TextLabel(TextRole::Secondary,
                                        ApprovalText::tr("and %1 more").arg(count - SHOWN_FILES)));
    }
    return box;
}

QWidget* exchangeSection(const Approval& approval)
{
    if (approval.exchanges.isEmpty()) {
        return nullptr;
    }
    const auto [box, layout] = section(ApprovalText::tr("Questions"));
    for (const readmodels::ApprovalExchange& exchange : approval.exchanges) {
        layout->addWidget(prose(TextRole::Strong,
                                exchange.askedBy.isEmpty()
                                    ? exchange.question
                                    : exchange.askedBy + u": "_s + exchange.question));
        layout->addWidget(prose(TextRole::Secondary,
                                exchange.answer.isEmpty() ? ApprovalText::tr("Not answered yet.")
                                                          : exchange.answer));
    }
    return box;
}

} // namespace tamma::ui
