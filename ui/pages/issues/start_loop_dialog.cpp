// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/issues/start_loop_dialog.h"

#include "ui/client/settings_gateway.h"
#include "ui/client/when_done.h"
#include "ui/shell/show_error.h"
#include "ui/text/status_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/provider_choice.h"
#include "ui/widgets/tamma_style.h"
#include "ui/widgets/text_label.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;

StartLoopDialog::StartLoopDialog(engine::EngineClient& engine, SettingsGateway& settings,
                                 const readmodels::IssueRow& issue, QWidget* parent)
    : QDialog(parent)
    , m_engine(engine)
    , m_issue(issue.id)
    , m_provider(new ProviderChoice(tr("The provider chosen in the settings"),
                                    settings.recordings(), this))
    , m_message(new InlineMessage(this))
{
    build(issue);
    whenDone(settings.load(), this, [this](const Result<config::Settings>& chosen) {
        if (chosen) { // A file that cannot be read is told on its own page.
            m_provider->setUsual(
                tr("%1, as the settings say").arg(providerLabel(chosen->provider)));
        }
    });
    connect(m_start, &QPushButton::clicked, this, &StartLoopDialog::start);
    connect(new QShortcut(Qt::CTRL | Qt::Key_Return, this), &QShortcut::activated, this,
            &StartLoopDialog::start);
}

void StartLoopDialog::build(const readmodels::IssueRow& issue)
{
    setObjectName(u"startLoopDialog"_s);
    setWindowTitle(tr("Start loop"));
    m_message->setObjectName(u"startLoopMessage"_s);
    m_message->hide();
    auto* title
        = new TextLabel(TextRole::Section, tr("#%1 %2").arg(issue.number).arg(issue.title), this);
    title->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->setObjectName(u"startLoopButtons"_s);
    m_start = buttons->addButton(tr("Start loop"), QDialogButtonBox::ActionRole);
    m_start->setObjectName(u"startLoopStart"_s);
    makePrimary(*m_start);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::PAGE_MARGIN, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_3);
    layout->addWidget(title);
    layout->addWidget(new TextLabel(TextRole::Secondary, tr("Who works on it?"), this));
    layout->addWidget(m_provider);
    layout->addWidget(m_message);
    layout->addStretch();
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(480, 320);
}

void StartLoopDialog::start()
{
    if (!m_provider->isComplete()) {
        m_message->clearActions();
        m_message->setDetails({});
        m_message->showMessage(MessageKind::Warning, tr("Choose a recording first."));
        return;
    }
    const engine::StartLoop wanted{m_issue, m_provider->provider(), m_provider->recording()};
    m_start->setEnabled(false);
    whenDone(m_engine.submit(wanted), this, [this](const Result<engine::CommandReceipt>& done) {
        m_start->setEnabled(true);
        if (!done) {
            showError(*m_message, done.error());
            return;
        }
        emit started(LoopId(done->id));
        accept();
    });
}

} // namespace tamma::ui
