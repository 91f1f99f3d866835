// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace tamma::events {

/// One piece of the repository that was put before the agent, and why.
struct ContextItem {
    QString kind; ///< "file", "symbol", "history" or "doc".
    QString path; ///< Relative to the repository, or a commit hash for "history".
    QString reason; ///< Why it seems to matter for the issue.
    int tokens = 0; ///< Estimated.

    friend bool operator==(const ContextItem&, const ContextItem&) = default;
};

/// What was gathered before the work began, within a budget of tokens.
struct ContextGathered {
    LoopId loopId;
    QList<ContextItem> items; ///< Most relevant first.
    int tokens = 0; ///< Of all items together, <= budget.
    int budget = 0;
    QString text; ///< The text that goes into prompts.

    friend bool operator==(const ContextGathered&, const ContextGathered&) = default;
};

/// The provider's answer to "how should this be done?".
struct ResearchCompleted {
    LoopId loopId;
    QString summary;
    QStringList files; ///< Paths that will probably change.
    QStringList approach; ///< Steps, in order.
    QStringList risks;

    friend bool operator==(const ResearchCompleted&, const ResearchCompleted&) = default;
};

/// A question that the issue leaves open.
struct OpenQuestion {
    QString text;
    QStringList options;
    QString assumption; ///< What will be done if nobody answers.

    friend bool operator==(const OpenQuestion&, const OpenQuestion&) = default;
};

/// The provider's answer to "is it clear what is wanted?".
struct AmbiguityChecked {
    LoopId loopId;
    bool ambiguous = false;
    int score = 0; ///< 0 (clear) to 100 (cannot be done without asking).
    QList<OpenQuestion> questions;

    friend bool operator==(const AmbiguityChecked&, const AmbiguityChecked&) = default;
};

} // namespace tamma::events
