// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payload_fields.h"

#include <QList>
#include <QMap>
#include <QStringList>

namespace tamma::readmodels {

/// One plugin, as long as the record knows it.
struct PluginRow {
    QString name;
    QString version;
    QStringList capabilities;
    bool installed = false;
    Timestamp installedAt{};
    int runs = 0;
    int failures = 0;
    Timestamp lastRunAt{};

    friend bool operator==(const PluginRow&, const PluginRow&) = default;
    template <typename V> friend void fields(V& visit, PluginRow& p)
    {
        visit("name", p.name);
        visit("version", p.version);
        visit("capabilities", p.capabilities);
        visit("installed", p.installed);
        visit("installedAt", p.installedAt);
        visit("runs", p.runs);
        visit("failures", p.failures);
        visit("lastRunAt", p.lastRunAt);
    }
};

/// Every plugin that was installed or run: a pure fold of PLUGIN.INSTALLED, .UPDATED, .REMOVED and
/// .EXECUTED, whose tag `pluginName` says which one.
class Plugins {
public:
    void apply(const events::StoredEvent& stored);

    /// By name.
    [[nodiscard]] QList<PluginRow> rows() const { return m_plugins.values(); }

    friend bool operator==(const Plugins&, const Plugins&) = default;

private:
    template <typename V> friend void fields(V& visit, Plugins& p)
    {
        visit("plugins", p.m_plugins);
    }

    QMap<QString, PluginRow> m_plugins;
};

} // namespace tamma::readmodels
