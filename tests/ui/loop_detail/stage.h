// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/issues.h"
#include "tests/ui/loop_detail/detail_story.h"
#include "ui/client/frame_scheduler.h"
#include "ui/client/gui_session.h"
#include "ui/client/settings_gateway.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/loop_detail/gate_list.h"
#include "ui/pages/loop_detail/loop_detail_page.h"
#include "ui/pages/loop_detail/step_timeline.h"
#include "ui/pages/loop_detail/transcript_view.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/window_state.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

namespace tamma::ui {

inline const QByteArray OLD_TEXT = "int total(const Order& order)\n{\n    int sum = 0;\n"
                                   "    for (const auto& item : order.items) {\n"
                                   "        sum += round(item.price) * item.count;\n    }\n"
                                   "    return sum;\n}\n";
inline const QByteArray NEW_TEXT = "Cents total(const Order& order)\n{\n    Cents sum{0};\n"
                                   "    for (const auto& item : order.items) {\n"
                                   "        sum += toCents(item.price) * item.count;\n    }\n"
                                   "    return sum;\n}\n\nCents tax(const Order& order)\n{\n"
                                   "    return total(order) * RATE;\n}\n";

class StoppedClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return Timestamp(std::chrono::minutes(10)); }
};

/// Keeps offers, so that a test takes them back or lets them run.
class RecordingShell final : public Shell {
public:
    void open(const Place& place) override { places.append(place); }
    void notify(const QString& text) override { notes.append(text); }
    void offerUndo(UndoOffer offer) override { offers.append(std::move(offer)); }

    QList<Place> places;
    QStringList notes;
    QList<UndoOffer> offers;
};

class NoSettings final : public SettingsGateway {
public:
    [[nodiscard]] QFuture<Result<config::Settings>> load() override { return {}; }
    [[nodiscard]] QFuture<Result<>> save(config::Settings) override { return {}; }
    [[nodiscard]] Paths paths() const override { return {}; }
    [[nodiscard]] QStringList recordings() const override { return {}; }
};

/// A page in a session that knows one loop.
struct Stage {
    explicit Stage(const test::LoopStory& told, ThemeChoice choice = ThemeChoice::Light)
        : story(told)
        , theme(*qApp, choice)
    {
        const git::ChangedFile file{QStringLiteral("src/orders/total.cpp"),
                                    QStringLiteral("src/orders/total.cpp"),
                                    git::ChangeKind::Modified, 8, 3};
        engine.files = QList{file};
        engine.diffs[file.path] = git::FileDiff{
            file, OLD_TEXT, NEW_TEXT, {{0, 1, 0, 1}, {2, 1, 2, 1}, {4, 1, 4, 1}, {8, 0, 8, 5}}};
        engine.record = story.stored;
        publish(story.stored);
    }

    /// Publishes `events` with the row that they lead to.
    void publish(const QList<events::StoredEvent>& events)
    {
        if (!titled) {
            titled = true;
            events::IssueCreated issue;
            issue.issueId = IssueId(QStringLiteral("issue-1"));
            issue.number = 12;
            issue.title = QStringLiteral("Round payments to the cent, not to the dollar");
            events::StoredEvent stored;
            stored.event.payload = issue;
            loops.apply(stored);
        }
        for (const auto& stored : events) {
            loops.apply(stored);
        }
        feed.publish({{*loops.row(test::DETAIL_LOOP)}, {}, {}, events, events.last().position});
        frames.wake();
    }

    void open(const QString& part = {})
    {
        QTRY_VERIFY(session.loop(test::DETAIL_LOOP) != nullptr);
        page.show(Place{page::LOOP, test::DETAIL_LOOP.text(), part});
    }

    template <typename T> T* child(const char* name)
    {
        return page.findChild<T*>(QLatin1StringView(name));
    }
    [[nodiscard]] TranscriptView& transcript() { return *child<TranscriptView>("transcript"); }
    [[nodiscard]] StepTimeline& timeline() { return *child<StepTimeline>("stepTimeline"); }
    [[nodiscard]] GateList& gates() { return *child<GateList>("gates"); }
    [[nodiscard]] DiffPane& diff() { return *child<DiffPane>("diffPane"); }
    [[nodiscard]] QTabWidget& tabs() { return *child<QTabWidget>("loopTabs"); }

    [[nodiscard]] const TranscriptBlock& block(qint64 row)
    {
        return static_cast<TranscriptModel*>(transcript().source())->block(row);
    }
    [[nodiscard]] qint64 rowOf(TranscriptBlock::Kind kind)
    {
        qint64 row = 0;
        while (row < transcript().rowCount() && block(row).kind != kind) {
            ++row;
        }
        return row;
    }

    test::LoopStory story;
    ScriptedEngine engine;
    engine::ReadModelFeed feed;
    StoppedClock clock;
    FrameScheduler frames;
    readmodels::Loops loops;
    bool titled = false;
    GuiSession session{{engine, feed, frames, clock}};
    ActionRegistry actions;
    RecordingShell shell;
    NoSettings settings;
    QTemporaryDir folder;
    WindowState window{folder.filePath(QStringLiteral("window.ini"))};
    Theme theme;
    LoopDetailPage page{{session, actions, shell, settings, window, theme}};
};

} // namespace tamma::ui
