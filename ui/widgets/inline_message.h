// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QPlainTextEdit;
class QPushButton;

namespace tamma::ui {

class IconLabel;
class TextLabel;

/// How serious an inline message is.
enum class MessageKind { Note, Warning, Error };

/// A message where the thing happened: what it is, what it means, what to do, and details for those
/// who want them. It stays until somebody hides it.
class InlineMessage final : public QWidget {
    Q_OBJECT

public:
    explicit InlineMessage(QWidget* parent = nullptr);

    /// Says it in one or two sentences, and shows itself.
    void showMessage(MessageKind kind, const QString& text);

    /// Adds a button; its `clicked` is the caller's to connect. Buttons go with clearActions().
    QPushButton* addAction(const QString& text);
    using QWidget::addAction;
    void clearActions();

    /// Offers `details` (a code, a cause, the tail of a log) behind a button; "" offers none.
    void setDetails(const QString& details);

    [[nodiscard]] QString text() const;
    [[nodiscard]] MessageKind kind() const { return m_kind; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    MessageKind m_kind = MessageKind::Note;
    IconLabel* m_icon;
    TextLabel* m_text;
    QHBoxLayout* m_buttons;
    QPushButton* m_showDetails;
    QPlainTextEdit* m_details;
    QList<QPushButton*> m_actions;
};

} // namespace tamma::ui
