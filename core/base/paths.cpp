// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/paths.h"

#include <QDir>

namespace tamma {

namespace {

QString xdgFolder(const char* variable, const QString& fallback)
{
    // The XDG specification says that a relative path in these variables is to be ignored.
    const QString value = qEnvironmentVariable(variable);
    const QString root
        = QDir::isAbsolutePath(value) ? value : QDir::homePath() + QLatin1Char('/') + fallback;
    return QDir::cleanPath(root) + QStringLiteral("/tamma");
}

} // namespace

Paths Paths::fromEnvironment()
{
    const QString home = qEnvironmentVariable("TAMMA_HOME");
    const QString database = qEnvironmentVariable("TAMMA_DATABASE");
    if (!home.isEmpty()) {
        const QString root = QDir::cleanPath(QDir::current().absoluteFilePath(home));
        return {root + QStringLiteral("/config"), root + QStringLiteral("/data"),
                root + QStringLiteral("/cache"), root + QStringLiteral("/state"), database};
    }
    return {xdgFolder("XDG_CONFIG_HOME", QStringLiteral(".config")),
            xdgFolder("XDG_DATA_HOME", QStringLiteral(".local/share")),
            xdgFolder("XDG_CACHE_HOME", QStringLiteral(".cache")),
            xdgFolder("XDG_STATE_HOME", QStringLiteral(".local/state")), database};
}

} // namespace tamma
