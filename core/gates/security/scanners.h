// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gates/gate_log.h"
#include "core/sandbox/sandbox_profile.h"

#include <QList>
#include <QStringList>

#include <stop_token>

namespace tamma::gates {

/// A program that looks for weak spots and writes SARIF to its standard output.
struct Scanner {
    QString name;
    QString command; ///< For `sh -c` in the checkout.
    QString needs = {}; ///< A file or folder in the checkout without which it is not run.
};

/// Returns the scanners that are installed under /usr, where the sandbox shows them: gitleaks,
/// semgrep, trivy, osv-scanner, bandit. None downloads anything: rules and databases are the local
/// ones.
[[nodiscard]] QList<Scanner> installedScanners();

/// What the scanners found, each in its own time limit.
struct ScanResult {
    QList<events::Finding> findings;
    QStringList done; ///< Names of those that ran.
    QStringList failed; ///< Names of those whose report is missing, or cut or broken.
};

/// Runs scanners in the sandbox. Fails as runSandboxed does; a scanner that fails is in the result.
[[nodiscard]] Result<ScanResult> runScanners(const QList<Scanner>& scanners,
                                             const sandbox::SandboxProfile& profile,
                                             std::stop_token stop);

} // namespace tamma::gates
