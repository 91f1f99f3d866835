// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/yaml_map.h"

#include <chrono>

namespace tamma::config {

/// Who decides about the merges of a project, and until when.
struct ApprovalConfig {
    int quorum = 1; ///< How many different people must say yes.
    bool separationOfDuties = false; ///< Who asked for a change does not approve it.
    std::chrono::hours timeout{24}; ///< Then it is overdue; 0: never. Time approves nothing.

    friend bool operator==(const ApprovalConfig&, const ApprovalConfig&) = default;
};

/// Reads the mapping `approval` of a project file; what is wrong goes to the problems of `root`.
[[nodiscard]] ApprovalConfig readApproval(YamlMap& root);

} // namespace tamma::config
