// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/project_settings.h"

namespace tamma::gates {

Result<config::ProjectConfig> projectSettings(const ChangeReader& changes,
                                              const GateRequest& request)
{
    const QString path = QString::fromLatin1(config::PROJECT_FILE);
    const auto text = changes.fileAt(request.repository, request.baseCommit, path);
    if (!text && text.error().code == errors::NOT_FOUND) {
        return config::ProjectConfig();
    }
    if (!text) {
        return std::unexpected(text.error());
    }
    return config::parseProjectConfig(*text, path);
}

} // namespace tamma::gates
