// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/yaml_map.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace tamma::config {

/// How often and how soon a gate that could not work is tried again; workflow::RetryPolicy waits.
struct GateRetry {
    int attempts = 3; ///< The first one counts.
    std::chrono::seconds baseDelay{5};
    std::chrono::seconds maxDelay{600};
    double jitter = 0.2; ///< Share of the delay, 0 to 1.

    friend bool operator==(const GateRetry&, const GateRetry&) = default;
};

/// What a project says about one of its gates; what it does not say is as the gate has it.
struct GateConfig {
    QString command; ///< Empty: the one of `commands`, or the detected one.
    std::optional<std::chrono::seconds> timeout;
    GateRetry retry;
    QStringList ignore; ///< Globs of paths that the gate does not look at.
    QStringList allow; ///< Expressions for texts that look like secrets and are none.
    QStringList reports; ///< Globs of files with results (JUnit, SARIF) that the command writes.
    bool repeatsFailure = true; ///< Tests that failed run once more on the same commit.
    bool flakyPasses = false; ///< Tests that passed the second time count as passed.
    bool wholeFiles = false; ///< Findings outside of the changed lines count, too.

    friend bool operator==(const GateConfig&, const GateConfig&) = default;
};

/// The gates of a project.
struct GateChain {
    /// In the order in which they judge; one that is not in here does not.
    QStringList order{QStringLiteral("build"),    QStringLiteral("test"),
                      QStringLiteral("quality"),  QStringLiteral("tamper"),
                      QStringLiteral("security"), QStringLiteral("review"),
                      QStringLiteral("ci")};
    QMap<QString, GateConfig> gates;

    [[nodiscard]] GateConfig of(const QString& gate) const { return gates.value(gate); }

    friend bool operator==(const GateChain&, const GateChain&) = default;
};

/// Reads the mapping `gates` of a project file; what is wrong goes to the problems of `root`.
[[nodiscard]] GateChain readGates(YamlMap& root);

} // namespace tamma::config
