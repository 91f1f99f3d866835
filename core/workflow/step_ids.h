// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QString>

namespace tamma::workflow::step {

// The fourteen steps of the product spec. The set is open: plugins and workflow files add others.
inline const StepId ISSUE_ASSIGNMENT(QStringLiteral("ISSUE_ASSIGNMENT"));
inline const StepId CONTEXT_GATHERING(QStringLiteral("CONTEXT_GATHERING"));
inline const StepId RESEARCH(QStringLiteral("RESEARCH"));
inline const StepId AMBIGUITY_CHECK(QStringLiteral("AMBIGUITY_CHECK"));
inline const StepId CODE_GENERATION(QStringLiteral("CODE_GENERATION"));
inline const StepId BUILD_VALIDATION(QStringLiteral("BUILD_VALIDATION"));
inline const StepId TEST_VALIDATION(QStringLiteral("TEST_VALIDATION"));
inline const StepId SECURITY_SCAN(QStringLiteral("SECURITY_SCAN"));
inline const StepId CODE_REVIEW(QStringLiteral("CODE_REVIEW"));
inline const StepId PR_CREATION(QStringLiteral("PR_CREATION"));
inline const StepId CI_CHECK(QStringLiteral("CI_CHECK"));
inline const StepId APPROVAL_GATE(QStringLiteral("APPROVAL_GATE"));
inline const StepId MERGE(QStringLiteral("MERGE"));
inline const StepId DEPLOYMENT(QStringLiteral("DEPLOYMENT"));

/// Returns true for the steps in which an agent works, and costs.
[[nodiscard]] inline bool usesAgent(const StepId& id)
{
    return id == RESEARCH || id == AMBIGUITY_CHECK || id == CODE_GENERATION || id == CODE_REVIEW;
}

} // namespace tamma::workflow::step
