// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "tests/support/fake_engine/fake_engine.h"
#include "ui/client/frame_scheduler.h"
#include "ui/client/gui_session.h"
#include "ui/client/settings_gateway.h"
#include "ui/pages/builtin_pages.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/main_window.h"
#include "ui/shell/window_state.h"
#include "ui/widgets/theme.h"

#include <QTemporaryDir>

namespace tamma::ui {

/// A settings file that is a member.
class FakeSettings final : public SettingsGateway {
public:
    Result<config::Settings> stored = config::Settings{.userName = QStringLiteral("Mia Chen")};
    std::optional<Error> refusal; ///< What save() fails with.
    QList<config::Settings> saved;

    [[nodiscard]] QFuture<Result<config::Settings>> load() override;
    [[nodiscard]] QFuture<Result<>> save(config::Settings settings) override;
    [[nodiscard]] Paths paths() const override;
    [[nodiscard]] QStringList recordings() const override;
};

/// A clock that stands still.
class FixedClock final : public Clock {
public:
    Timestamp moment{std::chrono::milliseconds(1'764'936'000'000)}; ///< 2025-12-05 12:00 UTC.
    [[nodiscard]] Timestamp now() const override { return moment; }
};

/// A whole program around a fake engine: the real window with every real page.
class PageWorld {
public:
    explicit PageWorld(ThemeChoice theme = ThemeChoice::Light);
    ~PageWorld();

    FakeEngine engine;
    FixedClock clock;
    FakeSettings settings;

    /// Makes the session and the window, and waits until what was published is shown.
    MainWindow& openWindow(QSize size = {1280, 820});

    [[nodiscard]] GuiSession& session() { return *m_session; }
    [[nodiscard]] ActionRegistry& actions() { return *m_actions; }
    [[nodiscard]] MainWindow& window() { return *m_window; }

    [[nodiscard]] QString stateFile() const
    {
        return m_home.filePath(QStringLiteral("window.ini"));
    }

    /// Waits until everything that was published is in the session.
    void settle();

    /// A visible widget of the window by its object name; fails loudly where there is none.
    template <typename T = QWidget> [[nodiscard]] T& find(const QString& name)
    {
        T* found = m_window->findChild<T*>(name);
        if (found == nullptr) {
            qFatal("no widget named %s", qPrintable(name));
        }
        return *found;
    }

    // What the tests publish.
    void publishFull(); ///< Loops in every column, approvals of every kind, issues, events; loop-1
                        ///< has a whole story.
    [[nodiscard]] static readmodels::LoopRow loop(int number, workflow::LoopStatus status,
                                                  int step);
    [[nodiscard]] static readmodels::Approval approval(int number, const QString& kind);
    [[nodiscard]] static readmodels::IssueRow issue(int number, const QString& title);
    [[nodiscard]] static engine::KeptItem kept(int number, git::KeptBecause because,
                                               std::chrono::hours ago);
    /// Routine ones, one with news, an overdue one, one put aside, one that others have; from
    /// number 21 on.
    [[nodiscard]] static QList<readmodels::Approval> waitingInEveryWay();
    /// Breaks others, and its tests were made weaker.
    [[nodiscard]] static readmodels::Approval tampered(int number);
    void publish(QList<readmodels::Approval> approvals);

private:
    void publishEvents();
    void publishKept();
    void publishStory(); ///< Of loop-1: two attempts, from the start to the question.
    QTemporaryDir m_home;
    WindowState m_state;
    Theme m_theme;
    FrameScheduler m_frames;
    PageRegistry m_pages;
    std::unique_ptr<GuiSession> m_session;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace tamma::ui
