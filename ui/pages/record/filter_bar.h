// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/record_client.h"
#include "ui/shell/page.h"

#include <QTimer>

class QLineEdit;
class QPushButton;
class QToolButton;

namespace tamma::ui {

class FilterMenus;
class InlineMessage;
struct SavedFilter;

/// The filter above the record: a text, and below it the menus that write it, the saved filters,
/// export, and the button that follows the newest events.
///
/// Threads  GUI thread only.
class FilterBar final : public QWidget {
    Q_OBJECT

public:
    FilterBar(const PageParts& parts, QWidget* parent);

    [[nodiscard]] QString text() const;
    /// Filters by `text` at once.
    void setText(const QString& text);
    void clear() { setText({}); }

    [[nodiscard]] QLineEdit* edit() const { return m_edit; }
    [[nodiscard]] QPushButton* follow() const { return m_follow; }

    /// Says which parts of the text were not understood.
    void showNotUnderstood(const QStringList& parts);

    /// Lets matches be exported, or not.
    void setExportable(bool exportable);

signals:
    /// The text is another one now, and the keys rest.
    void filterChanged();
    void exportWanted(tamma::engine::ExportFormat format);

private:
    void makeExport();
    void layOut();
    void offerBack(const SavedFilter& filter);

    PageParts m_parts;
    QLineEdit* m_edit;
    FilterMenus* m_menus;
    QToolButton* m_export;
    QPushButton* m_follow;
    InlineMessage* m_hint;
    QTimer m_typing; ///< Filters when the keys rest.
};

} // namespace tamma::ui
