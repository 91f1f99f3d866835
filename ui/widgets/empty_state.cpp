// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/widgets/icon_label.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/tamma_style.h"
#include "ui/widgets/text_label.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace tamma::ui {
namespace {

QColor quiet(const ColourTokens& colours)
{
    return colours.secondary;
}

} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconLabel(QStringLiteral("inbox"), 40, quiet, this))
    , m_title(new TextLabel(TextRole::Section, {}, this))
    , m_sentence(new TextLabel(TextRole::Secondary, {}, this))
    , m_button(new QPushButton(this))
{
    m_title->setObjectName(QStringLiteral("emptyTitle"));
    m_sentence->setObjectName(QStringLiteral("emptySentence"));
    m_button->setObjectName(QStringLiteral("emptyAction"));
    m_title->setAlignment(Qt::AlignCenter);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setFixedWidth(420);
    makePrimary(*m_button);
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::actionTriggered);

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(metrics::SPACE_2);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addSpacing(metrics::SPACE_2);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    auto* middle = new QHBoxLayout; // An alignment would forget how tall the wrapped text is.
    middle->addStretch();
    middle->addWidget(m_sentence);
    middle->addStretch();
    layout->addLayout(middle);
    layout->addSpacing(metrics::SPACE_3);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
}

void EmptyState::setContent(const QString& icon, const QString& title, const QString& sentence)
{
    m_icon->setIcon(icon, quiet);
    m_title->setText(title);
    m_sentence->setText(sentence);
}

void EmptyState::setAction(const QString& text)
{
    m_button->setText(text);
    m_button->setVisible(!text.isEmpty());
}

} // namespace tamma::ui
