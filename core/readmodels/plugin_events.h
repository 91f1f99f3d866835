// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// The events of plugins, as far as read models look at them. Their payloads are open.
namespace tamma::readmodels::plugin_events {

inline const QString INSTALLED = QStringLiteral("PLUGIN.INSTALLED");
inline const QString UPDATED = QStringLiteral("PLUGIN.UPDATED");
inline const QString REMOVED = QStringLiteral("PLUGIN.REMOVED");
inline const QString EXECUTED = QStringLiteral("PLUGIN.EXECUTED");

inline const QString NAME_TAG = QStringLiteral("pluginName");

} // namespace tamma::readmodels::plugin_events
