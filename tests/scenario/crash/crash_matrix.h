// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/scenario/crash/crash_stories.h"
#include "tests/scenario/support/tamma_home.h"

#include <chrono>

namespace tamma::tests {

/// Plays a story with the real program, which is killed (SIGKILL) at a chosen moment and started
/// again, and compares what the record and the repository say at the end with what an undisturbed
/// run left: no step lost, nothing done twice.
class CrashMatrix {
public:
    /// Plays the story undisturbed; fault() says what went wrong.
    explicit CrashMatrix(CrashStory story);

    [[nodiscard]] QString fault() const { return m_fault; }

    /// A moment: after the n-th event that decides something, `within` of the time to the next.
    struct Point {
        qsizetype events = 0;
        double within = 0; ///< 0: before the effect; 0.5: in the middle; 0.95: after it.
    };
    /// Every moment of the story.
    [[nodiscard]] QList<Point> points() const;

    struct Outcome {
        QString fault; ///< Empty: everything is as without the kill.
        std::chrono::milliseconds resume{0}; ///< From the new start to the next event.
    };
    [[nodiscard]] Outcome killAt(const Point& point) const;

private:
    struct World;

    /// What must be the same with and without a kill.
    struct Result {
        QStringList events;
        int merges = 0;
        QString files;

        friend bool operator==(const Result&, const Result&) = default;
    };

    [[nodiscard]] static Result resultOf(const World& world);

    CrashStory m_story;
    Result m_golden;
    QList<Timestamp> m_times; // Of the events that decide.
    QString m_fault;
};

} // namespace tamma::tests
