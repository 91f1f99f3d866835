// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platforms/builtin_platforms.h"

#include "core/platforms/local/local_platform.h"

namespace tamma::platforms {

namespace {

template <typename Platform> std::unique_ptr<GitPlatform> make(const PlatformParts& parts)
{
    return std::make_unique<Platform>(parts);
}

} // namespace

QList<PlatformDescriptor> builtinPlatforms()
{
    return {
        {LOCAL, QStringLiteral("Local"), QStringLiteral("folder"), make<LocalPlatform>},
    };
}

} // namespace tamma::platforms
