// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/approval_sections.h"

#include "ui/pages/inbox/card_outlook.h"
#include "ui/shell/loop_look.h"
#include "ui/text/approval_text.h"
#include "ui/text/error_text.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/text_label.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QToolButton>

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
    return status == Status::Passed  ? ApprovalText::tr("passed")
        : status == Status::NeedsYou ? ApprovalText::tr("look at it")
                                     : ApprovalText::tr("failed");
}

IconLabel* verdictIcon(Status status)
{
    if (status == Status::Passed) {
        return new IconLabel(u"circle-check"_s, metrics::ICON,
                             [](const ColourTokens& colours) { return colours.passed.ink; });
    }
    if (status == Status::NeedsYou) {
        return new IconLabel(u"triangle-alert"_s, metrics::ICON,
                             [](const ColourTokens& colours) { return colours.needsYou.ink; });
    }
    return new IconLabel(u"octagon-x"_s, metrics::ICON,
                         [](const ColourTokens& colours) { return colours.failed.ink; });
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
    // The summaries of commands that passed have it, and a blink is nothing to tell.
    if (verdict.durationMs >= 50 && !verdict.summary.contains("` passed in "_L1)) {
        parts.append(durationText(std::chrono::milliseconds(verdict.durationMs)));
    }
    return parts.join(u" · "_s);
}

int rankOf(const events::Finding& finding)
{
    static const QStringList ranks{u"critical"_s, u"high"_s, u"medium"_s, u"low"_s};
    const qsizetype rank = ranks.indexOf(finding.severity);
    return static_cast<int>(rank < 0 ? ranks.size() : rank);
}

/// The worst of what was found, a line each.
QString findingLines(QList<events::Finding> findings)
{
    constexpr qsizetype MOST = 4;
    std::ranges::stable_sort(findings, {}, rankOf);
    QStringList lines;
    for (const events::Finding& finding : std::as_const(findings).first(
             std::min(MOST, findings.size()))) {
        QString place = finding.file;
        if (!place.isEmpty() && finding.line > 0) {
            place += u':' + QString::number(finding.line);
        }
        const QString message = finding.message.simplified();
        lines.append(place.isEmpty() ? message : place + u"  "_s + message);
    }
    if (findings.size() > MOST) {
        lines.append(ApprovalText::tr("and %1 more").arg(findings.size() - MOST));
    }
    return lines.join(u'\n');
}

/// The way from a claim to the event that it stands on.
QToolButton* proofButton(const CardView& view, qsizetype index)
{
    auto* button = new QToolButton;
    const QString gate = gateLabel(view.approval.verdicts.at(index).gateId);
    button->setObjectName(u"proof%1"_s.arg(index));
    button->setAutoRaise(true);
    button->setIcon(icon(u"arrow-up-right"_s));
    button->setFixedSize(metrics::DENSE_ROW, metrics::ICON + metrics::SPACE_1);
    button->setToolTip(ApprovalText::tr("Show the event in the record"));
    button->setAccessibleName(ApprovalText::tr("Show the proof of “%1” in the record").arg(gate));
    button->setFocusPolicy(Qt::StrongFocus);
    const Position position = view.approval.proofs.at(index);
    QObject::connect(button, &QToolButton::clicked, button,
                     [show = view.showProof, position] { show(position); });
    return button;
}

void addVerdict(QGridLayout& grid, const CardView& view, qsizetype index)
{
    const events::Verdict& verdict = view.approval.verdicts.at(index);
    const int row = grid.rowCount();
    const Status status = statusOf(verdict);
    grid.addWidget(verdictIcon(status), row, 0, Qt::AlignTop);
    if (view.plain) {
        grid.addWidget(prose(TextRole::Body, checkSentence(verdict)), row, 1, 1, 3, Qt::AlignTop);
    } else {
        grid.addWidget(new TextLabel(TextRole::Strong, gateLabel(verdict.gateId)), row, 1,
                       Qt::AlignTop);
        grid.addWidget(new TextLabel(TextRole::Body, verdictWord(status)), row, 2, Qt::AlignTop);
        grid.addWidget(prose(TextRole::Secondary, verdictText(verdict)), row, 3, Qt::AlignTop);
    }
    if (index < view.approval.proofs.size()) {
        grid.addWidget(proofButton(view, index), row, 4, Qt::AlignTop);
    }
    if (!view.plain && status == Status::Failed && !verdict.findings.isEmpty()) {
        auto* found = prose(TextRole::Secondary, findingLines(verdict.findings));
        found->setObjectName(u"findings%1"_s.arg(index));
        grid.addWidget(found, row + 1, 1, 1, 3, Qt::AlignTop);
    }
}

QWidget* lineWithIcon(const QString& iconName, const QString& text, IconLabel::Colour colour)
{
    auto* box = new QWidget;
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addWidget(new IconLabel(iconName, metrics::ICON, colour), 0, Qt::AlignTop);
    layout->addWidget(prose(TextRole::Body, text), 1);
    box->setMaximumWidth(metrics::READING_WIDTH);
    return box;
}

/// One of several, with its lines below each other.
QWidget* listed(const QString& text)
{
    auto* box = new QWidget;
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addWidget(new TextLabel(TextRole::Body, u"•"_s), 0, Qt::AlignTop);
    layout->addWidget(prose(TextRole::Body, text), 1);
    box->setMaximumWidth(metrics::READING_WIDTH);
    return box;
}

} // namespace

QWidget* pillRow(const CardView& view)
{
    const Approval& approval = view.approval;
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
        breaking->setStatus(Status::Failed,
                            view.plain ? ApprovalText::tr("High risk")
                                       : ApprovalText::tr("Breaking change"),
                            u"triangle-alert"_s);
        layout->addWidget(breaking);
    }
    if (isLeftToPerson(approval)) {
        auto* flagged = new Pill(box);
        flagged->setObjectName(u"approvalFlagged"_s);
        flagged->setStatus(Status::NeedsYou, ApprovalText::tr("A check needs your eyes"),
                           u"triangle-alert"_s);
        layout->addWidget(flagged);
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

QWidget* noticeSection(const CardView& view)
{
    const auto notices = approvalNotices(view.approval, view.person, view.now);
    if (notices.isEmpty()) {
        return nullptr;
    }
    auto* box = new QWidget;
    box->setObjectName(u"approvalNotices"_s);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_1 + 2);
    for (const ApprovalNotice& notice : notices) {
        const IconLabel::Colour urgent = [](const ColourTokens& c) { return c.needsYou.ink; };
        const IconLabel::Colour quiet = [](const ColourTokens& c) { return c.secondary; };
        layout->addWidget(lineWithIcon(notice.icon, notice.text, notice.isUrgent ? urgent : quiet));
    }
    return box;
}

QWidget* unreadableSection(const CardView& view)
{
    const auto& why = view.outlook.unreadable();
    if (!why) {
        return nullptr;
    }
    const IconLabel::Colour urgent = [](const ColourTokens& c) { return c.needsYou.ink; };
    QWidget* box = lineWithIcon(
        u"triangle-alert"_s,
        ApprovalText::tr("The change cannot be shown here. %1").arg(errorText(*why).what), urgent);
    box->setObjectName(u"approvalUnreadable"_s);
    return box;
}

QWidget* newsSection(const CardView& view)
{
    const auto& news = view.outlook.news();
    if (!news) {
        return nullptr;
    }
    const auto [box, layout] = section(ApprovalText::tr("New since you last looked"));
    box->setObjectName(u"approvalNews"_s);
    QStringList lines;
    for (const git::ChangedFile& file : *news) {
        lines.append(file.path + u"  "_s + linesText(file.linesAdded, file.linesRemoved));
    }
    const bool baseMoved = view.approval.seen.value(view.person).baseCommit
        != view.approval.request.evidence.baseCommit;
    const int count = static_cast<int>(news->size());
    layout->addWidget(prose(
        TextRole::Body,
        count == 0 ? ApprovalText::tr("Nothing in the files themselves.")
            : baseMoved
            ? ApprovalText::tr("%1, with what others brought in meanwhile.").arg(filesText(count))
            : ApprovalText::tr("%1.").arg(filesText(count))));
    if (!view.plain && count > 0) {
        layout->addWidget(prose(TextRole::Code,
                                lines.first(std::min<qsizetype>(count, SHOWN_FILES)).join(u'\n')));
    }
    return box;
}

QWidget* reasonSection(const CardView& view)
{
    const Approval& approval = view.approval;
    // Plain readers get the risk instead of the rule or the symbols; what a check leaves to a
    // person is for them, too.
    const bool said
        = approval.isRoutine() || (approval.request.breaking && !isLeftToPerson(approval));
    QStringList reasons = approval.request.reasons;
    reasons.removeAll(approval.request.summary); // It stands above.
    static const QRegularExpression code(u"^[A-Z_]+$"_s); // Of an error; the record has it.
    reasons.removeIf([](const QString& reason) { return code.match(reason).hasMatch(); });
    if ((view.plain && said) || reasons.isEmpty()) {
        return nullptr;
    }
    const auto [box, layout] = section(ApprovalText::tr("Why you are asked"));
    for (const QString& reason : std::as_const(reasons)) {
        layout->addWidget(reasons.size() > 1 ? listed(reason) : prose(TextRole::Body, reason));
    }
    return box;
}

QWidget* verdictSection(const CardView& view)
{
    const Approval& approval = view.approval;
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
    for (qsizetype index = 0; index < approval.verdicts.size(); ++index) {
        addVerdict(*grid, view, index);
    }
    layout->addWidget(table);
    return box;
}

QWidget* forecastSection(const CardView& view)
{
    const auto& forecast = view.outlook.forecast();
    if (!forecast) {
        return nullptr;
    }
    const auto [box, layout]
        = section(view.plain ? ApprovalText::tr("Does it still fit?") : ApprovalText::tr("Merge"));
    box->setObjectName(u"approvalForecast"_s);
    const bool fits = forecast->conflicts.isEmpty();
    const IconLabel::Colour good = [](const ColourTokens& c) { return c.passed.ink; };
    const IconLabel::Colour bad = [](const ColourTokens& c) { return c.failed.ink; };
    layout->addWidget(lineWithIcon(fits ? u"git-merge"_s : u"triangle-alert"_s,
                                   forecastText(*forecast, view.plain), fits ? good : bad));
    return box;
}

QWidget* fileSection(const CardView& view)
{
    const Approval& approval = view.approval;
    if (view.plain || approval.filesChanged.isEmpty()) {
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

QWidget* exchangeSection(const CardView& view)
{
    const Approval& approval = view.approval;
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
