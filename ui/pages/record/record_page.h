// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QTimer>

class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace tamma::ui {

class EmptyState;
class EventInspector;
class InlineMessage;
class PageBody;
class PageHeader;
class RecordList;
class RecordSource;

/// Every event of the record, live, with a filter and the whole of the chosen one beside it.
///
/// Keys     Ctrl+F filters; End follows the newest; Ctrl+C copies rows.
class RecordPage final : public Page {
    Q_OBJECT

public:
    RecordPage(const PageParts& parts, QWidget* parent);

    /// The item is a filter.
    void show(const Place& place) override;
    using Page::show;
    [[nodiscard]] QList<QWidget*> panes() const override;

private:
    QWidget* makeFilterBar();
    QWidget* makeContent();
    void registerActions();
    void connectList();
    void applyFilter();
    void showProgress();
    void showCurrent();
    void fetchWhenNearTop();

    PageParts m_parts;
    PageHeader* m_header;
    QLineEdit* m_filter;
    QPushButton* m_follow;
    InlineMessage* m_message;
    RecordSource* m_source;
    RecordList* m_list;
    EmptyState* m_nothing;
    QStackedWidget* m_left;
    EventInspector* m_inspector;
    PageBody* m_body;
    QTimer m_typing; ///< Filters when the keys rest.
};

} // namespace tamma::ui
