// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/pages/page_world.h"
#include "ui/pages/inbox/inbox_list.h"
#include "ui/shell/toasts.h"
#include "ui/widgets/inline_message.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTest>

namespace tamma::ui {

/// The inbox of a world, opened, and what a person does in it.
struct Inbox {
    PageWorld world;

    explicit Inbox(QList<readmodels::Approval> approvals = {})
    {
        if (!approvals.isEmpty()) {
            world.publish(std::move(approvals));
        }
        world.openWindow();
        world.window().open({page::INBOX});
        look();
    }

    [[nodiscard]] InboxList& list() { return world.find<InboxList>(QStringLiteral("inboxList")); }
    [[nodiscard]] QPushButton& button(const QString& name) { return world.find<QPushButton>(name); }
    [[nodiscard]] QPlainTextEdit& note()
    {
        return world.find<QPlainTextEdit>(QStringLiteral("inboxNote"));
    }
    [[nodiscard]] InlineMessage& message()
    {
        return world.find<InlineMessage>(QStringLiteral("inboxMessage"));
    }
    [[nodiscard]] QString current() { return list().currentApproval().text(); }

    [[nodiscard]] QPushButton& undo() { return button(QStringLiteral("toastUndo")); }
    [[nodiscard]] bool isEmpty()
    {
        QWidget* page = world.window().currentPage();
        return page->findChild<QWidget*>(QStringLiteral("pageEmpty"))->isVisible();
    }
    /// Looks at what came under the bar; a decision before that does not count.
    void look() { world.clock.moment += std::chrono::seconds(1); }

    /// Closes an approval as the engine would after a decision.
    void close(int number, readmodels::Approval::Status status)
    {
        readmodels::Approval decided = PageWorld::approval(number, QStringLiteral("merge"));
        decided.status = status;
        world.publish({decided});
    }
    void press(Qt::Key letter)
    {
        QTest::keyClick(&world.window(), letter, Qt::ControlModifier | Qt::ShiftModifier);
    }
    /// All words of the card that is open.
    [[nodiscard]] QString card()
    {
        QStringList texts;
        for (const QLabel* label : world.find<QScrollArea>(QStringLiteral("approvalCard"))
                                       .widget()
                                       ->findChildren<QLabel*>()) {
            texts.append(label->text());
        }
        return texts.join(QChar(u'\n'));
    }
    /// Sends what is held.
    void send() { world.window().close(); }
    /// The same, while the window stays open: as if ten seconds had passed.
    void sendNow() { world.window().findChild<Toasts*>()->keepNow(); }
    [[nodiscard]] QList<engine::DecideApproval> decisions()
    {
        QList<engine::DecideApproval> found;
        for (const engine::Command& command : std::as_const(world.engine.commands)) {
            if (const auto* decision = std::get_if<engine::DecideApproval>(&command)) {
                found.append(*decision);
            }
        }
        return found;
    }
};

} // namespace tamma::ui
