// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QWidget>

class QPlainTextEdit;

namespace tamma::ui {

class TextLabel;

/// The whole of one event as JSON, and how many others are selected with it.
class EventInspector final : public QWidget {
    Q_OBJECT

public:
    explicit EventInspector(QWidget* parent);

    void setEvent(const events::StoredEvent& stored);
    void clear();
    [[nodiscard]] QPlainTextEdit* text() const { return m_text; }

signals:
    /// A filter that shows what belongs to the event: "loopId:...".
    void filterWanted(const QString& filter);

private:
    TextLabel* m_title;
    QPlainTextEdit* m_text;
    QWidget* m_buttons;
    QString m_loop;
};

} // namespace tamma::ui
