// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/log_pane.h"

#include "ui/pages/loop_detail/failing_lines.h"
#include "ui/pages/loop_detail/plain_text_stream.h"
#include "ui/text/status_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QFuture>
#include <QHBoxLayout>
#include <QThreadPool>
#include <QToolButton>

namespace tamma::ui {
namespace {

std::shared_ptr<const LogText> readLog(const GateCard& card, const QString& written)
{
    QString text;
    PlainTextStream().append(written, text);
    auto log = std::make_shared<LogText>();
    log->lines = LineIndex(text.toUtf8());
    if (card.state == GateCard::State::Failed) {
        log->failures = failingLines(log->lines, card.verdict.findings);
    }
    return log;
}

} // namespace

LogPane::LogPane(QWidget* parent)
    : QWidget(parent)
    , m_title(new TextLabel(TextRole::Strong, {}))
    , m_place(new TextLabel(TextRole::Caption, {}))
    , m_previous(new QToolButton)
    , m_next(new QToolButton)
    , m_view(new LogView)
{
    setObjectName(QStringLiteral("logPane"));
    auto* close = new QToolButton;
    close->setObjectName(QStringLiteral("closeLog"));
    close->setIcon(icon(QStringLiteral("chevron-left")));
    close->setToolTip(tr("Back to the gates"));
    m_previous->setObjectName(QStringLiteral("previousFailure"));
    m_previous->setIcon(icon(QStringLiteral("chevron-up")));
    m_previous->setToolTip(tr("Previous failure (Shift+F8)"));
    m_next->setObjectName(QStringLiteral("nextFailure"));
    m_next->setIcon(icon(QStringLiteral("chevron-down")));
    m_next->setToolTip(tr("Next failure (F8)"));
    m_place->setObjectName(QStringLiteral("failurePlace"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(metrics::SPACE_2, 2, metrics::SPACE_2, 2);
    bar->setSpacing(2);
    bar->addWidget(close);
    bar->addWidget(m_title, 1);
    bar->addWidget(m_place);
    bar->addSpacing(metrics::SPACE_2);
    for (QToolButton* button : {m_previous, m_next}) {
        bar->addWidget(button);
    }
    for (QToolButton* button : {close, m_previous, m_next}) {
        button->setAutoRaise(true);
        button->setAccessibleName(button->toolTip());
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);
    connect(close, &QToolButton::clicked, this, &LogPane::closed);
    connect(m_previous, &QToolButton::clicked, m_view, [this] { m_view->goToFailure(false); });
    connect(m_next, &QToolButton::clicked, m_view, [this] { m_view->goToFailure(true); });
    connect(m_view, &VirtualList::currentChanged, this, &LogPane::showPlace);
}

void LogPane::showLog(const GateCard& card, const QString& text)
{
    m_title->setText(
        tr("%1, attempt %2").arg(gateLabel(card.verdict.gateId)).arg(card.verdict.attempt));
    m_view->setLog(nullptr);
    showPlace();
    QtFuture::makeReadyVoidFuture()
        .then(QThreadPool::globalInstance(), [card, text] { return readLog(card, text); })
        .then(this, [this, asked = ++m_asked](const std::shared_ptr<const LogText>& log) {
            if (asked == m_asked) {
                m_view->setLog(log);
                showPlace();
            }
        });
}

void LogPane::showPlace()
{
    const auto count = m_view->log() == nullptr ? 0 : m_view->log()->failures.size();
    const auto current = m_view->currentFailure();
    m_place->setText(count == 0        ? QString()
                         : current < 0 ? tr("%1 failing lines").arg(count)
                                       : tr("Failing line %1 of %2").arg(current + 1).arg(count));
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
}

} // namespace tamma::ui
