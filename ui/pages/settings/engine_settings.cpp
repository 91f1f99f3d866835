// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/engine_settings.h"

#include "ui/client/settings_gateway.h"
#include "ui/client/when_done.h"
#include "ui/pages/settings/settings_row.h"
#include "ui/shell/show_error.h"
#include "ui/text/status_text.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

EngineSettings::EngineSettings(SettingsGateway& gateway, QWidget* parent)
    : QWidget(parent)
    , m_gateway(gateway)
    , m_provider(new QComboBox(this))
    , m_loops(new QSpinBox(this))
    , m_userName(new QLineEdit(this))
    , m_message(new InlineMessage(this))
{
    build();
    m_typing.setSingleShot(true);
    m_typing.setInterval(400ms);
    connect(&m_typing, &QTimer::timeout, this, &EngineSettings::save);
    connect(m_provider, &QComboBox::currentIndexChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_loops, &QSpinBox::valueChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_userName, &QLineEdit::textEdited, &m_typing, qOverload<>(&QTimer::start));
    load();
}

void EngineSettings::build()
{
    setObjectName(u"engineSettings"_s);
    m_provider->setObjectName(u"settingsProvider"_s);
    for (const QString& id : {u"claude_code"_s, u"playback"_s}) {
        m_provider->addItem(providerLabel(id), id);
    }
    m_loops->setObjectName(u"settingsLoops"_s);
    m_loops->setRange(1, 32);
    m_loops->setFixedWidth(96);
    m_userName->setObjectName(u"settingsUserName"_s);
    m_userName->setPlaceholderText(tr("The name that git knows"));
    m_userName->setMaximumWidth(320);
    m_message->setObjectName(u"settingsMessage"_s);
    m_message->hide();
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(metrics::SPACE_4);
    form->setVerticalSpacing(metrics::SPACE_3);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    addSettingsRow(*form, tr("&Provider of new loops"), m_provider);
    addSettingsRow(*form, tr("&Loops at once"), m_loops);
    addSettingsRow(*form, tr("&Your name"), m_userName);
    m_userName->setMinimumWidth(240);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_3);
    layout->addWidget(m_message);
    layout->addLayout(form);
    layout->addWidget(
        new TextLabel(TextRole::Caption, tr("Counts from the next start of Tamma on."), this));
    enable(false);
}

QWidget* EngineSettings::firstField() const
{
    return m_provider;
}

void EngineSettings::load()
{
    whenDone(m_gateway.load(), this,
             [this](const Result<config::Settings>& loaded) { onLoaded(loaded); });
}

void EngineSettings::onLoaded(const Result<config::Settings>& loaded)
{
    if (!loaded) {
        showError(*m_message, loaded.error());
        connect(m_message->addAction(tr("Try again")), &QPushButton::clicked, this,
                &EngineSettings::load);
        return;
    }
    m_saved = *loaded;
    m_message->hide();
    if (m_provider->findData(m_saved.provider) < 0) {
        m_provider->addItem(m_saved.provider, m_saved.provider);
    }
    m_provider->setCurrentIndex(m_provider->findData(m_saved.provider));
    m_loops->setValue(m_saved.concurrentLoops);
    m_userName->setText(m_saved.userName);
    m_typing.stop(); // Filling the form is no change.
    enable(true);
}

config::Settings EngineSettings::entered() const
{
    config::Settings settings = m_saved;
    settings.provider = m_provider->currentData().toString();
    settings.concurrentLoops = m_loops->value();
    settings.userName = m_userName->text().trimmed();
    return settings;
}

void EngineSettings::save()
{
    const config::Settings wanted = entered();
    if (wanted == m_saved) {
        return;
    }
    whenDone(m_gateway.save(wanted), this, [this, wanted](const Result<>& done) {
        if (!done) {
            showError(*m_message, done.error());
            connect(m_message->addAction(tr("Try again")), &QPushButton::clicked, this,
                    &EngineSettings::save);
            return;
        }
        m_saved = wanted;
        m_message->clearActions();
        m_message->setDetails({});
        m_message->showMessage(MessageKind::Note, tr("Saved."));
    });
}

void EngineSettings::enable(bool enabled)
{
    for (QWidget* field : {static_cast<QWidget*>(m_provider), static_cast<QWidget*>(m_loops),
                           static_cast<QWidget*>(m_userName)}) {
        field->setEnabled(enabled);
    }
}

} // namespace tamma::ui
