// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamma::gates {

// What a path says about the part that a file has in judging a change.

/// CI, the project file of Tamma, hooks, and what scanners are told to leave out.
[[nodiscard]] bool isGateFile(const QString& path);

/// Settings of linters and formatters.
[[nodiscard]] bool isLinterFile(const QString& path);

/// Build files and scripts, which run tests besides other work.
[[nodiscard]] bool isToolFile(const QString& path);

/// Tests, and what stands in folders of tests.
[[nodiscard]] bool isTestFile(const QString& path);

/// Whether a runner finds the tests of a file by how the file is called.
[[nodiscard]] bool isFoundByName(const QString& path);

/// Whether a file that was moved has no longer the part that it had: CI that nobody runs, settings
/// that reach fewer files.
[[nodiscard]] bool losesItsPart(const QString& oldPath, const QString& path);

} // namespace tamma::gates
