// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/plugins.h"

#include "core/readmodels/plugin_events.h"

#include <QJsonArray>

namespace tamma::readmodels {

using namespace events;
using namespace Qt::StringLiterals;

void Plugins::apply(const StoredEvent& stored)
{
    const auto* what = std::get_if<OpaquePayload>(&stored.event.payload);
    const QString name = stored.event.tags.value(plugin_events::NAME_TAG);
    if (!what || name.isEmpty() || !what->type.startsWith("PLUGIN."_L1)) {
        return;
    }
    PluginRow& row = m_plugins[name];
    row.name = name;
    if (what->type == plugin_events::INSTALLED || what->type == plugin_events::UPDATED) {
        row.installed = true;
        row.installedAt = stored.event.timestamp;
        row.version = what->data[u"version"].toString();
        row.capabilities.clear();
        for (const QJsonValue& capability : what->data[u"capabilities"].toArray()) {
            row.capabilities.append(capability.toString());
        }
    } else if (what->type == plugin_events::REMOVED) {
        row.installed = false;
    } else if (what->type == plugin_events::EXECUTED) {
        ++row.runs;
        row.failures += stored.event.tags.value(u"success"_s) == "false"_L1 ? 1 : 0;
        row.lastRunAt = stored.event.timestamp;
    }
}

} // namespace tamma::readmodels
