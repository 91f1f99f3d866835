// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/doctor_report.h"

#include "ui/client/when_done.h"
#include "ui/text/status_text.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using engine::Diagnosis;

namespace {

IconLabel* markOf(const Diagnosis& one)
{
    if (one.ok) {
        return new IconLabel(u"circle-check"_s, metrics::ICON,
                             [](const ColourTokens& colours) { return colours.passed.ink; });
    }
    if (one.required) {
        return new IconLabel(u"octagon-x"_s, metrics::ICON,
                             [](const ColourTokens& colours) { return colours.failed.ink; });
    }
    return new IconLabel(u"circle-minus"_s, metrics::ICON,
                         [](const ColourTokens& colours) { return colours.idle.ink; });
}

QString wordOf(const Diagnosis& one)
{
    return one.ok      ? DoctorReport::tr("fine")
        : one.required ? DoctorReport::tr("missing")
                       : DoctorReport::tr("not there");
}

TextLabel* wrapped(TextRole role, const QString& text)
{
    auto* label = new TextLabel(role, text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QWidget* mendOf(const Diagnosis& one)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addWidget(wrapped(TextRole::Code, one.mend), 1);
    auto* copy = new QPushButton(icon(u"copy"_s), DoctorReport::tr("Copy"), row);
    copy->setObjectName(u"doctorCopy."_s + one.name);
    copy->setAccessibleName(DoctorReport::tr("Copy the mend for %1").arg(one.name));
    QObject::connect(copy, &QPushButton::clicked, copy,
                     [mend = one.mend] { QGuiApplication::clipboard()->setText(mend); });
    layout->addWidget(copy, 0, Qt::AlignTop);
    return row;
}

} // namespace

DoctorReport::DoctorReport(engine::EngineClient& engine, QWidget* parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_summary(new TextLabel(TextRole::Secondary, {}, this))
    , m_again(new QPushButton(icon(u"rotate-ccw"_s), tr("Check again"), this))
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(u"doctorReport"_s);
    m_summary->setObjectName(u"doctorSummary"_s);
    m_again->setObjectName(u"doctorAgain"_s);
    auto* head = new QHBoxLayout;
    head->addWidget(m_summary, 1);
    head->addWidget(m_again);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(metrics::SPACE_3);
    m_layout->addLayout(head);
    connect(m_again, &QPushButton::clicked, this, &DoctorReport::examine);
}

void DoctorReport::examine()
{
    m_examined = true;
    m_again->setEnabled(false);
    m_summary->setText(tr("Looking around …"));
    whenDone(m_engine.diagnose(), this,
             [this](const QList<Diagnosis>& report) { showReport(report); });
}

void DoctorReport::showReport(const QList<Diagnosis>& report)
{
    m_again->setEnabled(true);
    const auto missing = std::ranges::count_if(
        report, [](const Diagnosis& one) { return one.required && !one.ok; });
    m_summary->setText(report.isEmpty()   ? tr("Nothing could be examined.")
                           : missing == 0 ? tr("Everything that Tamma needs is here.")
                           : missing == 1
                           ? tr("1 thing that Tamma needs is missing.")
                           : tr("%1 things that Tamma needs are missing.").arg(missing));
    delete m_rows;
    m_rows = new QWidget(this);
    m_rows->setObjectName(u"doctorRows"_s);
    auto* grid = new QGridLayout(m_rows);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(metrics::SPACE_3);
    grid->setVerticalSpacing(metrics::SPACE_2);
    grid->setColumnStretch(3, 1);
    for (const Diagnosis& one : report) {
        const int row = grid->rowCount();
        grid->addWidget(markOf(one), row, 0, Qt::AlignTop);
        grid->addWidget(new TextLabel(TextRole::Strong, providerLabel(one.name)), row, 1,
                        Qt::AlignTop);
        grid->addWidget(new TextLabel(TextRole::Body, wordOf(one)), row, 2, Qt::AlignTop);
        grid->addWidget(wrapped(TextRole::Secondary, one.found), row, 3, Qt::AlignTop);
        if (!one.ok && !one.mend.isEmpty()) {
            grid->addWidget(mendOf(one), row + 1, 3);
        }
    }
    m_layout->addWidget(m_rows);
}

} // namespace tamma::ui
