// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/loop.h"

#include <chrono>

namespace tamma::workflow {

/// How long to wait before a step that failed is tried again: twice as long each time, and never
/// quite the same, so that loops which failed together do not come back together.
struct RetryPolicy {
    std::chrono::milliseconds base = std::chrono::seconds(5);
    std::chrono::milliseconds most = std::chrono::minutes(10);
    double jitter = 0.2; ///< Share of the wait by which it may be longer or shorter, [0, 1].

    /// Returns the wait after that many failures (from 1); `chance` in [0, 1) picks within the
    /// jitter.
    [[nodiscard]] std::chrono::milliseconds delay(int failures, double chance) const;

    friend bool operator==(const RetryPolicy&, const RetryPolicy&) = default;
};

/// Reads the settings "retryBaseSeconds", "retryMaxSeconds" and "retryJitter" of a step; what is
/// missing or no number stays as it is.
[[nodiscard]] RetryPolicy retryPolicy(const QMap<QString, QString>& settings);

} // namespace tamma::workflow
