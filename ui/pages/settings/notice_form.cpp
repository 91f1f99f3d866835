// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/notice_form.h"

#include "ui/pages/settings/settings_row.h"
#include "ui/shell/window_state.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QTimeEdit>

namespace tamma::ui {

using namespace Qt::StringLiterals;

NoticeForm::NoticeForm(WindowState& window, QWidget* parent)
    : QWidget(parent)
    , m_window(window)
    , m_enabled(new QCheckBox(tr("Tell me on the desktop when a decision waits"), this))
    , m_quiet(
          new QCheckBox(tr("Not in these hours; what still waits then is told at their end"), this))
    , m_from(new QTimeEdit(this))
    , m_to(new QTimeEdit(this))
{
    const NoticeSettings settings = noticeSettings(window);
    setObjectName(u"noticeForm"_s);
    m_enabled->setObjectName(u"noticesEnabled"_s);
    m_enabled->setChecked(settings.enabled);
    m_quiet->setObjectName(u"quietHours"_s);
    m_quiet->setChecked(settings.quiet.enabled);
    m_times = makeHours(settings.quiet);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(metrics::SPACE_4);
    form->setVerticalSpacing(metrics::SPACE_2);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    addSettingsRow(*form, tr("&Decisions"), m_enabled);
    addSettingsRow(*form, tr("&Quiet hours"), m_quiet);
    addSettingsRow(*form, {}, m_times);
    m_times->setAccessibleName(tr("When the quiet hours are"));
    connect(m_enabled, &QCheckBox::toggled, this, &NoticeForm::keep);
    connect(m_quiet, &QCheckBox::toggled, this, &NoticeForm::keep);
    m_quiet->setEnabled(settings.enabled);
    m_times->setEnabled(settings.enabled && settings.quiet.enabled);
}

QWidget* NoticeForm::makeHours(const QuietHours& quiet)
{
    auto* box = new QWidget(this);
    auto* hours = new QHBoxLayout;
    hours->setSpacing(metrics::SPACE_2);
    const auto add = [&](QTimeEdit* field, const QString& name, QTime time) {
        field->setObjectName(name);
        field->setTime(time);
        hours->addWidget(field);
        connect(field, &QTimeEdit::timeChanged, this, &NoticeForm::keep);
    };
    add(m_from, u"quietFrom"_s, quiet.from);
    m_from->setAccessibleName(tr("Quiet from"));
    hours->addWidget(new TextLabel(TextRole::Body, tr("to"), box));
    add(m_to, u"quietTo"_s, quiet.to);
    m_to->setAccessibleName(tr("Quiet until"));
    hours->addStretch();
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addLayout(hours);
    layout->addWidget(makeDays(quiet));
    return box;
}

QWidget* NoticeForm::makeDays(const QuietHours& quiet)
{
    auto* box = new QWidget(this);
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_3);
    for (int day = Qt::Monday; day <= Qt::Sunday; ++day) {
        auto* field = new QCheckBox(locale().dayName(day, QLocale::ShortFormat), box);
        field->setObjectName(u"quietDay%1"_s.arg(day));
        field->setAccessibleName(locale().dayName(day));
        field->setChecked(quiet.days.contains(Qt::DayOfWeek(day)));
        connect(field, &QCheckBox::toggled, this, &NoticeForm::keep);
        layout->addWidget(field);
        m_days.append(field);
    }
    layout->addStretch();
    return box;
}

void NoticeForm::keep()
{
    NoticeSettings settings;
    settings.enabled = m_enabled->isChecked();
    settings.quiet = {m_quiet->isChecked(), m_from->time(), m_to->time(), {}};
    for (qsizetype i = 0; i < m_days.size(); ++i) {
        if (m_days[i]->isChecked()) {
            settings.quiet.days.append(Qt::DayOfWeek(Qt::Monday + i));
        }
    }
    setNoticeSettings(m_window, settings);
    m_quiet->setEnabled(settings.enabled);
    m_times->setEnabled(settings.enabled && settings.quiet.enabled);
}

} // namespace tamma::ui
