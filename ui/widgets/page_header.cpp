// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/page_header.h"

#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>

namespace tamma::ui {

PageHeader::PageHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new TextLabel(TextRole::PageTitle, title, this))
    , m_subtitle(new TextLabel(TextRole::Secondary, {}, this))
    , m_layout(new QHBoxLayout(this))
{
    m_title->setObjectName(QStringLiteral("pageTitle"));
    m_subtitle->setObjectName(QStringLiteral("pageSubtitle"));
    m_subtitle->setContentsMargins(0, 0, 0, 7); // Its baseline is the title's.
    m_subtitle->hide();
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(metrics::SPACE_3);
    m_layout->addWidget(m_title);
    m_layout->addWidget(m_subtitle, 0, Qt::AlignBottom);
    m_layout->addStretch();
    setMinimumHeight(metrics::PRIMARY_HEIGHT);
}

void PageHeader::setTitle(const QString& title)
{
    m_title->setText(title);
}

void PageHeader::setSubtitle(const QString& subtitle)
{
    m_subtitle->setText(subtitle);
    m_subtitle->setVisible(!subtitle.isEmpty());
}

void PageHeader::addWidget(QWidget* widget)
{
    m_layout->addWidget(widget);
}

} // namespace tamma::ui
