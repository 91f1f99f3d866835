// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/filter_bar.h"

#include "ui/pages/record/filter_completion.h"
#include "ui/pages/record/filter_menus.h"
#include "ui/pages/record/menu_button.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QToolButton>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

FilterBar::FilterBar(const PageParts& parts, QWidget* parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_edit(new QLineEdit(this))
    , m_menus(new FilterMenus(parts.session, parts.window, m_edit))
    , m_export(new MenuButton(u"recordExport"_s, tr("Export"), this))
    , m_follow(new QPushButton(icon(u"arrow-down"_s), tr("Follow"), this))
    , m_hint(new InlineMessage(this))
{
    m_edit->setObjectName(u"recordFilter"_s);
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setPlaceholderText(tr("Filter:  type:GATE.*   gateId:test   since:1h   words"));
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(icon(u"list-filter"_s), QLineEdit::LeadingPosition);
    new FilterCompletion(parts.session, m_edit);
    m_follow->setObjectName(u"recordFollow"_s);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Shows the newest events as they come"));
    m_hint->setObjectName(u"recordHint"_s);
    m_hint->hide();
    makeExport();
    layOut();
    m_typing.setSingleShot(true);
    m_typing.setInterval(150ms);
    const auto now = [this] {
        m_typing.stop();
        emit filterChanged();
    };
    connect(&m_typing, &QTimer::timeout, this, &FilterBar::filterChanged);
    connect(m_edit, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_edit, &QLineEdit::returnPressed, this, now);
    connect(m_menus, &FilterMenus::removed, this, &FilterBar::offerBack);
}

void FilterBar::makeExport()
{
    m_export->setAccessibleName(tr("Export the matching events"));
    auto* menu = new QMenu(m_export);
    QAction* lines = menu->addAction(tr("As JSON lines…"));
    lines->setObjectName(u"recordExportJson"_s);
    QAction* table = menu->addAction(tr("As CSV, for spreadsheets…"));
    table->setObjectName(u"recordExportCsv"_s);
    m_export->setMenu(menu);
    connect(lines, &QAction::triggered, this,
            [this] { emit exportWanted(engine::ExportFormat::JsonLines); });
    connect(table, &QAction::triggered, this,
            [this] { emit exportWanted(engine::ExportFormat::Csv); });
}

void FilterBar::layOut()
{
    auto* first = new QHBoxLayout;
    first->setSpacing(metrics::SPACE_2);
    first->addWidget(m_edit, 1);
    first->addWidget(m_follow);
    auto* second = new QHBoxLayout;
    second->setSpacing(metrics::SPACE_1);
    for (QToolButton* button : m_menus->narrowing()) {
        second->addWidget(button);
    }
    second->addStretch();
    second->addWidget(m_menus->saved());
    second->addWidget(m_export);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addLayout(first);
    layout->addLayout(second);
    layout->addWidget(m_hint);
}

QString FilterBar::text() const
{
    return m_edit->text();
}

void FilterBar::setText(const QString& text)
{
    m_edit->setText(text);
    m_typing.stop();
    emit filterChanged();
}

void FilterBar::showNotUnderstood(const QStringList& parts)
{
    if (parts.isEmpty()) {
        m_hint->hide();
        return;
    }
    m_hint->showMessage(MessageKind::Warning,
                        tr("“%1” is no time, and does not filter. Write 13:00, 2025-12-31, "
                           "2025-12-31T13:00, 30m, 2h, 7d, today or yesterday.")
                            .arg(parts.join(u' ')));
}

void FilterBar::setExportable(bool exportable)
{
    m_export->setEnabled(exportable);
}

void FilterBar::offerBack(const SavedFilter& filter)
{
    m_parts.shell.offerUndo({.text = tr("Filter “%1” removed").arg(filter.name),
                             .undo =
                                 [menus = QPointer(m_menus), filter] {
                                     if (menus != nullptr) {
                                         menus->keep(filter);
                                     }
                                 },
                             .keep = [] {}});
}

} // namespace tamma::ui
