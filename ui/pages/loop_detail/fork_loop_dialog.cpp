// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/fork_loop_dialog.h"

#include "core/workflow/step_ids.h"
#include "ui/client/when_done.h"
#include "ui/shell/show_error.h"
#include "ui/text/status_text.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/provider_choice.h"
#include "ui/widgets/tamma_style.h"
#include "ui/widgets/text_label.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>

namespace tamma::ui {

using namespace Qt::StringLiterals;

bool ForkLoopDialog::isPossible(const readmodels::LoopRow& loop, qsizetype step)
{
    const auto last
        = std::ranges::find(loop.steps, workflow::step::PR_CREATION, &readmodels::StepCell::id);
    return loop.mergeCommit.isEmpty() && step <= loop.currentStep
        && step <= last - loop.steps.begin();
}

ForkLoopDialog::ForkLoopDialog(engine::EngineClient& engine, const Offer& offer, QWidget* parent)
    : QDialog(parent)
    , m_engine(engine)
    , m_loop(offer.loop.id)
    , m_from(new QComboBox(this))
    , m_provider(new ProviderChoice(tr("%1, as before").arg(providerLabel(offer.loop.provider)),
                                    offer.recordings, this))
    , m_model(new QLineEdit(this))
    , m_hint(new QPlainTextEdit(this))
    , m_message(new InlineMessage(this))
{
    for (qsizetype i = 0; i < offer.loop.steps.size(); ++i) {
        const readmodels::StepCell& step = offer.loop.steps.at(i);
        if (isPossible(offer.loop, i)) {
            m_from->addItem(step.name, step.id.text());
        }
    }
    m_from->setCurrentIndex(std::max(0, m_from->findData(offer.from.text())));
    build(offer);
    connect(m_start, &QPushButton::clicked, this, &ForkLoopDialog::start);
    connect(new QShortcut(Qt::CTRL | Qt::Key_Return, this), &QShortcut::activated, this,
            &ForkLoopDialog::start);
}

void ForkLoopDialog::build(const Offer& offer)
{
    setObjectName(u"forkLoopDialog"_s);
    setWindowTitle(tr("Try in another way"));
    m_from->setObjectName(u"forkLoopFrom"_s);
    m_model->setObjectName(u"forkLoopModel"_s);
    m_model->setPlaceholderText(tr("The same as before"));
    m_hint->setObjectName(u"forkLoopHint"_s);
    m_hint->setPlaceholderText(tr("What the agent should know; may be empty"));
    m_hint->setTabChangesFocus(true);
    m_message->setObjectName(u"forkLoopMessage"_s);
    m_message->hide();
    auto* title = new TextLabel(
        TextRole::Section, tr("#%1 %2").arg(offer.loop.issueNumber).arg(offer.loop.title), this);
    title->setWordWrap(true);
    auto* words = new TextLabel(TextRole::Secondary,
                                tr("A second loop takes over what this one found out before the "
                                   "step, and works beside it on a branch of its own. Compare "
                                   "both, and approve the better one."),
                                this);
    words->setWordWrap(true);
    auto* form = new QFormLayout;
    form->setSpacing(metrics::SPACE_3);
    form->addRow(tr("&From the step"), m_from);
    form->addRow(tr("Agent"), m_provider);
    form->addRow(tr("&Model"), m_model);
    form->addRow(tr("&Hint"), m_hint);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_start = buttons->addButton(tr("Start"), QDialogButtonBox::ActionRole);
    m_start->setObjectName(u"forkLoopStart"_s);
    makePrimary(*m_start);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::PAGE_MARGIN, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_4);
    layout->addWidget(title);
    layout->addWidget(words);
    layout->addLayout(form, 1);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(520, 480);
}

void ForkLoopDialog::start()
{
    if (!m_provider->isComplete()) {
        m_message->clearActions();
        m_message->setDetails({});
        m_message->showMessage(MessageKind::Warning, tr("Choose a recording first."));
        return;
    }
    m_start->setEnabled(false);
    const engine::ForkLoop wanted{m_loop,
                                  StepId(m_from->currentData().toString()),
                                  m_provider->provider(),
                                  m_provider->recording(),
                                  m_model->text().trimmed(),
                                  m_hint->toPlainText().trimmed()};
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
