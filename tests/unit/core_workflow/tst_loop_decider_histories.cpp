// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error_code.h"
#include "core/workflow/loop_decider.h"
#include "core/workflow/standard_workflow.h"
#include "core/workflow/step_ids.h"

#include <QRandomGenerator>
#include <QTest>

#include <thread>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::workflow;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

/// 100,000 in the long run: TAMMA_HISTORIES.
int histories()
{
    const int wanted = qEnvironmentVariableIntValue("TAMMA_HISTORIES");
    return wanted > 0 ? wanted : 10'000;
}

constexpr int WILD_TURNS = 40; ///< Turns in which anything may happen.
constexpr int CALM_TURNS = 120; ///< By then a loop with which all goes well has ended.

const QList<PlannedStep>& plan()
{
    static const QList<PlannedStep> planned = standardPlan({});
    return planned;
}

const QHash<StepId, GateId>& gatesOfSteps()
{
    static const QHash<StepId, GateId> gates{{step::BUILD_VALIDATION, GateId(u"build"_s)},
                                             {step::TEST_VALIDATION, GateId(u"test"_s)},
                                             {step::SECURITY_SCAN, GateId(u"security"_s)},
                                             {step::CODE_REVIEW, GateId(u"review"_s)},
                                             {step::CI_CHECK, GateId(u"ci"_s)}};
    return gates;
}

/// One loop that a random world drives: outcomes, people, crashes and a clock that jumps.
class History {
public:
    explicit History(quint32 seed)
        : m_random(seed)
    {
        LoopStarted start;
        start.loopId = m_loop;
        start.plan = plan();
        start.budgetUsd = chance(30) ? 1.0 : 0;
        say(start);
    }

    /// Returns what broke, or an empty text.
    QString play()
    {
        for (int turn = 0; turn < WILD_TURNS + CALM_TURNS && m_broken.isEmpty(); ++turn) {
            m_isCalm = turn >= WILD_TURNS;
            if (!takeTurn()) {
                return m_broken;
            }
        }
        return m_broken.isEmpty() ? u"it does not end"_s : m_broken;
    }

    [[nodiscard]] qsizetype events() const { return m_log.size(); }

private:
    /// Returns false when the loop is over.
    bool takeTurn()
    {
        crashSometimes();
        const Decision decision = decide(m_state, m_now);
        check(decide(m_state, m_now) == decision, "equal states give equal decisions");
        if (std::holds_alternative<Over>(decision)) {
            check(m_state.isOver(), "only what has ended is over");
            return false;
        }
        std::visit([this](const auto& next) { follow(next); }, decision);
        if (!m_isCalm) {
            meddle();
        }
        return true;
    }

    void follow(const Over&) { }
    void follow(const Complete& end) { say(LoopCompleted{m_loop, end.summary}); }
    void follow(const GiveUp& end)
    {
        check(!end.reason.errorCode.isEmpty(), "who gives up says why");
        say(LoopFailed{m_loop, end.reason.step, end.reason.errorCode, end.reason.detail});
    }
    void follow(const AskPerson& ask)
    {
        check(!ask.step.isEmpty() && !ask.kind.isEmpty(), "a question has a subject");
        request(ask.kind, ask.step);
    }
    void follow(const WaitFor& wait)
    {
        check(!wait.what.isEmpty(), "what it waits for has a name");
        check(m_state.openApproval || m_state.paused || wait.until > m_now, "a wait can end");
        if (m_state.openApproval && (m_isCalm || chance(50))) {
            answer(*m_state.openApproval);
        } else if (m_state.paused && (m_isCalm || chance(50))) {
            say(LoopResumed{m_loop, u"mia"_s});
        } else if (wait.until > m_now) {
            m_now = wait.until;
        }
    }
    void follow(const RemindPerson& next)
    {
        const auto& request = *m_state.openApproval;
        const bool escalates = std::holds_alternative<ApprovalEscalated>(next.reminder);
        check(!(escalates ? m_state.escalated : m_state.warned), "nobody is reminded twice");
        say(next.reminder);
        check(m_state.openApproval == request, "time decides nothing");
    }
    void follow(const RunStep& next)
    {
        check(m_state.indexOf(next.step) >= 0, "only planned steps run");
        check(!m_state.paused && !m_state.openApproval && !m_state.mustWait(m_now),
              "nothing runs while the loop waits");
        check(!(step::usesAgent(next.step) && m_state.isBudgetSpent()),
              "no agent works without money");
        if (next.step == step::MERGE) {
            check(m_state.mergeApproval && m_state.code
                      && m_state.mergeApproval->evidence.commit == m_state.code->commit,
                  "nothing is merged without an approval of this very commit");
            if (!m_isCalm && m_state.waitsFor.isEmpty() && chance(30)) { // Another loop lands.
                say(StepWaiting{m_loop, next.step, next.attempt, u"land"_s, {}});
                return;
            }
        }
        if (!next.resumes) {
            say(StepStarted{m_loop, next.step, next.name, next.attempt});
        }
        if (!m_isCalm && chance(10)) {
            return; // Killed in the middle of the step.
        }
        finish(next);
    }

    void finish(const RunStep& run)
    {
        if (!m_isCalm && chance(15)) {
            say(StepWaiting{m_loop,
                            run.step,
                            run.attempt,
                            u"accountLimit"_s,
                            {},
                            qint64(m_random.bounded(3'600'000))});
            return;
        }
        if (step::usesAgent(run.step)) {
            AgentSessionEnded session;
            session.loopId = m_loop;
            session.costUsd = m_isCalm ? 0 : m_random.bounded(0.3);
            say(session);
        }
        if (!m_isCalm && chance(25)) {
            fail(run);
            return;
        }
        succeed(run);
    }
    void succeed(const RunStep& run)
    {
        if (run.step == step::CODE_GENERATION) {
            CodeGenerated code;
            code.loopId = m_loop;
            code.commit = QString::number(++m_commits);
            say(code);
        } else if (gatesOfSteps().contains(run.step)) {
            say(GatePassed{m_loop, verdictOf(run.step)});
        } else if (run.step == step::APPROVAL_GATE && !m_state.mergeApproval) {
            request(u"merge"_s, run.step);
            return;
        } else if (run.step == step::MERGE) {
            check(!m_state.merged, "nothing is merged twice");
            say(PullRequestMerged{{}, m_loop, u"merge"_s, u"main"_s, false});
        }
        say(StepCompleted{m_loop, run.step, run.attempt, false, {}});
    }
    /// The change does not get in as it is: the approval is void, and the code becomes another one.
    ErrorCode refuseMerge(const Verdict& merge)
    {
        const ErrorCode codes[]{errors::MERGE_CONFLICT, errors::EVIDENCE_CHANGED,
                                errors::GATE_FAILED};
        const ErrorCode code = codes[m_random.bounded(3)];
        if (code == errors::GATE_FAILED) {
            say(GateFailed{m_loop, merge});
        }
        say(ApprovalVoided{m_state.mergeApproval->approvalId, m_loop, u"why"_s});
        return code;
    }
    void fail(const RunStep& run)
    {
        const ErrorCode codes[]{errors::PROVIDER_UNAVAILABLE, errors::PROVIDER_BILLING,
                                errors::NOTHING_DONE, errors::EVIDENCE_CHANGED};
        const bool isGate = gatesOfSteps().contains(run.step) && chance(80);
        const bool isMerge = run.step == step::MERGE && chance(80);
        const ErrorCode code = isMerge ? refuseMerge(verdictOf(run.step))
            : isGate                   ? errors::GATE_FAILED
                                       : codes[m_random.bounded(4)];
        if (isGate) {
            say(GateFailed{m_loop, verdictOf(run.step)});
        }
        const int failures = ++m_failures[run.step];
        check(failures <= MAX_GATE_RETRIES, "three tries, then a person");
        StepFailed failed{m_loop, run.step, run.attempt, code.text(), u"why"_s};
        failed.retryable = code == errors::PROVIDER_UNAVAILABLE;
        failed.retryAfterMs = m_random.bounded(60'000);
        say(failed);
    }
    Verdict verdictOf(const StepId& step) const
    {
        Verdict verdict;
        verdict.gateId = gatesOfSteps().value(step);
        verdict.stepId = step;
        verdict.commit = m_state.code ? m_state.code->commit : QString();
        return verdict;
    }

    void request(const QString& kind, const StepId& step)
    {
        ApprovalRequested request;
        request.approvalId = ApprovalId(QString::number(m_log.size()));
        request.loopId = m_loop;
        request.stepId = step;
        request.kind = kind;
        request.evidence.commit = m_state.code ? m_state.code->commit : QString();
        request.breaking = kind == u"merge"_s && chance(20);
        request.dueAfterMs = request.breaking || chance(30) ? 0 : m_random.bounded(86'400'000);
        say(request);
    }
    void answer(const ApprovalRequested& request)
    {
        const bool granted = m_isCalm || chance(70);
        if (granted) {
            const QString hint = chance(50) ? u"a hint"_s : QString();
            say(ApprovalGranted{request.approvalId, m_loop, u"mia"_s, hint, request.evidence});
        } else {
            say(ApprovalRejected{request.approvalId, m_loop, u"mia"_s, u"no"_s});
        }
        if (request.kind == u"escalation"_s || (request.kind == u"merge"_s && !granted)) {
            m_failures.clear(); // A person helped.
        }
    }

    /// People do what they like, at any moment.
    void meddle()
    {
        if (m_state.isOver() || !chance(8)) {
            return;
        }
        const int wish = m_random.bounded(10);
        if (wish < 3) {
            say(LoopPaused{m_loop, u"mia"_s, {}});
        } else if (wish < 6) {
            say(LoopResumed{m_loop, u"mia"_s});
        } else if (wish < 8 && m_state.cursor < plan().size() && !m_state.merged) {
            if (m_state.openApproval) {
                say(ApprovalVoided{m_state.openApproval->approvalId, m_loop, {}});
            }
            const int index = m_random.bounded(m_state.cursor + 1);
            say(StepRerunRequested{m_loop, plan().at(index).id, u"mia"_s, {}});
            m_failures.clear();
        } else if (wish == 8) {
            say(LoopPrioritized{m_loop, m_random.bounded(5), u"mia"_s});
        } else if (chance(20)) {
            say(LoopCancelled{m_loop, u"mia"_s, {}});
        }
    }
    void crashSometimes()
    {
        if (!m_isCalm && chance(5)) {
            LoopState again;
            for (const StoredEvent& stored : m_log) {
                again.apply(stored);
            }
            check(again == m_state, "a restart knows everything");
        }
        if (!m_isCalm && chance(10)) { // The clock jumps, forwards or back.
            m_now += milliseconds(m_random.bounded(-86'400'000, 86'400'000));
        }
    }

    bool chance(int percent) { return m_random.bounded(100) < percent; }
    void check(bool holds, const char* what)
    {
        if (!holds && m_broken.isEmpty()) {
            m_broken = QLatin1StringView(what);
        }
    }
    void say(const Payload& payload)
    {
        const Position position{m_log.size() + 1};
        m_log.append(
            {position, {EventId(QString::number(position.value)), m_now, {}, {}, payload}});
        m_state.apply(m_log.last());
        m_now += milliseconds(1);
    }

    QRandomGenerator m_random;
    LoopId m_loop{u"loop"_s};
    LoopState m_state;
    QList<StoredEvent> m_log;
    Timestamp m_now{std::chrono::days(20'000)};
    QHash<StepId, int> m_failures; ///< Since a person helped, counted apart from the state.
    int m_commits = 0;
    bool m_isCalm = false;
    QString m_broken;
};

} // namespace

class TestLoopDeciderHistories : public QObject {
    Q_OBJECT

private slots:
    void noHistoryBreaksARule();
};

void TestLoopDeciderHistories::noHistoryBreaksARule()
{
    const int count = histories();
    std::atomic<int> next = 0;
    std::atomic<qint64> events = 0;
    std::mutex mutex;
    QStringList broken;
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
            threads.emplace_back([&] {
                for (int seed = next++; seed < count; seed = next++) {
                    History history(static_cast<quint32>(seed));
                    const QString what = history.play();
                    events += history.events();
                    if (!what.isEmpty()) {
                        const std::scoped_lock lock(mutex);
                        broken.append(u"history %1: %2"_s.arg(seed).arg(what));
                    }
                }
            });
        }
    }
    qInfo("%d histories of %lld events", count, static_cast<long long>(events.load()));
    QVERIFY2(broken.isEmpty(), qPrintable(broken.mid(0, 10).join(u'\n')));
}

QTEST_APPLESS_MAIN(TestLoopDeciderHistories)
#include "tst_loop_decider_histories.moc"
