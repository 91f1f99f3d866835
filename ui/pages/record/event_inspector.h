// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"
#include "ui/shell/page.h"

class QGridLayout;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace tamma::ui {

class JsonColours;
class LinkLine;
class Neighbourhood;
class TextLabel;

/// The whole of one event as JSON, to read and to copy, with ways to what it is about, to what led
/// to it and to what it led to.
class EventInspector final : public QWidget {
    Q_OBJECT

public:
    EventInspector(GuiSession& session, QWidget* parent);

    void setEvent(const events::StoredEvent& stored);
    [[nodiscard]] Position position() const { return m_event.position; }
    [[nodiscard]] QPlainTextEdit* text() const { return m_text; }

    /// Goes to the neighbour of the same loop, where there is one.
    void goToPrevious();
    void goToNext();

signals:
    /// A filter that shows what belongs to the event: "loopId:...".
    void filterWanted(const QString& filter);
    void placeWanted(const tamma::ui::Place& place);
    void eventWanted(const tamma::events::StoredEvent& stored);
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QLayout* makeHead();
    [[nodiscard]] QLayout* makeButtons();
    [[nodiscard]] QToolButton* makeTool(const QString& name, const QString& icon,
                                        const QString& text);
    void showLinks();
    void addLink(const QString& label, const QString& text, const Place& place);
    void addLink(const QString& label, const events::StoredEvent& stored);
    void addText(const QString& label, const QString& text);
    LinkLine* addLine(const QString& label, const QString& text);

    GuiSession& m_session;
    Neighbourhood* m_neighbours;
    TextLabel* m_title;
    TextLabel* m_facts;
    QToolButton* m_previous;
    QToolButton* m_next;
    QWidget* m_links;
    QGridLayout* m_lines;
    int m_usedLines = 0;
    QPlainTextEdit* m_text;
    JsonColours* m_colours;
    QPushButton* m_related;
    events::StoredEvent m_event;
};

} // namespace tamma::ui
