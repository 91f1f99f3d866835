// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/export_bar.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/shell/show_error.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QApplication>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int STEPS = 1'000;

QString suffixOf(engine::ExportFormat format)
{
    return format == engine::ExportFormat::Csv ? u"csv"_s : u"jsonl"_s;
}

} // namespace

ExportBar::ExportBar(GuiSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_progress(new QWidget(this))
    , m_label(new TextLabel(TextRole::Body, {}, m_progress))
    , m_bar(new QProgressBar(m_progress))
    , m_outcome(new InlineMessage(this))
{
    m_progress->setObjectName(u"exportProgress"_s);
    m_label->setObjectName(u"exportText"_s);
    m_bar->setAccessibleName(tr("Export"));
    m_bar->setRange(0, STEPS);
    m_bar->setTextVisible(false);
    m_bar->setMaximumWidth(240);
    m_outcome->setObjectName(u"exportOutcome"_s);
    auto* stop = new QPushButton(tr("Stop"), m_progress);
    stop->setObjectName(u"exportStop"_s);
    auto* row = new QHBoxLayout(m_progress);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::SPACE_3);
    row->addWidget(m_label);
    row->addWidget(m_bar, 1);
    row->addWidget(stop);
    row->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_progress);
    layout->addWidget(m_outcome);
    hide();
    connect(stop, &QPushButton::clicked, this, [this] { m_stop.request_stop(); });
}

ExportBar::~ExportBar()
{
    m_stop.request_stop();
}

void ExportBar::askAndStart(const readmodels::RecordMatches& matches, engine::ExportFormat format)
{
    auto* dialog = new QFileDialog(
        window(), tr("Export %n event(s)", nullptr, static_cast<int>(matches.count())));
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffixOf(format));
    dialog->setNameFilter(format == engine::ExportFormat::Csv ? tr("CSV (*.csv)")
                                                              : tr("JSON lines (*.jsonl)"));
    dialog->selectFile(u"events."_s + suffixOf(format));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, matches, format](const QString& file) { start(matches, format, file); });
    dialog->open();
}

void ExportBar::start(const readmodels::RecordMatches& matches, engine::ExportFormat format,
                      const QString& file)
{
    if (m_running) {
        return;
    }
    m_running = true;
    m_file = file;
    m_count = matches.count();
    m_stop = {};
    m_outcome->hide();
    m_progress->show();
    showWritten(0);
    show();
    emit runningChanged();
    const auto tell = [bar = QPointer(this)](qint64 written) {
        QMetaObject::invokeMethod(qApp, [bar, written] {
            if (bar != nullptr) {
                bar->showWritten(written);
            }
        });
    };
    whenDone(m_session.engine().exportRecord({matches, file, format, m_stop.get_token(), tell}),
             this, [this](const Result<qint64>& written) { finish(written); });
}

void ExportBar::showWritten(qint64 written)
{
    m_label->setText(tr("Writing %1 of %2 events to %3 …")
                         .arg(locale().toString(written), locale().toString(m_count),
                              QFileInfo(m_file).fileName()));
    m_bar->setValue(static_cast<int>(written * STEPS / std::max<qint64>(1, m_count)));
}

void ExportBar::finish(const Result<qint64>& written)
{
    m_running = false;
    m_progress->hide();
    m_outcome->clearActions();
    m_outcome->setDetails({});
    emit runningChanged();
    if (written) {
        m_outcome->showMessage(MessageKind::Note,
                               tr("%1 events are in %2.").arg(locale().toString(*written), m_file));
        connect(m_outcome->addAction(tr("Show folder")), &QPushButton::clicked, this, [this] {
            QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_file).path()));
        });
    } else if (written.error().code == errors::CANCELLED) {
        m_outcome->showMessage(MessageKind::Note,
                               tr("The export was stopped. Nothing was written."));
    } else {
        showError(*m_outcome, written.error());
    }
    connect(m_outcome->addAction(tr("Close")), &QPushButton::clicked, this, &QWidget::hide);
}

} // namespace tamma::ui
