// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gates/gate.h"
#include "core/gates/repository_access.h"

namespace tamma::gates {

/// A gate that looks for secrets in the lines that a change adds. It knows the shapes of the usual
/// keys and tokens; what it finds is in the verdict with file, line and rule, never the secret.
///
/// Shape    Files that `securityScan.ignore` of the project file (in the base commit) names are
/// left
///          out, and counted in the summary.
/// Errors   As Gate, and CONFIG_INVALID when the project file is wrong.
class SecurityGate final : public Gate {
public:
    explicit SecurityGate(const ChangeReader& changes);

    [[nodiscard]] GateId id() const override;
    [[nodiscard]] Result<GateOutcome> check(const GateRequest& request, GateListener& listener,
                                            std::stop_token stop) override;

private:
    const ChangeReader& m_changes;
};

} // namespace tamma::gates
