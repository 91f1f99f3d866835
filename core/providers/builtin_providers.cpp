// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/builtin_providers.h"

#include "core/providers/claude_code/claude_code_provider.h"

#include <QProcessEnvironment>
#include <QStringList>

namespace tamma::providers {

claude::Environment environmentOfTamma()
{
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    claude::Environment environment;
    for (const QString& name : own.keys()) {
        if (name == QLatin1StringView("TAMMA_DATABASE")
            || name == QLatin1StringView("PGPASSWORD")) {
            continue; // They open the record: no agent has any business there.
        }
        environment.insert(name, own.value(name));
    }
    return environment;
}

Providers builtinProviders(const ProviderSurroundings& surroundings)
{
    Providers providers;
    providers.push_back(std::make_unique<ClaudeCodeProvider>(
        ClaudeCodeProvider::Settings{.environment = surroundings.environment,
                                     .supervisor = surroundings.supervisor,
                                     .sessions = surroundings.paths.sessions()}));
    providers.push_back(std::make_unique<PlaybackProvider>(surroundings.paths.recordings(),
                                                           surroundings.playbackSpeed));
    return providers;
}

Result<AiProvider*> findProvider(const Providers& providers, const ProviderId& id)
{
    QStringList known;
    for (const auto& provider : providers) {
        if (provider->id() == id) {
            return provider.get();
        }
        known.append(provider->id().text());
    }
    return failure(errors::NOT_FOUND,
                   QStringLiteral("There is no provider \"%1\". Known: %2.")
                       .arg(id.text(), known.join(QLatin1String(", "))));
}

} // namespace tamma::providers
