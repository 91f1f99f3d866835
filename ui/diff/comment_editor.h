// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QPlainTextEdit;

namespace tamma::ui {

/// Where a person writes a comment on a line. Every key is told at once, so that nothing is lost
/// when the window goes; closing it only puts it away.
///
/// Keys     Ctrl+Return and Escape close it.
class CommentEditor final : public QFrame {
    Q_OBJECT

public:
    explicit CommentEditor(QWidget* parent);

    /// Opens with the words that are there already, and takes the keyboard.
    void open(const QString& text);

signals:
    void textChanged(const QString& text);
    void finished();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QPlainTextEdit* m_text;
};

} // namespace tamma::ui
