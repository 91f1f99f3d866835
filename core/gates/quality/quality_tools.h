// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gates/detect_commands.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace tamma::gates {

/// A formatter or linter that the project has a configuration for.
struct QualityTool {
    QString name;
    QString command; ///< For `sh -c` in the checkout.
};

/// Says which formatters and linters judge a change, going by the configuration files at the top of
/// the project and by the endings of the changed files: clang-format, clang-tidy, ESLint,
/// Prettier, Ruff, cargo clippy, cargo fmt, go vet, gofmt. Each gets the changed files only.
[[nodiscard]] QList<QualityTool> qualityTools(const ProjectFiles& project,
                                              const QStringList& changedFiles);

} // namespace tamma::gates
