// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/attempts/attempt_column.h"

#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/metrics.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::AttemptStory;
using readmodels::JudgedGate;

namespace {

QString factsOf(const AttemptStory& attempt)
{
    QStringList facts{filesText(attempt.files),
                      linesText(attempt.linesAdded, attempt.linesRemoved)};
    if (attempt.tokens > 0) {
        facts.append(tokensText(attempt.tokens));
    }
    if (attempt.costUsd > 0) {
        facts.append(costText(attempt.costUsd));
    }
    if (attempt.durationMs > 0) {
        facts.append(durationText(std::chrono::milliseconds(attempt.durationMs)));
    }
    return facts.join(u" · "_s);
}

QString labelOf(const AttemptStory& attempt, const LoopId& home)
{
    QString label = AttemptColumn::tr("Attempt %1").arg(attempt.number);
    if (attempt.loopId == home) {
        return label;
    }
    const QString who = attempt.model.isEmpty() ? attempt.provider : attempt.model;
    return who.isEmpty() ? AttemptColumn::tr("%1 of another loop").arg(label)
                         : AttemptColumn::tr("%1 of another loop, %2").arg(label, who);
}

QString reasonText(const workflow::Feedback& reason)
{
    QString first = reason.text.trimmed().section(u'\n', 0, 0);
    if (reason.source.startsWith(u"gate:"_s)) {
        return AttemptColumn::tr("%1 said no: %2")
            .arg(gateLabel(GateId(reason.source.mid(5))), first);
    }
    if (reason.source == u"person"_s || reason.source == u"hint"_s) {
        return AttemptColumn::tr("A person wrote: %1").arg(first);
    }
    return first;
}

QString whyOf(const AttemptStory& attempt)
{
    if (attempt.reasons.isEmpty()) {
        return AttemptColumn::tr("The first try.");
    }
    QStringList reasons;
    for (const workflow::Feedback& reason : attempt.reasons) {
        reasons.append(reasonText(reason));
    }
    return reasons.join(u'\n');
}

void clear(QLayout& layout)
{
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (item->layout() != nullptr) {
            clear(*item->layout());
        }
        delete item->widget();
        delete item;
    }
}

} // namespace

AttemptColumn::AttemptColumn(const QString& name, const QString& accessibleName, QWidget* parent)
    : QWidget(parent)
    , m_box(new QComboBox(this))
    , m_facts(new TextLabel(TextRole::Secondary, {}, this))
    , m_why(new TextLabel(TextRole::Body, {}, this))
    , m_gates(new QVBoxLayout)
    , m_prompt(new QPlainTextEdit(this))
{
    setObjectName(name + u"Attempt"_s);
    m_box->setObjectName(name + u"AttemptBox"_s);
    m_box->setAccessibleName(accessibleName);
    m_why->setObjectName(name + u"AttemptWhy"_s);
    m_why->setWordWrap(true);
    m_prompt->setObjectName(name + u"AttemptPrompt"_s);
    m_prompt->setAccessibleName(tr("What the agent was asked"));
    m_prompt->setReadOnly(true);
    m_prompt->setPlaceholderText(
        tr("The work was done before an interruption: no prompt is known."));
    auto* head = new QHBoxLayout;
    head->setSpacing(metrics::SPACE_3);
    head->addWidget(m_box);
    head->addWidget(m_facts, 1);
    m_gates->setSpacing(metrics::SPACE_1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addLayout(head);
    layout->addWidget(m_why);
    layout->addLayout(m_gates);
    layout->addWidget(m_prompt, 1);
    connect(m_box, &QComboBox::currentIndexChanged, this, [this] {
        if (const AttemptStory* attempt = current()) {
            showAttempt(*attempt);
            emit chosen();
        }
    });
}

void AttemptColumn::setAttempts(const QList<AttemptStory>& attempts, const LoopId& home)
{
    const auto before = current() == nullptr ? AttemptStory() : *current();
    m_attempts = attempts;
    m_box->clear();
    for (const AttemptStory& attempt : attempts) {
        m_box->addItem(labelOf(attempt, home));
    }
    choose(before);
}

void AttemptColumn::choose(const AttemptStory& attempt)
{
    const auto found = std::ranges::find_if(m_attempts, [&attempt](const AttemptStory& one) {
        return one.loopId == attempt.loopId && one.number == attempt.number;
    });
    if (found != m_attempts.end()) {
        m_box->setCurrentIndex(static_cast<int>(found - m_attempts.begin()));
    }
}

const AttemptStory* AttemptColumn::current() const
{
    const int index = m_box->currentIndex();
    return index < 0 || index >= m_attempts.size() ? nullptr : &m_attempts.at(index);
}

void AttemptColumn::showAttempt(const AttemptStory& attempt)
{
    m_facts->setText(factsOf(attempt));
    m_why->setText(whyOf(attempt));
    showGates(attempt);
    m_prompt->setPlainText(attempt.prompt);
}

void AttemptColumn::showGates(const AttemptStory& attempt)
{
    clear(*m_gates);
    for (const JudgedGate& gate : attempt.gates) {
        auto* row = new QHBoxLayout;
        row->setSpacing(metrics::SPACE_2);
        row->addWidget(gate.passed
                           ? new IconLabel(u"circle-check"_s, metrics::ICON,
                                           [](const ColourTokens& c) { return c.passed.ink; })
                           : new IconLabel(u"circle-x"_s, metrics::ICON,
                                           [](const ColourTokens& c) { return c.failed.ink; }));
        const QString words = gate.passed ? tr("%1 passed") : tr("%1 failed");
        row->addWidget(new ElidedLabel(TextRole::Body,
                                       words.arg(gateLabel(gate.verdict.gateId)) + u" · "_s
                                           + gate.verdict.summary),
                       1);
        m_gates->addLayout(row);
    }
    if (attempt.gates.isEmpty()) {
        m_gates->addWidget(new TextLabel(TextRole::Secondary, tr("No gate has judged it.")));
    }
}

} // namespace tamma::ui
