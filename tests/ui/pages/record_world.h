// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/pages/page_world.h"
#include "ui/pages/record/record_list.h"

#include <QLabel>
#include <QLineEdit>
#include <QTest>

namespace tamma::ui {

/// The record page over a record of `count` events, a second apart: every tenth is a failed gate,
/// the others are comments "note 1", "note 2", ...; they belong to loop-0 and loop-1 in turn.
struct RecordWorld {
    enum class Hold { Nothing, Questions };

    PageWorld world;

    explicit RecordWorld(int count, engine::RecordIndexOptions options = {},
                         Hold hold = Hold::Nothing)
    {
        using namespace Qt::StringLiterals;
        world.engine.indexOptions = options;
        world.engine.holdRecord = hold == Hold::Questions;
        for (int number = 1; number <= count; ++number) {
            const LoopId loop(u"loop-%1"_s.arg(number % 2));
            world.engine.now += std::chrono::seconds(1);
            world.engine.publishEvent(
                number % 10 == 0
                    ? events::Payload(events::GateFailed{loop, {.summary = u"tests failed"_s}})
                    : events::Payload(events::IssueCommented{.text = u"note %1"_s.arg(number)}),
                {{events::tag::LOOP, loop.text()}});
        }
        world.openWindow();
        world.window().open({page::RECORD});
    }

    [[nodiscard]] RecordList& list()
    {
        return world.find<RecordList>(QStringLiteral("recordList"));
    }
    [[nodiscard]] QLineEdit& filter()
    {
        return world.find<QLineEdit>(QStringLiteral("recordFilter"));
    }
    [[nodiscard]] QString subtitle()
    {
        return world.window()
            .currentPage()
            ->findChild<QLabel*>(QStringLiteral("pageSubtitle"))
            ->text();
    }
    void filterBy(const QString& text)
    {
        filter().setText(text);
        QTest::keyClick(&filter(), Qt::Key_Return);
    }
    /// Answers what waits, in the order of the questions.
    void answerAll()
    {
        while (world.engine.waitingRecordQuestions() > 0) {
            world.engine.answerRecord();
        }
    }
};

} // namespace tamma::ui
