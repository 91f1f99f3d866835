// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gates/gate.h"
#include "core/gates/repository_access.h"
#include "core/gates/security/scanners.h"

namespace tamma::gates {

/// What the security gate works with; everything outlives it.
struct SecurityParts {
    const ChangeReader& changes;
    Checkouts& checkouts;
    QString cacheFolder; ///< Paths::cache.
    QList<Scanner> scanners; ///< Run besides; mostly installedScanners().
};

/// A gate that looks for secrets in the lines that a change adds, for files that do not belong into
/// a repository, and for what installed scanners find in the changed lines; it lists which
/// packages the project uses otherwise now. A secret is in no verdict: only its place and its mask.
///
/// Shape    Fails on secrets, on stores of keys, and on what a scanner calls high or critical. What
///          only a person can judge (a built program, a script that runs at installation, a
///          scanner without a report) is in `needsPerson`. Files that the project file of the base
///          commit ignores are left out and counted; lines that fit one of its `allow` expressions
///          hold no secret.
/// Errors   As Gate, and CONFIG_INVALID when the project file is wrong.
class SecurityGate final : public Gate {
public:
    explicit SecurityGate(SecurityParts parts);

    [[nodiscard]] GateId id() const override;
    [[nodiscard]] bool onlyReads() const override { return true; }
    [[nodiscard]] Result<GateOutcome> check(const GateRequest& request, GateListener& listener,
                                            std::stop_token stop) override;

private:
    SecurityParts m_parts;
};

} // namespace tamma::gates
