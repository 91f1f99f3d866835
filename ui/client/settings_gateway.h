// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/config/settings.h"

#include <QFuture>
#include <QStringList>

namespace tamma::ui {

/// The way to the settings file for a thread that must not wait for a disk.
///
/// Errors   CONFIG_INVALID (say where; the file is kept), FILE_READ_FAILED, FILE_WRITE_FAILED,
///          DISK_FULL.
/// Threads  GUI thread; the futures are finished elsewhere.
class SettingsGateway {
public:
    virtual ~SettingsGateway() = default;

    [[nodiscard]] virtual QFuture<Result<config::Settings>> load() = 0;

    /// Writes all of them; what is not finished when the program ends is still written.
    [[nodiscard]] virtual QFuture<Result<>> save(config::Settings settings) = 0;

    /// Where everything is kept, to be shown.
    [[nodiscard]] virtual Paths paths() const = 0;

    /// The recordings that can be played: names of built-in ones, paths of others.
    [[nodiscard]] virtual QStringList recordings() const = 0;
};

} // namespace tamma::ui
