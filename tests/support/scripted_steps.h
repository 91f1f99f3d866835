// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/step.h"
#include "core/workflow/step_ids.h"

#include <QHash>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

namespace tamma::test {

/// Steps that do what a test says: by default each completes at once.
class ScriptedSteps {
public:
    using Script = std::function<steps::StepOutcome(const workflow::LoopState&, int attempt,
                                                    steps::StepListener&, const std::stop_token&)>;

    /// Sets what the step does from now on.
    void script(const StepId& id, Script script)
    {
        const std::scoped_lock lock(m_mutex);
        m_scripts[id] = std::move(script);
    }

    [[nodiscard]] steps::Step* step(const StepId& id)
    {
        const std::scoped_lock lock(m_mutex);
        auto& made = m_steps[id];
        if (!made) {
            made = std::make_shared<Scripted>(*this, id);
        }
        return made.get();
    }

    /// Returns how often the step was run.
    [[nodiscard]] int runs(const StepId& id) const
    {
        const std::scoped_lock lock(m_mutex);
        return m_runs.value(id);
    }

private:
    class Scripted final : public steps::Step {
    public:
        Scripted(ScriptedSteps& owner, StepId id)
            : m_owner(owner)
            , m_id(std::move(id))
        {
        }
        [[nodiscard]] StepId id() const override { return m_id; }
        [[nodiscard]] steps::StepOutcome run(const workflow::LoopState& state, int attempt,
                                             steps::StepListener& listener,
                                             std::stop_token stop) override
        {
            Script script;
            {
                const std::scoped_lock lock(m_owner.m_mutex);
                ++m_owner.m_runs[m_id];
                script = m_owner.m_scripts.value(m_id);
            }
            return script ? script(state, attempt, listener, stop)
                          : steps::StepOutcome::completed(QStringLiteral("done"));
        }

    private:
        ScriptedSteps& m_owner;
        StepId m_id;
    };

    mutable std::mutex m_mutex;
    QHash<StepId, Script> m_scripts;
    QHash<StepId, int> m_runs;
    QHash<StepId, std::shared_ptr<Scripted>> m_steps;
};

} // namespace tamma::test
