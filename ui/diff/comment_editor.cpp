// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/comment_editor.h"

#include "ui/widgets/metrics.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>

namespace tamma::ui {

using namespace Qt::StringLiterals;

CommentEditor::CommentEditor(QWidget* parent)
    : QFrame(parent)
    , m_text(new QPlainTextEdit(this))
{
    setObjectName(u"commentEditor"_s);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Window);
    setCursor(Qt::ArrowCursor);
    m_text->setObjectName(u"commentText"_s);
    m_text->setAccessibleName(tr("Comment on this line"));
    m_text->setPlaceholderText(
        tr("What should be different here? The agent gets it when you send back."));
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(3 * fontMetrics().lineSpacing() + 12);
    m_text->installEventFilter(this);
    auto* remove = new QPushButton(tr("Remove"), this);
    remove->setObjectName(u"commentRemove"_s);
    auto* done = new QPushButton(tr("Done"), this);
    done->setObjectName(u"commentDone"_s);
    done->setToolTip(tr("Ctrl+Return"));
    for (QPushButton* button : {remove, done}) {
        button->setAutoDefault(false);
        button->installEventFilter(this);
    }
    auto* foot = new QHBoxLayout;
    foot->setSpacing(metrics::SPACE_2);
    foot->addStretch();
    foot->addWidget(remove);
    foot->addWidget(done);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::SPACE_2, metrics::SPACE_2, metrics::SPACE_2,
                               metrics::SPACE_2);
    layout->setSpacing(metrics::SPACE_1);
    layout->addWidget(m_text);
    layout->addLayout(foot);
    connect(m_text, &QPlainTextEdit::textChanged, this,
            [this] { emit textChanged(m_text->toPlainText().trimmed()); });
    connect(remove, &QPushButton::clicked, this, [this] {
        m_text->clear();
        emit finished();
    });
    connect(done, &QPushButton::clicked, this, &CommentEditor::finished);
    hide();
}

void CommentEditor::open(const QString& text)
{
    const QSignalBlocker quiet(m_text);
    m_text->setPlainText(text);
    m_text->moveCursor(QTextCursor::End);
    show();
    m_text->setFocus(Qt::OtherFocusReason);
}

bool CommentEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool returns = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (key->key() == Qt::Key_Escape
            || (returns && key->modifiers().testFlag(Qt::ControlModifier))) {
            event->accept(); // Escape would leave the page.
            if (event->type() == QEvent::KeyPress) {
                emit finished();
            }
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace tamma::ui
