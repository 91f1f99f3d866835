// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace tamma::config {

/// Who signs off: the developer, or a business stakeholder too.
enum class Mode { Dev, Business };

/// What the user chose, kept in `config.yaml` of Paths::config.
struct Settings {
    QString provider = QStringLiteral("claude_code"); ///< Of new loops.
    int concurrentLoops = 4; ///< From 1 to 32.
    Mode mode = Mode::Dev;
    QString userName; ///< Empty: the name that git knows.
    QString database = {}; ///< URL of the database with the record; empty: a file.

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// Reads settings. Fails with CONFIG_INVALID, shaped as that of parseProjectConfig().
[[nodiscard]] Result<Settings> parseSettings(const QByteArray& text, const QString& fileName);

/// Reads the settings of a file; one that is not there holds the defaults. Fails with
/// FILE_READ_FAILED and CONFIG_INVALID.
[[nodiscard]] Result<Settings> loadSettings(const QString& file);

/// Writes settings so that a crash leaves the old file or the new one, and keeps the comments of
/// the user. Fails with FILE_WRITE_FAILED or DISK_FULL; the old file is untouched then.
[[nodiscard]] Result<> saveSettings(const QString& file, const Settings& settings);

} // namespace tamma::config
