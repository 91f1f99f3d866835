// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/judge_gates.h"

#include <future>
#include <mutex>

namespace tamma::steps {

using namespace Qt::StringLiterals;
using gates::GateOutcome;

namespace {

/// Lets several gates speak at once, and the listener hear one after another: the first of those
/// that are not done is heard as it speaks.
class InTurn {
public:
    InTurn(gates::GateListener& listener, size_t speakers)
        : m_listener(listener)
        , m_held(speakers)
    {
    }

    void say(size_t speaker, const QString& text)
    {
        const std::scoped_lock lock(m_mutex);
        if (speaker == m_turn) {
            m_listener.onLog(text);
        } else {
            m_held[speaker].text += text;
        }
    }

    void finish(size_t speaker)
    {
        const std::scoped_lock lock(m_mutex);
        m_held[speaker].isDone = true;
        while (m_turn < m_held.size() && m_held[m_turn].isDone) {
            ++m_turn;
            if (m_turn < m_held.size() && !m_held[m_turn].text.isEmpty()) {
                m_listener.onLog(std::exchange(m_held[m_turn].text, {}));
            }
        }
    }

private:
    struct Held {
        QString text;
        bool isDone = false;
    };

    gates::GateListener& m_listener;
    std::mutex m_mutex;
    std::vector<Held> m_held;
    size_t m_turn = 0;
};

class Speaker final : public gates::GateListener {
public:
    Speaker(InTurn& turns, size_t number)
        : m_turns(turns)
        , m_number(number)
    {
    }
    ~Speaker() override { m_turns.finish(m_number); }
    Q_DISABLE_COPY_MOVE(Speaker)

    void onLog(const QString& text) override { m_turns.say(m_number, text); }

private:
    InTurn& m_turns;
    size_t m_number;
};

Result<GateOutcome> ask(const StepServices& services, const StepRun& run, AskedGate asked,
                        gates::GateListener& listener)
{
    gates::Gate* const judging = services.gate(asked.gate);
    if (judging == nullptr) {
        return failure(errors::NOT_FOUND,
                       u"Nobody provides the gate \"%1\"."_s.arg(asked.gate.text()));
    }
    const workflow::LoopState& state = run.state;
    gates::GateRequest& request = asked.request;
    request.loopId = state.start.loopId;
    request.attempt = run.attempt;
    request.round = state.reruns + state.judged.value(asked.gate);
    request.repository = state.start.repository;
    if (const int index = state.indexOf(request.stepId); index >= 0) {
        request.settings = state.start.plan.at(index).settings;
    }
    return judging->check(request, listener, run.stop);
}

bool onlyReads(const StepServices& services, const AskedGate& asked)
{
    const gates::Gate* const gate = services.gate(asked.gate);
    return gate != nullptr && gate->onlyReads();
}

Result<QList<GateOutcome>> judgeAtOnce(const StepServices& services, const StepRun& run,
                                       std::span<const AskedGate> asked)
{
    const auto how = asked.size() == 1 ? std::launch::deferred : std::launch::async;
    InTurn turns(run.listener, asked.size());
    std::vector<std::future<Result<GateOutcome>>> judgements;
    judgements.reserve(asked.size());
    for (size_t i = 0; i < asked.size(); ++i) {
        judgements.push_back(std::async(how, [&, i] {
            Speaker speaker(turns, i);
            return ask(services, run, asked[i], speaker);
        }));
    }
    QList<GateOutcome> outcomes;
    for (auto& judgement : judgements) {
        TRY_ASSIGN(auto outcome, judgement.get());
        outcomes.append(std::move(outcome));
    }
    return outcomes;
}

} // namespace

Result<GateOutcome> judge(const StepServices& services, const StepRun& run, AskedGate asked)
{
    return ask(services, run, std::move(asked), run.listener);
}

Result<QList<GateOutcome>> judgeInOrder(const StepServices& services, const StepRun& run,
                                        const QList<AskedGate>& asked)
{
    QList<GateOutcome> outcomes;
    std::span<const AskedGate> rest(asked);
    while (!rest.empty()) {
        const auto readers = std::ranges::find_if_not(
            rest, [&services](const AskedGate& one) { return onlyReads(services, one); });
        const auto count = static_cast<size_t>(std::max<qsizetype>(1, readers - rest.begin()));
        TRY_ASSIGN(const auto some, judgeAtOnce(services, run, rest.first(count)));
        outcomes.append(some);
        rest = rest.subspan(count);
        if (std::ranges::contains(some, GateOutcome::Kind::Failed, &GateOutcome::kind)) {
            break;
        }
    }
    return outcomes;
}

} // namespace tamma::steps
