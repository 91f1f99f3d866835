// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/settings_page.h"

#include "ui/client/gui_session.h"
#include "ui/client/settings_gateway.h"
#include "ui/pages/settings/doctor_report.h"
#include "ui/pages/settings/engine_settings.h"
#include "ui/pages/settings/notice_form.h"
#include "ui/pages/settings/settings_row.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/window_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/text_label.h"

#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;

SettingsPage::SettingsPage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_theme(new QComboBox(this))
    , m_engine(new EngineSettings(parts.settings, this))
    , m_doctor(new DoctorReport(parts.session.engine(), this))
    , m_area(new QScrollArea(this))
{
    m_area->setObjectName(u"settingsArea"_s);
    m_area->setAccessibleName(tr("Settings"));
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->viewport()->setBackgroundRole(QPalette::Window);
    m_area->setWidget(makeContent());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4, 0, 0);
    layout->setSpacing(metrics::SPACE_4);
    layout->addWidget(new PageHeader(tr("Settings"), this));
    layout->addWidget(m_area, 1);
    registerActions();
}

QWidget* SettingsPage::makeContent()
{
    auto* content = new QWidget;
    content->setObjectName(u"settingsContent"_s);
    content->setMaximumWidth(metrics::READING_WIDTH);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, metrics::PAGE_MARGIN, metrics::PAGE_MARGIN);
    layout->setSpacing(metrics::SPACE_3);
    const auto add = [layout, content](const QString& title, QWidget* section) {
        layout->addWidget(new TextLabel(TextRole::Section, title, content));
        layout->addWidget(section);
        layout->addSpacing(metrics::SPACE_4);
    };
    add(tr("Appearance"), makeAppearance());
    add(tr("Notifications"), new NoticeForm(m_parts.window, this));
    add(tr("Loops"), m_engine);
    add(tr("What Tamma finds here"), m_doctor);
    add(tr("Where things are"), makePlaces());
    layout->addStretch();
    return content;
}

QWidget* SettingsPage::makeAppearance()
{
    m_theme->setObjectName(u"settingsTheme"_s);
    m_theme->addItem(icon(u"monitor"_s), tr("As the system"),
                     static_cast<int>(ThemeChoice::System));
    m_theme->addItem(icon(u"sun"_s), tr("Light"), static_cast<int>(ThemeChoice::Light));
    m_theme->addItem(icon(u"moon"_s), tr("Dark"), static_cast<int>(ThemeChoice::Dark));
    m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(m_parts.theme.choice())));
    connect(m_theme, &QComboBox::currentIndexChanged, this, [this] {
        const auto choice = static_cast<ThemeChoice>(m_theme->currentData().toInt());
        m_parts.theme.setChoice(choice);
        m_parts.window.setTheme(choice);
    });
    auto* box = new QWidget(this);
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(metrics::SPACE_4);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    addSettingsRow(*form, tr("&Colours"), m_theme);
    return box;
}

QWidget* SettingsPage::makePlaces()
{
    const Paths paths = m_parts.settings.paths();
    auto* box = new QWidget(this);
    auto* form = new QFormLayout(box);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(metrics::SPACE_4);
    form->setVerticalSpacing(metrics::SPACE_2);
    const auto add = [&](const QString& what, const QString& where) {
        auto* path = new TextLabel(TextRole::Code, where, box);
        path->setWordWrap(true);
        path->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        path->setAccessibleName(what);
        addSettingsRow(*form, what, path);
    };
    add(tr("The record"), paths.recordFile());
    add(tr("Worktrees"), paths.worktrees());
    add(tr("Recordings"), paths.recordings());
    add(tr("Settings"), paths.config);
    add(tr("Logs"), paths.state);
    add(tr("Caches"), paths.cache);
    return box;
}

void SettingsPage::registerActions()
{
    ActionRegistry& actions = m_parts.actions;
    const std::tuple<QString, QString, ThemeChoice> themes[]
        = {{u"view.themeSystem"_s, tr("Colours as the system"), ThemeChoice::System},
           {u"view.themeLight"_s, tr("Light colours"), ThemeChoice::Light},
           {u"view.themeDark"_s, tr("Dark colours"), ThemeChoice::Dark}};
    for (const auto& [id, text, choice] : themes) {
        actions.add({id, text, tr("View"), {}, {}, tr("theme mode appearance")}, this,
                    [this, wanted = choice] {
                        m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(wanted)));
                    });
    }
    actions.add({u"help.doctor"_s,
                 tr("Check this machine"),
                 tr("Help"),
                 {},
                 u"list-checks"_s,
                 tr("doctor diagnose install")},
                this, [this] {
                    m_parts.shell.open({page::SETTINGS});
                    m_area->ensureWidgetVisible(m_doctor);
                    m_doctor->examine();
                });
}

QList<QWidget*> SettingsPage::panes() const
{
    return {m_theme, m_engine->firstField(), m_doctor->button()};
}

void SettingsPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (!m_doctor->wasExamined()) {
        m_doctor->examine();
    }
}

} // namespace tamma::ui
