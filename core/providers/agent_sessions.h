// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/ai_provider.h"

#include <QStringList>

#include <functional>

namespace tamma::providers {

/// The cause in io::SessionEnd when somebody wanted the agent to end.
inline const QString ASKED_TO_END = QStringLiteral("stopped");

/// The sessions of agents that outlive Tamma, found by what they work for:
/// `<root>/<loop>/<step>-<session>`, each a folder as io::SupervisedProcess makes it.
///
/// Threads  Any: nothing is kept but the path.
class AgentSessions {
public:
    explicit AgentSessions(QString root)
        : m_root(std::move(root))
    {
    }

    /// Where the session of this task is, or would be.
    [[nodiscard]] QString folderOf(const AgentTask& task) const;

    /// Whether the session of this task was begun, whatever became of it.
    [[nodiscard]] bool has(const AgentTask& task) const;

    /// Ends every session of a loop with all their processes; returns when none is left, at the
    /// latest after some 6 s. Who follows them still hears their last words.
    void endOf(const LoopId& loop) const;

    /// Ends what other sessions of the same loop and step still run: one that the record does not
    /// know of must not work beside the one that is begun now.
    void endOthers(const AgentTask& task) const;

    /// Ends and removes what belongs to loops that are over: what still runs is ended, what ended
    /// more than `keep` ago is removed.
    void tidy(const std::function<bool(const LoopId&)>& isOver, std::chrono::seconds keep) const;

    /// Returns how many sessions run now.
    [[nodiscard]] int running() const;

private:
    [[nodiscard]] QStringList foldersOf(const LoopId& loop) const;
    [[nodiscard]] QList<LoopId> loops() const;

    QString m_root;
};

} // namespace tamma::providers
