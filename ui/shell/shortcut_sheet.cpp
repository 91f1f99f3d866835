// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcut_sheet.h"

#include "ui/shell/action_registry.h"
#include "ui/widgets/key_hint.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

struct Line {
    QString text;
    QKeySequence keys;
};

struct Group {
    QString title;
    QList<Line> lines;
};

QList<Group> groupsOf(const ActionRegistry& actions)
{
    QList<Group> groups;
    for (const QAction* action : actions.actions()) {
        if (action->shortcut().isEmpty()) {
            continue;
        }
        const QString title = ActionRegistry::category(*action);
        auto group = std::ranges::find(groups, title, &Group::title);
        if (group == groups.end()) {
            groups.append({title, {}});
            group = groups.end() - 1;
        }
        group->lines.append({ActionRegistry::plainText(*action), action->shortcut()});
    }
    groups.append({ShortcutSheet::tr("Lists"),
                   {{ShortcutSheet::tr("Up and down"), Qt::Key_Down},
                    {ShortcutSheet::tr("First and last row"), Qt::Key_Home},
                    {ShortcutSheet::tr("Open"), Qt::Key_Return},
                    {ShortcutSheet::tr("Copy the selected rows"), QKeySequence::Copy},
                    {ShortcutSheet::tr("Back, from a page of one thing"), Qt::Key_Escape}}});
    return groups;
}

QWidget* sheetOf(const Group& group)
{
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, metrics::SPACE_4);
    grid->setVerticalSpacing(metrics::SPACE_2);
    grid->setHorizontalSpacing(metrics::SPACE_6);
    grid->addWidget(new TextLabel(TextRole::Section, group.title), 0, 0, 1, 2);
    for (const Line& line : group.lines) {
        const int row = grid->rowCount();
        grid->addWidget(new TextLabel(TextRole::Body, line.text), row, 0);
        grid->addWidget(new KeyHint(line.keys), row, 1, Qt::AlignTrailing);
    }
    grid->setColumnStretch(0, 1);
    return box;
}

} // namespace

ShortcutSheet::ShortcutSheet(const ActionRegistry& actions, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(u"shortcutSheet"_s);
    setWindowTitle(tr("Keyboard shortcuts"));
    auto* content = new QWidget;
    auto* columns = new QHBoxLayout(content);
    columns->setContentsMargins(metrics::PAGE_MARGIN, metrics::PAGE_MARGIN, metrics::PAGE_MARGIN,
                                0);
    columns->setSpacing(metrics::SPACE_8 + metrics::SPACE_4);
    QVBoxLayout* sides[] = {new QVBoxLayout, new QVBoxLayout};
    int heights[] = {0, 0};
    for (const Group& group : groupsOf(actions)) {
        const int side = heights[1] < heights[0] ? 1 : 0;
        sides[side]->addWidget(sheetOf(group));
        heights[side] += static_cast<int>(group.lines.size()) + 2;
    }
    for (QVBoxLayout* side : sides) {
        side->addStretch();
        columns->addLayout(side, 1);
    }
    auto* area = new QScrollArea;
    area->setObjectName(u"shortcutArea"_s);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(content);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->setObjectName(u"shortcutButtons"_s);
    buttons->setContentsMargins(metrics::SPACE_4, metrics::SPACE_2, metrics::SPACE_4,
                                metrics::SPACE_4);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(area, 1);
    layout->addWidget(buttons);
    resize(std::min(760, parent->width() - metrics::SPACE_8),
           std::min(640, parent->height() - metrics::SPACE_8));
}

} // namespace tamma::ui
