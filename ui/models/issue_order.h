// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/issues.h"

namespace tamma::ui {

/// Which issues a list shows.
struct IssueFilter {
    QString text; ///< Every word must be in the title, the number ("#12"), a label or the body.
    bool closedToo = false;
};

/// The issues that match, the newest first; open ones before closed ones.
[[nodiscard]] QList<readmodels::IssueRow> issuesOf(const QList<readmodels::IssueRow>& issues,
                                                   const IssueFilter& filter);

/// The repositories that issues are in, the one that was used last first.
[[nodiscard]] QStringList repositoriesOf(const QList<readmodels::IssueRow>& issues);

} // namespace tamma::ui
