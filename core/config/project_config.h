// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/config/approval_config.h"
#include "core/config/gate_config.h"

#include <QMap>
#include <QStringList>

#include <chrono>
#include <optional>

namespace tamma::config {

/// A command of a project, run by `sh -c` in the root of the checkout.
struct ProjectCommand {
    QString run;
    std::chrono::seconds timeout = std::chrono::minutes(30);

    friend bool operator==(const ProjectCommand&, const ProjectCommand&) = default;
};

/// What a repository says about itself in `.tamma/project.yaml`. Always taken from the base commit:
/// the worktree belongs to the agent, who could otherwise write its own rules.
struct ProjectConfig {
    std::optional<ProjectCommand> build; ///< Nothing: what is detected.
    std::optional<ProjectCommand> test;
    std::optional<ProjectCommand> ci;
    std::optional<ProjectCommand> deploy;
    bool network = false; ///< Commands may reach the network.
    int contextBudgetTokens = 24'000; ///< How much of the repository an agent is shown at first.
    QMap<QString, QString> environment; ///< For the commands.
    QStringList securityScanIgnore; ///< Globs of paths that are not scanned for secrets.
    GateChain gates;
    ApprovalConfig approval;

    friend bool operator==(const ProjectConfig&, const ProjectConfig&) = default;
};

/// Where a repository keeps its ProjectConfig.
inline constexpr const char* PROJECT_FILE = ".tamma/project.yaml";

/// Reads a project file. Fails with CONFIG_INVALID: `detail` has one line a problem,
/// "file:line:column: what to write instead", and `problems` in the context has the same in parts
/// (`file`, `line`, `column`, `message`); show all of them, the user mends them in one go.
[[nodiscard]] Result<ProjectConfig> parseProjectConfig(const QByteArray& text,
                                                       const QString& fileName);

} // namespace tamma::config
