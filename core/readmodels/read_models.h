// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/agents.h"
#include "core/readmodels/approvals.h"
#include "core/readmodels/gate_history.h"
#include "core/readmodels/issues.h"
#include "core/readmodels/loops.h"
#include "core/readmodels/metrics.h"
#include "core/readmodels/plugins.h"

#include <QSet>

namespace tamma::readmodels {

/// Everything that screens show, as of one position: one fold of the record.
struct ReadModels {
    Loops loops;
    Approvals approvals;
    Issues issues;
    GateHistory gates;
    Agents agents;
    Plugins plugins;
    Metrics metrics;

    /// Which rows one or more events changed.
    struct Touched {
        QSet<LoopId> loops;
        QSet<ApprovalId> approvals;
        QSet<IssueId> issues;
    };
    void apply(const events::StoredEvent& stored, Touched& touched);

    // As every fold has them, see snapshot.h.
    void apply(const events::StoredEvent& stored);
    [[nodiscard]] static QStringList payloads();
    static constexpr auto NAME = "screens";
    [[nodiscard]] static QByteArray version();
    [[nodiscard]] QByteArray snapshot() const;
    [[nodiscard]] static std::optional<ReadModels> fromSnapshot(QByteArrayView bytes);

    friend bool operator==(const ReadModels&, const ReadModels&) = default;
    template <typename V> friend void fields(V& visit, ReadModels& p)
    {
        visit("loops", p.loops);
        visit("approvals", p.approvals);
        visit("issues", p.issues);
        visit("gates", p.gates);
        visit("agents", p.agents);
        visit("plugins", p.plugins);
        visit("metrics", p.metrics);
    }
};

} // namespace tamma::readmodels
