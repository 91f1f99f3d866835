// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QString>

#include <chrono>

namespace tamma::git {

/// How long work that disappeared is kept at least.
inline constexpr std::chrono::days KEPT_FOR{30};

/// Why Tamma keeps something.
enum class KeptBecause {
    Unknown, ///< By a Tamma that did not say.
    Attempt, ///< The agent finished an attempt: this is what it left.
    Reset, ///< The worktree was put back to another commit.
    Removed, ///< The worktree was removed.
    SessionEnded, ///< A session failed, was cancelled or ran out of time, and left edits.
    LoopOver, ///< The loop ended with edits that nobody had committed.
    Replaced, ///< The attempt was made a second time.
};

/// Files that Tamma keeps under a reference of its own, so that no git command forgets them.
///
/// Units    Bytes of the files as they are kept, without those that did not change.
struct KeptWork {
    QString ref; ///< "refs/tamma/recovery/<loop>/<time>" or "refs/tamma/attempts/<loop>/<n>".
    QString loop;
    KeptBecause because = KeptBecause::Unknown;
    int attempt = 0; ///< For an attempt: which; else 0.
    QString commit; ///< The files.
    QString against; ///< The commit that they are best compared with; empty when there is none.
    Timestamp keptAt{};
    int files = 0; ///< That differ from `against`.
    qint64 sizeBytes = 0;

    [[nodiscard]] bool isAttempt() const { return because == KeptBecause::Attempt; }

    friend bool operator==(const KeptWork&, const KeptWork&) = default;
};

} // namespace tamma::git
