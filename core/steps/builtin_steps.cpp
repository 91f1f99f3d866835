// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/builtin_steps.h"

#include "core/steps/ambiguity_check_step.h"
#include "core/steps/approval_gate_step.h"
#include "core/steps/code_generation_step.h"
#include "core/steps/code_review_step.h"
#include "core/steps/context_gathering_step.h"
#include "core/steps/deployment_step.h"
#include "core/steps/gate_step.h"
#include "core/steps/issue_assignment_step.h"
#include "core/steps/merge_step.h"
#include "core/steps/pr_creation_step.h"
#include "core/steps/research_step.h"
#include "core/workflow/step_ids.h"

namespace tamma::steps {

std::vector<std::unique_ptr<Step>> builtinSteps(const StepServices& services)
{
    namespace step = workflow::step;
    const auto gates = [&services](const StepId& id, const QStringList& names) {
        return std::make_unique<GateStep>(id, QList<GateId>(names.begin(), names.end()), services);
    };
    std::vector<std::unique_ptr<Step>> steps;
    steps.push_back(std::make_unique<IssueAssignmentStep>(services));
    steps.push_back(std::make_unique<ContextGatheringStep>(services));
    steps.push_back(std::make_unique<ResearchStep>(services));
    steps.push_back(std::make_unique<AmbiguityCheckStep>(services));
    steps.push_back(std::make_unique<CodeGenerationStep>(services));
    steps.push_back(gates(step::BUILD_VALIDATION, {QStringLiteral("build")}));
    steps.push_back(gates(step::TEST_VALIDATION, {QStringLiteral("test")}));
    steps.push_back(
        gates(step::SECURITY_SCAN,
              {QStringLiteral("quality"), QStringLiteral("tamper"), QStringLiteral("security")}));
    steps.push_back(std::make_unique<CodeReviewStep>(services));
    steps.push_back(std::make_unique<PrCreationStep>(services));
    steps.push_back(gates(step::CI_CHECK, {QStringLiteral("ci")}));
    steps.push_back(std::make_unique<ApprovalGateStep>(services));
    steps.push_back(std::make_unique<MergeStep>(services));
    steps.push_back(std::make_unique<DeploymentStep>(services));
    return steps;
}

} // namespace tamma::steps
