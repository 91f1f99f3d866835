// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/settings_gateway.h"

#include <QThreadPool>

namespace tamma::desktop {

/// The settings file, read and written on a thread of its own, one after another.
class FileSettings final : public ui::SettingsGateway {
public:
    explicit FileSettings(Paths paths);
    ~FileSettings() override;

    [[nodiscard]] QFuture<Result<config::Settings>> load() override;
    [[nodiscard]] QFuture<Result<>> save(config::Settings settings) override;
    [[nodiscard]] Paths paths() const override { return m_paths; }
    [[nodiscard]] QStringList recordings() const override { return m_recordings; }

private:
    Paths m_paths;
    QStringList m_recordings;
    QThreadPool m_pool;
};

} // namespace tamma::desktop
