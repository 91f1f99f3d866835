// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/together_card.h"

#include "ui/pages/inbox/inbox_wishes.h"
#include "ui/text/status_text.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QGridLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;

namespace {

QString whyAlone(const Approval& approval)
{
    return approval.isRoutine()               ? TogetherCard::tr("nothing else here goes with it")
        : approval.request.breaking           ? TogetherCard::tr("it may break others")
        : approval.request.kind != "merge"_L1 ? TogetherCard::tr("it asks for words of its own")
                                              : TogetherCard::tr("a check wants a person to look");
}

void addLine(QGridLayout& grid, const Approval& approval, bool together)
{
    const IconLabel::Colour good = [](const ColourTokens& c) { return c.passed.ink; };
    const IconLabel::Colour quiet = [](const ColourTokens& c) { return c.secondary; };
    const int row = grid.rowCount();
    auto* name = new TextLabel(TextRole::Strong,
                               issueLabel(approval.issueNumber) + u' ' + approval.issueTitle);
    name->setWordWrap(true);
    auto* facts
        = new TextLabel(TextRole::Secondary,
                        together ? repositoryLabel(approval.repository) + u" · "_s
                                + filesText(static_cast<int>(approval.filesChanged.size()))
                                + u"  "_s + linesText(approval.linesAdded, approval.linesRemoved)
                                 : whyAlone(approval));
    facts->setWordWrap(true);
    grid.addWidget(new IconLabel(together ? u"circle-check"_s : u"circle-minus"_s, metrics::ICON,
                                 together ? good : quiet),
                   row, 0, 2, 1, Qt::AlignTop);
    grid.addWidget(name, row, 1);
    grid.addWidget(facts, row + 1, 1);
    grid.setRowMinimumHeight(row + 2, metrics::SPACE_2);
}

} // namespace

TogetherCard::TogetherCard(QWidget* parent)
    : QScrollArea(parent)
{
    setObjectName(u"togetherCard"_s);
    setAccessibleName(tr("What is decided together"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(QPalette::Base);
}

void TogetherCard::setApprovals(const QList<Approval>& chosen)
{
    const QList<Approval> together = decidableTogether(chosen);
    const auto isTogether = [&together](const Approval& approval) {
        return std::ranges::contains(together, approval);
    };
    auto* content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::PAGE_MARGIN, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_4);
    const auto addGroup = [&](TextRole role, const QString& title, bool wanted) {
        auto* heading = new TextLabel(role, title);
        heading->setWordWrap(true);
        layout->addWidget(heading);
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(metrics::SPACE_2);
        grid->setVerticalSpacing(metrics::SPACE_1);
        grid->setColumnStretch(1, 1);
        for (const Approval& approval : chosen) {
            if (isTogether(approval) == wanted) {
                addLine(*grid, approval, wanted);
            }
        }
        layout->addLayout(grid);
    };
    if (!together.isEmpty()) {
        addGroup(TextRole::PageTitle,
                 tr("Decide %1 together").arg(locale().toString(together.size())), true);
        auto* rule = new TextLabel(
            TextRole::Secondary,
            tr("Every check of these passed, and none wants a person to look. Each becomes a "
               "decision of its own in the record."));
        rule->setWordWrap(true);
        rule->setMaximumWidth(metrics::READING_WIDTH);
        layout->addWidget(rule);
    }
    if (together.size() < chosen.size()) {
        addGroup(TextRole::Section, tr("Each of these has to be decided by itself"), false);
    }
    layout->addStretch();
    setWidget(content); // Deletes the one before.
}

} // namespace tamma::ui
