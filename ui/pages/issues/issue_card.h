// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/issues.h"

#include <QHash>
#include <QWidget>

class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace tamma::ui {

class GuiSession;
class InlineMessage;

/// One issue: its text, its loop, what was said about it, and a field to say more.
class IssueCard final : public QWidget {
    Q_OBJECT

public:
    IssueCard(const GuiSession& session, QWidget* parent);

    void setIssue(const readmodels::IssueRow& issue);

    [[nodiscard]] QString comment() const;
    void clearComment();
    [[nodiscard]] InlineMessage& message() const { return *m_message; }
    [[nodiscard]] QPlainTextEdit* commentEdit() const { return m_comment; }
    [[nodiscard]] QPushButton* startButton() const { return m_start; }
    [[nodiscard]] QWidget* text() const;

signals:
    void startWanted();
    void editWanted();
    void commentWanted();
    void loopWanted(const tamma::LoopId& id);

private:
    QWidget* makeContent();
    void addLoop(QVBoxLayout& layout);
    QWidget* makeFoot();

    const GuiSession& m_session;
    readmodels::IssueRow m_issue;
    QHash<IssueId, QString> m_drafts; ///< A comment that is not sent stays with its issue.
    QString m_loopState; ///< What the content says of the loop; another one makes it anew.
    QScrollArea* m_area;
    InlineMessage* m_message;
    QPlainTextEdit* m_comment;
    QPushButton* m_start;
    QPushButton* m_edit;
    QPushButton* m_send;
};

} // namespace tamma::ui
