// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/command_ground.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace tamma::gates {

Result<sandbox::SandboxProfile> profileFor(const config::ProjectConfig& project,
                                           const GateRequest& request, const CommandGround& ground)
{
    const QByteArray path = QFileInfo(request.repository).canonicalFilePath().toUtf8();
    const QByteArray name
        = QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(16);
    sandbox::SandboxProfile profile;
    profile.home
        = ground.cacheFolder + QStringLiteral("/gates/%1/home").arg(QLatin1StringView(name));
    if (!QDir().mkpath(profile.home)) {
        return failure(errors::FILE_WRITE_FAILED, "No folder for the caches: " + profile.home);
    }
    profile.workFolder = ground.checkout;
    profile.network = project.network;
    if (request.settings.contains("network")) {
        profile.network = request.settings["network"] == QLatin1StringView("true");
    }
    profile.environment = {{"CI", "true"}, {"NO_COLOR", "1"}};
    profile.environment.insert(project.environment);
    return profile;
}

} // namespace tamma::gates
