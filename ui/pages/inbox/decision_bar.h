// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"

#include <QHash>
#include <QPushButton>

class QBoxLayout;
class QLineEdit;
class QMenu;
class QPlainTextEdit;
class QToolButton;
class QVBoxLayout;

namespace tamma::ui {

class GuiSession;
class InlineMessage;
class TextLabel;

/// A button that does something that counts: only the pointer, Space and its shortcut press it,
/// never Return.
class DecisionButton final : public QPushButton {
    Q_OBJECT

public:
    DecisionButton(const QString& name, QWidget* parent);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

/// What the foot of the card is about.
struct DecisionSubject {
    readmodels::Approval approval; ///< The first, when they are several.
    qsizetype count = 1; ///< How many are decided together.
    bool isSnoozed = false; ///< The one was put aside.
};

/// The foot of an approval card: a note and the ways to decide. Which there are depends on what is
/// asked. A note that is not sent yet stays with its approval.
///
/// Shape    It rests for a moment when another approval comes under it. Whoever decides then meant
///          the one before, or clicked twice.
class DecisionBar final : public QWidget {
    Q_OBJECT

public:
    DecisionBar(const GuiSession& session, QWidget* parent);

    void setSubject(const DecisionSubject& subject);

    /// Starts to rest. For what was just sent and must not go twice.
    void rest();

    /// Whether a decision is not to be taken yet.
    [[nodiscard]] bool isResting() const;

    /// What stands behind the button with the three dots.
    void setMenu(QMenu* menu) { m_menu = menu; }

    /// Says that `count` comments on lines go to the agent with a change that is sent back.
    void setCommentCount(qsizetype count);

    /// Leaves only the way to the changes: an earlier moment is shown.
    void setReadOnly(bool readOnly);

    /// Says what the button for the changes does now.
    /// Whether there are changes to look at; the loop is offered where there are none.
    enum class Changes { Hidden, Shown, None };
    void setChanges(Changes changes);

    /// The words in the note field.
    [[nodiscard]] QString note() const;
    void clearNote();

    /// Says that the note field must be filled first, and puts the keyboard there.
    void askForNote(const QString& why);

    /// Opens the field for a name; `people` are offered while somebody types.
    void askForPerson(const QStringList& people);

    /// Offers the times until which it can be put aside.
    void offerTimes(Timestamp now);

    [[nodiscard]] InlineMessage& message() const { return *m_message; }
    [[nodiscard]] QPlainTextEdit* noteEdit() const { return m_note; }

signals:
    void left(); ///< With Escape, out of the note.
    void granted();
    void rejected();
    void asked();
    void laterWanted();
    void snoozed(tamma::Timestamp until);
    void handedOn(const QString& to);
    void changesWanted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makePersonRow();
    void makeButtons(QVBoxLayout& layout);
    void endHandingOn();
    void showTexts(const DecisionSubject& subject);
    void popUp(QMenu& menu, const QWidget& below) const;

    const GuiSession& m_session;
    Timestamp m_restsSince{};
    QString m_subject; // Whose note is in the field.
    bool m_readOnly = false;
    QHash<QString, QString> m_drafts;
    QMenu* m_menu = nullptr;
    InlineMessage* m_message;
    QPlainTextEdit* m_note;
    TextLabel* m_comments;
    QWidget* m_personRow;
    QLineEdit* m_person;
    DecisionButton* m_grant;
    DecisionButton* m_reject;
    DecisionButton* m_ask;
    DecisionButton* m_later;
    DecisionButton* m_changes;
    QToolButton* m_more;
    QBoxLayout* m_rows;
};

} // namespace tamma::ui
