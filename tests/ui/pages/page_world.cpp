// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/page_world.h"

#include "tests/ui/pages/loop_teller.h"

#include "core/workflow/standard_workflow.h"
#include "core/workflow/step_ids.h"

#include <QApplication>
#include <QTest>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using readmodels::Approval;
using readmodels::IssueRow;
using readmodels::LoopRow;
using workflow::LoopStatus;
using workflow::StepStatus;

namespace {

const Timestamp NOW = FixedClock().moment;
const QString REPOSITORY = u"/home/mia/projects/shop"_s;

events::Verdict verdict(const QString& gate, int exitCode, const QString& summary)
{
    events::Verdict verdict;
    verdict.gateId = GateId(gate);
    verdict.exitCode = exitCode;
    verdict.durationMs = 38'200;
    verdict.command = u"ctest --output-on-failure"_s;
    verdict.summary = summary;
    return verdict;
}

} // namespace

engine::KeptItem PageWorld::kept(int number, git::KeptBecause because, std::chrono::hours ago)
{
    const QString loop = u"loop-%1"_s.arg(number);
    const bool isAttempt = because == git::KeptBecause::Attempt;
    return {REPOSITORY,
            {isAttempt ? u"refs/tamma/attempts/%1/1"_s.arg(loop)
                       : u"refs/tamma/recovery/%1/20251205T1%2"_s.arg(loop).arg(ago.count()),
             loop, because, isAttempt ? 1 : 0, u"commit-%1"_s.arg(ago.count()), u"base"_s,
             NOW - ago, number, 420 * number}};
}

QFuture<Result<config::Settings>> FakeSettings::load()
{
    return QtFuture::makeReadyValueFuture(stored);
}

QFuture<Result<>> FakeSettings::save(config::Settings settings)
{
    saved.append(settings);
    return QtFuture::makeReadyValueFuture(refusal ? Result<>(std::unexpected(*refusal))
                                                  : Result<>());
}

Paths FakeSettings::paths() const
{
    return {u"/home/mia/.config/tamma"_s, u"/home/mia/.local/share/tamma"_s,
            u"/home/mia/.cache/tamma"_s, u"/home/mia/.local/state/tamma"_s};
}

QStringList FakeSettings::recordings() const
{
    return {u"green"_s, u"second-try"_s, u"breaking"_s};
}

PageWorld::PageWorld(ThemeChoice theme)
    : m_state(stateFile())
    , m_theme(*qApp, theme)
    , m_pages(builtinPages())
{
    engine.now = clock.moment - 3s;
}

PageWorld::~PageWorld()
{
    m_window.reset();
    m_session.reset();
}

MainWindow& PageWorld::openWindow(QSize size)
{
    m_session = std::make_unique<GuiSession>(
        SessionParts{engine, engine.feed, m_frames, clock, u"Mia Chen"_s});
    m_actions = std::make_unique<ActionRegistry>();
    m_window = std::make_unique<MainWindow>(
        WindowParts{*m_session, *m_actions, settings, m_state, m_theme, m_frames, m_pages});
    m_window->resize(size);
    m_window->show();
    if (!QTest::qWaitForWindowActive(m_window.get())) {
        qFatal("the window did not become active");
    }
    settle();
    return *m_window;
}

void PageWorld::settle()
{
    const Position wanted = engine.record.isEmpty() ? Position{} : engine.record.last().position;
    if (!QTest::qWaitFor([&] {
            return m_session->upTo() >= wanted
                && m_window->findChildren<Page*>().size() >= m_pages.pages().size();
        })) {
        qFatal("the rows did not arrive");
    }
}

LoopRow PageWorld::loop(int number, LoopStatus status, int step)
{
    LoopRow row;
    row.id = LoopId(u"loop-%1"_s.arg(number));
    row.issueId = IssueId(u"issue-%1"_s.arg(number));
    row.issueNumber = number;
    row.repository = REPOSITORY;
    row.status = status;
    row.currentStep = step;
    row.provider = u"claude_code"_s;
    row.startedAt = NOW - 3min - std::chrono::minutes(number);
    row.lastSignAt = NOW - 3s;
    int index = 0;
    for (const events::PlannedStep& planned : workflow::standardPlan({})) {
        const StepStatus state = index < step ? StepStatus::Passed
            : index > step                    ? StepStatus::Pending
            : status == LoopStatus::Failed    ? StepStatus::Failed
            : status == LoopStatus::Completed ? StepStatus::Passed
            : status == LoopStatus::Queued    ? StepStatus::Pending
                                              : StepStatus::Running;
        row.steps.append(
            {planned.id, planned.name, state, state == StepStatus::Pending ? 0 : 1, {}});
        ++index;
    }
    if (status == LoopStatus::Completed || status == LoopStatus::Failed
        || status == LoopStatus::Cancelled) {
        row.finishedAt = NOW - std::chrono::minutes(number);
    }
    return row;
}

Approval PageWorld::approval(int number, const QString& kind)
{
    Approval approval;
    approval.request.approvalId = ApprovalId(u"approval-%1"_s.arg(number));
    approval.request.loopId = LoopId(u"loop-%1"_s.arg(number));
    approval.request.kind = kind;
    approval.request.question = u"Merge “Round payments to the cent” into main?"_s;
    approval.request.summary
        = u"Invoices will show cents. Until now every amount was rounded to a whole dollar. Old "
          u"invoices stay as they are."_s;
    approval.request.reasons = {u"Every merge needs a person in this project."_s};
    approval.request.evidence = {u"4f1c2ab9d0e3"_s, u"9b03c71fe22a"_s, u"d1ge57"_s, {}};
    approval.issueId = IssueId(u"issue-%1"_s.arg(number));
    approval.issueNumber = number;
    approval.issueTitle = u"Round payments to the cent, not the dollar"_s;
    approval.repository = REPOSITORY;
    approval.baseBranch = u"main"_s;
    approval.aim = u"Customers should see cents on their invoices."_s;
    approval.done = u"Invoices show cents now; amounts are rounded to the even cent."_s;
    approval.proofs = {{31}, {32}, {33}, {34}};
    approval.verdicts = {verdict(u"build"_s, 0, u"Built without warnings."_s),
                         verdict(u"test"_s, 0, u"412 tests passed."_s),
                         verdict(u"security"_s, 0, u"No secret in the change."_s),
                         verdict(u"review"_s, 0, u"Nothing that blocks."_s)};
    approval.filesChanged
        = {u"src/billing/rounding.ts"_s, u"src/billing/rounding.test.ts"_s, u"docs/billing.md"_s};
    approval.linesAdded = 80;
    approval.linesRemoved = 9;
    approval.costUsd = 0.38;
    approval.requestedAt = NOW - std::chrono::minutes(10 + number);
    if (kind == "escalation"_L1) {
        approval.request.question = u"The tests failed three times. How should it go on?"_s;
        approval.request.summary
            = u"The agent cannot make “exports an empty invoice” pass: it expects a file, the code "
              u"writes none."_s;
        approval.request.reasons = {u"Three tries of the test gate failed."_s};
        approval.request.evidence = {};
        approval.issueTitle = u"Upgrade the PDF library"_s;
        approval.verdicts = {verdict(u"build"_s, 0, u"Built without warnings."_s),
                             verdict(u"test"_s, 8, u"2 of 412 tests failed."_s)};
    } else if (kind == "clarification"_L1) {
        approval.request.question = u"Should the export hold cancelled invoices too?"_s;
        approval.request.summary
            = u"The issue says “all invoices”, the help page says “paid ones”."_s;
        approval.request.reasons = {};
        approval.request.evidence = {};
        approval.issueTitle = u"Let customers export their invoices"_s;
        approval.verdicts = {};
        approval.proofs = {};
        approval.filesChanged = {};
    }
    return approval;
}

QList<Approval> PageWorld::waitingInEveryWay()
{
    const QString titles[] = {u"Show VAT on the receipt"_s,  u"Search orders by delivery date"_s,
                              u"Upgrade the PDF library"_s,  u"Speed up the monthly report"_s,
                              u"Translate the help pages"_s, u"Remember the last used printer"_s};
    QList<Approval> approvals;
    for (int number = 21; number <= 26; ++number) {
        Approval asked = approval(number, u"merge"_s);
        asked.request.routine = number % 2 == 1 || number == 22;
        asked.request.dueAfterMs = std::chrono::milliseconds(24h).count();
        asked.issueTitle = titles[number - 21];
        approvals.append(asked);
    }
    approvals[1].seen = {{u"Mia Chen"_s, {u"0ldc0mm17"_s, u"9b03c71fe22a"_s}}};
    approvals[2].requestedAt = NOW - 27h;
    approvals[2].escalatedBecause = u"overdue"_s;
    approvals[2].escalatedTo = u"Ana Ruiz"_s;
    approvals[2].handedTo = u"Ben Okoye"_s;
    approvals[2].handedBy = u"Zoe Lang"_s;
    approvals[2].handedWhy = u"he wrote the old one"_s;
    approvals[3].snoozedUntil = {{u"Mia Chen"_s, NOW + 21h}};
    approvals[4].handedTo = u"Ana Ruiz"_s;
    approvals[4].handedBy = u"Mia Chen"_s;
    approvals[5].dueSoon = true;
    approvals[5].requestedAt = NOW - 20h;
    return approvals;
}

Approval PageWorld::tampered(int number)
{
    Approval asked = approval(number, u"merge"_s);
    const QString found = u"Tests are skipped: src/billing/rounding.test.ts:12"_s;
    events::Verdict tamper = verdict(u"tamper"_s, 0, u"Something was made weaker."_s);
    tamper.needsPerson = {found};
    asked.verdicts[2] = tamper;
    asked.request.breaking = true;
    asked.request.reasons = {u"The function roundToDollar is gone."_s, found};
    return asked;
}

IssueRow PageWorld::issue(int number, const QString& title)
{
    IssueRow row;
    row.id = IssueId(u"issue-%1"_s.arg(number));
    row.number = number;
    row.repository = REPOSITORY;
    row.title = title;
    row.author = u"Mia Chen"_s;
    row.createdAt = NOW - std::chrono::hours(number);
    row.updatedAt = row.createdAt;
    row.body = u"Amounts are rounded to whole dollars, so **12.34** shows as 12.\n\n"
               u"- invoices show cents\n- `round()` keeps its name\n"_s;
    row.labels = {u"billing"_s};
    return row;
}

void PageWorld::publish(QList<Approval> approvals)
{
    engine.publish({.approvals = std::move(approvals)});
    if (m_session) {
        settle();
    }
}

void PageWorld::publishEvents()
{
    for (int count = 0; count < 24; ++count) {
        const LoopId id(u"loop-%1"_s.arg(2 + count % 5));
        const events::Tags tags{{events::tag::LOOP, id.text()}};
        engine.now = clock.moment - std::chrono::seconds(40 - count);
        switch (count % 4) {
        case 0:
            engine.publishEvent(events::StepStarted{id, StepId(u"TEST_VALIDATION"_s),
                                                    u"Validate tests"_s, 1 + count % 3},
                                tags);
            break;
        case 1:
            engine.publishEvent(
                events::GateFailed{id, verdict(u"test"_s, 8, u"2 of 412 tests failed."_s)}, tags);
            break;
        case 2:
            engine.publishEvent(
                events::CodeGenerated{
                    id, 2, u"4f1c2ab9d0e3"_s, u"9b03c71fe22a"_s, {u"src/search.ts"_s}, 41, 3, {}},
                tags);
            break;
        default:
            engine.publishEvent(
                events::GatePassed{id, verdict(u"build"_s, 0, u"Built without warnings."_s)}, tags);
        }
    }
}

void PageWorld::publishStory()
{
    namespace step_id = workflow::step;
    LoopTeller teller(engine, NOW - 4min);
    const auto gate = [&](const StepId& step, const QString& gateId, int attempt, int exitCode,
                          const QString& summary, const QString& log) {
        events::Verdict result = verdict(gateId, exitCode, summary);
        result.stepId = step;
        result.attempt = attempt;
        teller.gate(result, log);
    };
    teller.pass(step_id::ISSUE_ASSIGNMENT, u"Issue #1 is taken by this loop."_s);
    teller.pass(step_id::CONTEXT_GATHERING, u"12 files and 31 symbols, 7,900 tokens."_s);
    teller.code(1, u"I round with Math.round and keep the name of the function."_s, 31);
    gate(step_id::TEST_VALIDATION, u"test"_s, 1, 8, u"2 of 412 tests failed."_s,
         u"not ok 17 - rounds half a cent to even\n  expected 12.34, got 12.35\n"_s);
    teller.code(2, u"Half a cent must go to the even cent; I count in whole cents."_s, 80);
    gate(step_id::BUILD_VALIDATION, u"build"_s, 2, 0, u"Built without warnings."_s,
         u"tsc --noEmit\n"_s);
    gate(step_id::TEST_VALIDATION, u"test"_s, 2, 0, u"412 tests passed."_s,
         u"ok 412 - exports an empty invoice\n"_s);
    engine.files = {{u"src/billing/rounding.ts"_s, {}, git::ChangeKind::Modified, 4, 2},
                    {u"docs/billing.md"_s, {}, git::ChangeKind::Modified, 3, 0}};
    engine.diff = git::FileDiff{engine.files->first(),
                                "// Amounts are in dollars.\n"
                                "export function round(amount: number): number {\n"
                                "    return Math.round(amount);\n"
                                "}\n",
                                "// Amounts are in dollars.\n"
                                "export function round(amount: number): number {\n"
                                "    const cents = amount * 100;\n"
                                "    const below = Math.floor(cents);\n"
                                "    const even = below % 2 === 0 ? below : below + 1;\n"
                                "    return (cents - below === 0.5 ? even : Math.round(cents)) / "
                                "100;\n"
                                "}\n",
                                {{2, 1, 2, 4}}};
}

void PageWorld::publishKept()
{
    using git::KeptBecause;
    engine.kept = engine::KeptList{
        {kept(1, KeptBecause::Reset, 2h), kept(2, KeptBecause::SessionEnded, 26h),
         kept(10, KeptBecause::LoopOver, 3 * 24h), kept(9, KeptBecause::Removed, 8 * 24h),
         kept(1, KeptBecause::Attempt, 5h)},
        {}};
    engine.forecast = git::MergeForecast{u"main"_s, u"b"_s, u"c"_s, false, 3, {}};
}

void PageWorld::publishFull()
{
    const QString titles[] = {u"Round payments to the cent, not the dollar"_s,
                              u"Let customers export their invoices"_s,
                              u"Upgrade the PDF library"_s,
                              u"Search orders by delivery date"_s,
                              u"Speed up the monthly report"_s,
                              u"Show VAT on the receipt"_s,
                              u"Translate the help pages"_s,
                              u"Remember the last used printer"_s,
                              u"Faster login page"_s,
                              u"Fix the broken footer link"_s};
    engine::ReadModelChange change;
    const std::pair<LoopStatus, int> states[]
        = {{LoopStatus::NeedsYou, 11}, {LoopStatus::NeedsYou, 3},   {LoopStatus::NeedsYou, 6},
           {LoopStatus::Running, 4},   {LoopStatus::Running, 6},    {LoopStatus::Running, 10},
           {LoopStatus::Queued, 0},    {LoopStatus::Completed, 13}, {LoopStatus::Failed, 5},
           {LoopStatus::Cancelled, 2}};
    const QString kinds[] = {u"merge"_s, u"clarification"_s, u"escalation"_s};
    for (int index = 0; index < 10; ++index) {
        LoopRow row = loop(index + 1, states[index].first, states[index].second);
        row.title = titles[index];
        row.tokens = row.status == LoopStatus::Queued ? 0 : 41'000 + index * 900;
        row.costUsd = row.status == LoopStatus::Queued ? 0 : 0.38;
        row.recorded = index % 3 == 0;
        row.attempts = index % 3;
        if (index < 3) {
            row.waitsFor = kinds[index];
            Approval asked = approval(index + 1, kinds[index]);
            asked.request.breaking = index == 0;
            asked.recorded = row.recorded;
            row.note = asked.request.question;
            change.approvals.append(asked);
        }
        change.loops.append(row);
        IssueRow written = issue(index + 1, titles[index]);
        written.loop = row.id;
        written.closed = row.status == LoopStatus::Completed;
        change.issues.append(written);
    }
    change.loops[4].lastSignAt = clock.moment - 95s;
    change.loops[0].commit = u"4f1c2ab9d0e3"_s;
    change.loops[0].baseBranch = u"main"_s;
    change.loops[7].mergeCommit = u"4f1c2ab9"_s;
    change.loops[8].note = u"The build does not find the header “login.h”."_s;
    change.issues.append(issue(11, u"Let people choose the currency of a report"_s));
    change.approvals[0].exchanges
        = {{u"Do old invoices change?"_s, u"Mia Chen"_s, u"No: they keep the stored amount."_s}};
    engine.publish(change);
    publishStory();
    publishEvents();
    publishKept();
    engine.now = clock.moment - 3s;
    engine.report = {{u"git"_s, true, true, u"2.47.3 at /usr/bin/git"_s, {}},
                     {u"sandbox"_s, true, true, u"bubblewrap 0.11.0 with seccomp"_s, {}},
                     {u"claude_code"_s, false, false, u"The program “claude” is not in PATH."_s,
                      u"npm install --global @anthropic-ai/claude-code"_s}};
}

} // namespace tamma::ui
