// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/yaml_map.h"

#include <QMap>

#include <chrono>
#include <optional>

namespace tamma::config {

/// Who decides about the merges into one branch, and until when.
struct ApprovalRules {
    int quorum = 1; ///< How many different people must say yes.
    bool separationOfDuties = false; ///< Who asked for a change or steered it does not approve it.
    std::chrono::hours timeout{24}; ///< Then it is overdue; 0: never. Time approves nothing.
    QString escalateTo; ///< Who is told when it is overdue, or breaks others; empty: nobody.

    friend bool operator==(const ApprovalRules&, const ApprovalRules&) = default;
};

/// The approvals of a project: its rules, and those of branches that have others.
struct ApprovalConfig {
    ApprovalRules rules;
    QMap<QString, ApprovalRules>
        branches; ///< By glob ("release/*") of the branch that is merged
                  ///< into. Complete: what one leaves out is as in `rules`.

    /// Returns the rules for merges into `branch`: those of the longest glob that matches it.
    [[nodiscard]] const ApprovalRules& of(const QString& branch) const;

    friend bool operator==(const ApprovalConfig&, const ApprovalConfig&) = default;
};

/// Reads the mapping `approval` of a project file; what is wrong goes to the problems of `root`.
[[nodiscard]] ApprovalConfig readApproval(YamlMap& root);

} // namespace tamma::config
