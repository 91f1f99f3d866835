// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QWidget>

class QPlainTextEdit;
class QPushButton;

namespace tamma::ui {

class TextLabel;

/// The whole of one event as JSON, to read and to copy.
class EventInspector final : public QWidget {
    Q_OBJECT

public:
    explicit EventInspector(QWidget* parent);

    void setEvent(const events::StoredEvent& stored);
    [[nodiscard]] QPlainTextEdit* text() const { return m_text; }

signals:
    /// A filter that shows what belongs to the event: "loopId:...".
    void filterWanted(const QString& filter);
    void closed();

private:
    TextLabel* m_title;
    QPlainTextEdit* m_text;
    QPushButton* m_related;
    QString m_loop;
};

} // namespace tamma::ui
