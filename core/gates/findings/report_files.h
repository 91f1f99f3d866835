// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/gate.h"

#include <QDateTime>
#include <QStringList>

namespace tamma::gates {

/// Which files a command wrote its results into.
struct ReportFiles {
    QStringList globs; ///< Of paths in the checkout.
    QDateTime since; ///< Older files are of another run.
};

/// Returns what report files of a command say (JUnit, SARIF and the other formats of findingsIn),
/// at most 100 findings of at most 200 files of 4 MiB. Links are not followed.
[[nodiscard]] QList<events::Finding> reportedFindings(const QString& checkout,
                                                      const ReportFiles& files);

} // namespace tamma::gates
