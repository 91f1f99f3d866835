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
    const auto gate = [&services](const StepId& id, const char* name) {
        return std::make_unique<GateStep>(id, GateId(QString::fromLatin1(name)), services);
    };
    std::vector<std::unique_ptr<Step>> steps;
    steps.push_back(std::make_unique<IssueAssignmentStep>(services));
    steps.push_back(std::make_unique<ContextGatheringStep>(services));
    steps.push_back(std::make_unique<ResearchStep>(services));
    steps.push_back(std::make_unique<AmbiguityCheckStep>(services));
    steps.push_back(std::make_unique<CodeGenerationStep>(services));
    steps.push_back(gate(step::BUILD_VALIDATION, "build"));
    steps.push_back(gate(step::TEST_VALIDATION, "test"));
    steps.push_back(gate(step::SECURITY_SCAN, "security"));
    steps.push_back(std::make_unique<CodeReviewStep>(services));
    steps.push_back(std::make_unique<PrCreationStep>(services));
    steps.push_back(gate(step::CI_CHECK, "ci"));
    steps.push_back(std::make_unique<ApprovalGateStep>(services));
    steps.push_back(std::make_unique<MergeStep>(services));
    steps.push_back(std::make_unique<DeploymentStep>(services));
    return steps;
}

} // namespace tamma::steps
