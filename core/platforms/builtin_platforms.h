// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/id_source.h"
#include "core/events/event_store.h"
#include "core/platforms/git_platform.h"

#include <QList>
#include <QString>

#include <memory>

namespace tamma::platforms {

inline const PlatformId LOCAL(QStringLiteral("local"));

/// What a platform may use.
///
/// Owns     Nothing: all of it outlives the platform.
struct PlatformParts {
    events::EventStore& store; ///< To read only.
    IdSource& ids;
    Clock& clock;
};

/// A platform that Tamma brings along, before it is made.
struct PlatformDescriptor {
    PlatformId id;
    QString name; ///< A proper name; not translated.
    QString icon; ///< Name of an icon in resources/icons.
    std::unique_ptr<GitPlatform> (*create)(const PlatformParts& parts) = nullptr;
};

/// Returns every platform, one line each in the .cpp file; the contract suite runs over all.
[[nodiscard]] QList<PlatformDescriptor> builtinPlatforms();

} // namespace tamma::platforms
