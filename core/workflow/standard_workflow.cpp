// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/standard_workflow.h"

#include "core/workflow/step_ids.h"

namespace tamma::workflow {

using namespace Qt::StringLiterals;

QList<events::PlannedStep> standardPlan(const StepSettings& settings)
{
    QList<events::PlannedStep> plan{
        {step::ISSUE_ASSIGNMENT, u"Assign issue"_s, {}},
        {step::CONTEXT_GATHERING, u"Gather context"_s, {}},
        {step::RESEARCH, u"Research approach"_s, {}},
        {step::AMBIGUITY_CHECK, u"Check for ambiguities"_s, {}},
        {step::CODE_GENERATION, u"Generate code"_s, {}},
        {step::BUILD_VALIDATION, u"Validate build"_s, {}},
        {step::TEST_VALIDATION, u"Validate tests"_s, {}},
        {step::SECURITY_SCAN, u"Security scan"_s, {}},
        {step::CODE_REVIEW, u"Code review"_s, {}},
        {step::PR_CREATION, u"Create PR"_s, {}},
        {step::CI_CHECK, u"CI checks"_s, {}},
        {step::APPROVAL_GATE, u"Approval gate"_s, {}},
        {step::MERGE, u"Merge PR"_s, {}},
        {step::DEPLOYMENT, u"Deploy"_s, {}},
    };
    for (events::PlannedStep& planned : plan) {
        planned.settings = settings.value(planned.id);
    }
    return plan;
}

} // namespace tamma::workflow
