// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "ui/shell/page.h"

class QCheckBox;
class QPushButton;

namespace tamma::ui {

class DiffPane;
class PageBody;
class InlineMessage;
class KeptWorkList;
class PageHeader;

/// The work that disappeared and is kept: what it was, and how to bring it back. Nothing that is
/// there is ever overwritten by that.
///
/// Shape    Read anew whenever the page is shown, and after a loop has ended.
class RecoveredPage final : public Page {
    Q_OBJECT

public:
    RecoveredPage(const PageParts& parts, QWidget* parent);

    [[nodiscard]] QList<QWidget*> panes() const override;

    /// Brings the chosen work back as a new folder inside of `parent`.
    void restoreInto(const QString& parent);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeContent();
    void registerActions();
    void load();
    void take(const Result<engine::KeptList>& answer);
    void refresh();
    void showCurrent();
    void refreshAvailability();
    void restoreBranch();
    void chooseFolder();
    void restore(const engine::RestoreWork& wanted);
    void sayRestored(const engine::RestoreWork& wanted, const QString& made);
    void undo(const engine::UndoRestore& wanted);

    PageParts m_parts;
    engine::KeptList m_kept;
    quint64 m_asked = 0; // Number of the newest question.

    PageHeader* m_header;
    QCheckBox* m_attemptsToo;
    QPushButton* m_branch;
    QPushButton* m_folder;
    InlineMessage* m_message;
    InlineMessage* m_unreadable;
    KeptWorkList* m_list;
    DiffPane* m_diff;
    PageBody* m_body;
};

} // namespace tamma::ui
