// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/event.h"
#include "ui/models/filter_text.h"
#include "ui/shell/page.h"

#include <QTimer>

#include <optional>

class QPushButton;
class QStackedWidget;

namespace tamma::ui {

class DensityStrip;
class EmptyState;
class EventInspector;
class ExportBar;
class FilterBar;
class InlineMessage;
class PageHeader;
class RecordList;
class RecordSource;
class TextLabel;

/// Every event of the record, live, however many there are: with a filter, a strip that shows when
/// they happened, and the whole of the chosen one beside the list.
///
/// Keys     Ctrl+Shift+F filters; End follows the newest; Ctrl+C copies rows; Alt+Up and Alt+Down
/// go
///          through the loop of the chosen event.
class RecordPage final : public Page {
    Q_OBJECT

public:
    RecordPage(const PageParts& parts, QWidget* parent);

    /// The item is a filter, the part the position of the event to show.
    void show(const Place& place) override;
    using Page::show;
    [[nodiscard]] QList<QWidget*> panes() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeContent();
    QWidget* makeTable();
    QWidget* makeSearchStatus();
    QWidget* makeFailed();
    void makeStates();
    void registerActions();
    void connectSource();
    void connectList();
    void connectInspector();
    void applyFilter();
    void lookForKeys();
    void showFailure(const Error& error);
    void showProgress();
    void showCount();
    void showSearch();
    void showState();
    void showNothing();
    void showSeen();
    void showCurrent();
    void goTo(const events::StoredEvent& stored);
    void goToWanted();
    void scrollTo(Position position);

    PageParts m_parts;
    ParsedFilter m_parsed;
    QString m_unknownKey; ///< A sentence about it, if there is one.
    PageHeader* m_header;
    FilterBar* m_bar;
    DensityStrip* m_strip;
    ExportBar* m_export;
    InlineMessage* m_message;
    InlineMessage* m_error; ///< In place of everything: the record could not be read at all.
    QWidget* m_status;
    TextLabel* m_searchText;
    QPushButton* m_stop;
    RecordSource* m_source;
    RecordList* m_list;
    EmptyState* m_nothing;
    EmptyState* m_loading;
    EmptyState* m_empty;
    QWidget* m_failed;
    QStackedWidget* m_left;
    EventInspector* m_inspector;
    QStackedWidget* m_body;
    QWidget* m_content;
    QTimer m_patience; ///< A search that takes longer says so.
    std::optional<Position> m_wanted; ///< To be shown as soon as the search comes to it.
    std::optional<Position> m_awaited; ///< The chosen event, while it is being read.
    bool m_unasked = true; ///< The filter waits for somebody who looks.
    bool m_stopped = false;
    bool m_hasFailed = false;
};

} // namespace tamma::ui
