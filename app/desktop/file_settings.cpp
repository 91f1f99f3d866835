// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/file_settings.h"

#include "app/composition.h"
#include "core/base/on_pool.h"
#include "core/providers/playback/recording_library.h"

namespace tamma::desktop {

FileSettings::FileSettings(Paths paths)
    : m_paths(std::move(paths))
    , m_recordings(providers::RecordingLibrary(m_paths.recordings()).names())
{
    m_pool.setMaxThreadCount(1);
}

FileSettings::~FileSettings()
{
    m_pool.waitForDone();
}

QFuture<Result<config::Settings>> FileSettings::load()
{
    return onPool(m_pool, [file = settingsFile(m_paths)] { return config::loadSettings(file); });
}

QFuture<Result<>> FileSettings::save(config::Settings settings)
{
    return onPool(m_pool, [file = settingsFile(m_paths), settings = std::move(settings)] {
        return config::saveSettings(file, settings);
    });
}

} // namespace tamma::desktop
