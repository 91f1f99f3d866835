// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/step.h"
#include "core/steps/step_services.h"

namespace tamma::steps {

/// What one run of a step is given.
struct StepRun {
    const workflow::LoopState& state;
    int attempt = 1;
    StepListener& listener;
    std::stop_token stop;
};

/// A step whose work can fail with an Error at any point: the error becomes a failed outcome.
class FallibleStep : public Step {
public:
    FallibleStep(StepId id, const StepServices& services)
        : m_services(services)
        , m_id(std::move(id))
    {
    }

    [[nodiscard]] StepId id() const final { return m_id; }

    [[nodiscard]] StepOutcome run(const workflow::LoopState& state, int attempt,
                                  StepListener& listener, std::stop_token stop) final
    {
        auto outcome = work({state, attempt, listener, std::move(stop)});
        return outcome ? *std::move(outcome) : StepOutcome::failed(std::move(outcome).error());
    }

protected:
    /// Does the work; an error ends the step as failed.
    [[nodiscard]] virtual Result<StepOutcome> work(const StepRun& run) = 0;

    /// A setting of this step in the plan of the loop, or `otherwise` when it is not set.
    [[nodiscard]] QString setting(const StepRun& run, const QString& key,
                                  const QString& otherwise = {}) const
    {
        const QString value = run.state.setting(m_id, key);
        return value.isEmpty() ? otherwise : value;
    }

    const StepServices& m_services;

private:
    StepId m_id;
};

} // namespace tamma::steps
