// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/record_client.h"

#include <QWidget>

class QProgressBar;

namespace tamma::ui {

class GuiSession;
class InlineMessage;
class TextLabel;

/// An export on its way: how far it is, and a way to stop it; afterwards where the file is, or why
/// there is none. Hidden while nothing is exported.
///
/// Threads  GUI thread only; the engine writes.
class ExportBar final : public QWidget {
    Q_OBJECT

public:
    ExportBar(GuiSession& session, QWidget* parent);
    ~ExportBar() override; ///< Stops what runs.

    /// Asks for a file and then writes `matches`.
    void askAndStart(const readmodels::RecordMatches& matches, engine::ExportFormat format);
    void start(const readmodels::RecordMatches& matches, engine::ExportFormat format,
               const QString& file);

    [[nodiscard]] bool isRunning() const { return m_running; }

signals:
    void runningChanged();

private:
    void showWritten(qint64 written);
    void finish(const Result<qint64>& written);

    GuiSession& m_session;
    QWidget* m_progress;
    TextLabel* m_label;
    QProgressBar* m_bar;
    InlineMessage* m_outcome;
    QString m_file;
    qint64 m_count = 0;
    std::stop_source m_stop;
    bool m_running = false;
};

} // namespace tamma::ui
