// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"

#include <QHash>
#include <QPushButton>

class QPlainTextEdit;

namespace tamma::ui {

class InlineMessage;

/// A button that does something that counts: only the pointer, Space and its shortcut press it,
/// never Return.
class DecisionButton final : public QPushButton {
    Q_OBJECT

public:
    DecisionButton(const QString& name, QWidget* parent);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

/// The foot of an approval card: a note and the ways to decide. Which there are depends on what is
/// asked. A note that is not sent yet stays with its approval.
class DecisionBar final : public QWidget {
    Q_OBJECT

public:
    explicit DecisionBar(QWidget* parent);

    void setApproval(const readmodels::Approval& approval);

    /// Leaves only the way to the changes: an earlier moment is shown.
    void setReadOnly(bool readOnly);

    /// The words in the note field.
    [[nodiscard]] QString note() const;
    void clearNote();

    /// Says that the note field must be filled first, and puts the keyboard there.
    void askForNote(const QString& why);

    [[nodiscard]] InlineMessage& message() const { return *m_message; }
    [[nodiscard]] QPlainTextEdit* noteEdit() const { return m_note; }

signals:
    void granted();
    void rejected();
    void asked();
    void changesWanted();

private:
    ApprovalId m_approval;
    bool m_readOnly = false;
    QHash<ApprovalId, QString> m_drafts;
    InlineMessage* m_message;
    QPlainTextEdit* m_note;
    DecisionButton* m_grant;
    DecisionButton* m_reject;
    DecisionButton* m_ask;
    DecisionButton* m_changes;
};

} // namespace tamma::ui
