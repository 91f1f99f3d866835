// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/commands.h"

#include "core/events/catalog.h"
#include "core/events/memory_event_store.h"
#include "core/workflow/standard_workflow.h"
#include "core/workflow/step_ids.h"

#include <QRandomGenerator>
#include <QScopeGuard>
#include <QTest>

using namespace tamma;
using namespace tamma::engine;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

/// A platform that keeps issues in the record and merges nothing.
class PaperPlatform final : public platforms::GitPlatform {
public:
    explicit PaperPlatform(EventStore& store)
        : m_store(store)
    {
    }
    PlatformId id() const override { return PlatformId(u"paper"_s); }
    Result<platforms::Issue> issue(const IssueId& id) const override
    {
        const auto stored = m_store.read(EventQuery::tagged(tag::ISSUE, id.text()));
        if (stored->isEmpty()) {
            return failure(errors::NOT_FOUND);
        }
        platforms::Issue found;
        found.id = id;
        return found;
    }
    Result<IssueCreated> createIssue(const platforms::IssueDraft& draft) override
    {
        const auto stored = m_store.read({{{{catalog::typeNameOf<IssueCreated>()}, {}}}});
        const int number = static_cast<int>(stored->size()) + 1;
        return IssueCreated{
            IssueId(m_ids.next()), number, draft.repository, draft.title, {}, {}, {}};
    }
    Result<Payload> openPullRequest(const platforms::PullRequestDraft&) override
    {
        return failure(errors::INTERNAL);
    }
    Result<git::PreparedMerge> prepareMerge(const platforms::MergeRequest&) override
    {
        return failure(errors::INTERNAL);
    }
    Result<PullRequestMerged> merge(const platforms::MergeRequest&) override
    {
        return failure(errors::INTERNAL);
    }

private:
    EventStore& m_store;
    UuidV7Source m_ids;
};

} // namespace

class TestCommands : public QObject {
    Q_OBJECT

    struct House {
        MemoryEventStore store;
        SystemClock clock;
        UuidV7Source ids;
        Recorder recorder{store, clock, ids};
        PaperPlatform platform{store};
        Commands commands{store, recorder, ids, services()};

        CommandServices services()
        {
            return {platform,
                    [](const platforms::Issue&, const StartLoop&) {
                        LoopStarted start;
                        start.plan = workflow::standardPlan({});
                        return Result<LoopStarted>(start);
                    },
                    [this](const workflow::LoopState&, const QString& question, const auto& stop) {
                        return answer(question, stop);
                    },
                    {},
                    u"mia"_s,
                    [](const QString&, const QString&, const QString& path) -> Result<QByteArray> {
                        if (path == u"src/a.cpp"_s) {
                            return QByteArray("int a;\n  int b;\nint c;\n");
                        }
                        return failure(errors::NOT_FOUND, path);
                    }};
        }
        /// The agent thinks until it is asked no more, when the question is "wait".
        std::atomic<int> thinking = 0;
        std::atomic<int> mostAtOnce = 0;
        steps::QuestionAnswer answer(const QString& question, const std::stop_token& stop)
        {
            mostAtOnce = std::max<int>(mostAtOnce, ++thinking);
            const auto done = qScopeGuard([this] { --thinking; });
            if (question == u"wait"_s) {
                std::mutex mutex;
                std::unique_lock lock(mutex);
                std::condition_variable_any().wait(lock, stop, [] { return false; });
                return {failure(errors::CANCELLED)};
            }
            return {u"about: "_s + question,
                    {AgentSessionEnded{{}, SessionId(u"s"_s), u"completed"_s}}};
        }
        QString issue() { return commands.carryOut(CreateIssue{u"/r"_s, u"Title"_s, {}, {}})->id; }
        LoopId loop() { return LoopId(commands.carryOut(StartLoop{IssueId(issue())})->id); }
        ApprovalId approval(const QString& kind)
        {
            ApprovalRequested request;
            request.approvalId = ApprovalId(ids.next());
            request.loopId = loop();
            request.kind = kind;
            request.evidence.commit = u"abc"_s;
            (void)recorder.append({request}, {}, {});
            return request.approvalId;
        }
        /// What somebody else would do.
        Result<CommandReceipt> as(const QString& user, const Command& command)
        {
            CommandServices others = services();
            others.user = user;
            return Commands(store, recorder, ids, others).carryOut(command);
        }
        Payload newest()
        {
            EventQuery query = EventQuery::everything();
            query.backwards = true;
            query.limit = 1;
            return store.read(query)->first().event.payload;
        }
    };

private slots:
    void issuesOfTwoWindowsGetTwoNumbers()
    {
        House house;
        {
            std::vector<std::jthread> windows;
            for (int i = 0; i < 8; ++i) {
                windows.emplace_back([&house] { (void)house.issue(); });
            }
        }
        QSet<int> numbers;
        const auto stored = house.store.read(EventQuery::everything());
        for (const StoredEvent& one : *stored) {
            numbers.insert(std::get<IssueCreated>(one.event.payload).number);
        }
        QCOMPARE(numbers.size(), 8);
    }

    void oneIssueHasOneLiveLoop()
    {
        House house;
        const IssueId issue(house.issue());
        QVERIFY(house.commands.carryOut(StartLoop{issue}));
        const auto second = house.commands.carryOut(StartLoop{issue});
        QCOMPARE(second.error().code, errors::LOOP_ALREADY_RUNNING);
    }

    void endedLoopLetsTheIssueStartAgain()
    {
        House house;
        const IssueId issue(house.issue());
        const LoopId loop(house.commands.carryOut(StartLoop{issue})->id);
        QVERIFY(house.commands.carryOut(CancelLoop{loop, u"later"_s}));
        QCOMPARE(house.commands.carryOut(CancelLoop{loop, {}}).error().code,
                 errors::LOOP_NOT_RUNNING);
        QVERIFY(house.commands.carryOut(StartLoop{issue}));
    }

    void approvalCarriesTheEvidenceThatWasAsked()
    {
        House house;
        QVERIFY(house.commands.carryOut(DecideApproval{house.approval(u"merge"_s), true, {}}));
        QCOMPARE(std::get<ApprovalGranted>(house.newest()).evidence.commit, u"abc"_s);
    }

    void onlyTheFirstDecisionCounts()
    {
        House house;
        const ApprovalId approval = house.approval(u"merge"_s);
        std::atomic<int> won = 0;
        {
            std::vector<std::jthread> people;
            for (int i = 0; i < 8; ++i) {
                people.emplace_back([&, i] {
                    won += house.commands.carryOut(
                               DecideApproval{approval, i % 2 == 0, u"because"_s})
                        ? 1
                        : 0;
                });
            }
        }
        QCOMPARE(won.load(), 1);
        QCOMPARE(house.commands.carryOut(DecideApproval{approval, true, {}}).error().code,
                 errors::APPROVAL_NOT_OPEN);
    }

    void wordsAreNeededWhereSomebodyHasToActOnThem_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("granted");
        QTest::addColumn<bool>("needed");
        QTest::newRow("send back") << u"merge"_s << false << true;
        QTest::newRow("approve") << u"merge"_s << true << false;
        QTest::newRow("answer a question") << u"clarification"_s << true << true;
        QTest::newRow("give up") << u"escalation"_s << false << false;
        QTest::newRow("try again") << u"escalation"_s << true << false;
    }
    void wordsAreNeededWhereSomebodyHasToActOnThem()
    {
        QFETCH(QString, kind);
        QFETCH(bool, granted);
        QFETCH(bool, needed);
        House house;
        const ApprovalId approval = house.approval(kind);
        const auto silent = house.commands.carryOut(DecideApproval{approval, granted, u"  "_s});
        QCOMPARE(silent.has_value(), !needed);
        if (needed) {
            QCOMPARE(silent.error().code, errors::INVALID_ARGUMENT);
            QVERIFY(house.commands.carryOut(DecideApproval{approval, granted, u"words"_s}));
        }
    }

    void cancelledLoopTakesItsApprovalAlong()
    {
        House house;
        const ApprovalId approval = house.approval(u"merge"_s);
        const auto stored = house.store.read(EventQuery::tagged(tag::APPROVAL, approval.text()));
        const LoopId loop = std::get<ApprovalRequested>(stored->first().event.payload).loopId;
        QVERIFY(house.commands.carryOut(CancelLoop{loop, {}}));
        QCOMPARE(house.commands.carryOut(DecideApproval{approval, true, {}}).error().code,
                 errors::APPROVAL_NOT_OPEN);
    }

    void questionIsAnsweredAndDecidesNothing()
    {
        House house;
        const ApprovalId approval = house.approval(u"merge"_s);
        QVERIFY(house.commands.carryOut(AskAboutApproval{approval, u"why?"_s}));
        QCOMPARE(std::get<ApprovalQuestionAnswered>(house.newest()).text, u"about: why?"_s);
        QVERIFY(house.commands.carryOut(DecideApproval{approval, true, {}}));
    }

    void questionsAboutALoopAreAnsweredOneAfterAnother()
    {
        House house;
        const ApprovalId approval = house.approval(u"merge"_s);
        {
            std::vector<std::jthread> people;
            for (int i = 0; i < 8; ++i) {
                people.emplace_back([&house, approval, i] {
                    (void)house.commands.carryOut(AskAboutApproval{approval, QString::number(i)});
                });
            }
        }
        QCOMPARE(house.mostAtOnce.load(), 1);
        readmodels::Approvals approvals;
        const auto stored = house.store.read(EventQuery::everything());
        for (const StoredEvent& one : *stored) {
            approvals.apply(one);
        }
        const auto exchanges = approvals.row(approval)->exchanges;
        QCOMPARE(exchanges.size(), 8);
        for (const readmodels::ApprovalExchange& exchange : exchanges) {
            QCOMPARE(exchange.answer, u"about: "_s + exchange.question);
        }
    }

    // At the end of Tamma; the next start answers it.
    void questionThatWasCutShortIsStillAsked()
    {
        House house;
        const ApprovalId approval = house.approval(u"merge"_s);
        std::stop_source end;
        Result<CommandReceipt> cut;
        std::jthread person([&] {
            cut = house.commands.carryOut(AskAboutApproval{approval, u"wait"_s}, end.get_token());
        });
        QTRY_COMPARE(house.thinking.load(), 1);
        end.request_stop();
        person.join();
        QCOMPARE(cut.error().code, errors::CANCELLED);
        QVERIFY(std::holds_alternative<ApprovalQuestionAsked>(house.newest()));
    }

    void asManyAsTheQuorumSaysMustApprove()
    {
        House house;
        ApprovalRequested request;
        request.approvalId = ApprovalId(house.ids.next());
        request.loopId = house.loop();
        request.kind = u"merge"_s;
        request.quorum = 2;
        QVERIFY(house.recorder.append({request}, {}, {}));
        const DecideApproval yes{request.approvalId, true, {}};
        QVERIFY(house.commands.carryOut(yes));
        QCOMPARE(house.commands.carryOut(yes).error().code, errors::MAY_NOT_DECIDE);
        QVERIFY(house.as(u"ben"_s, yes));
        QCOMPARE(house.as(u"ben"_s, yes).error().code, errors::APPROVAL_NOT_OPEN);
    }

    void whoAskedForAChangeDoesNotApproveItButMaySendItBack()
    {
        House house;
        ApprovalRequested request;
        request.approvalId = ApprovalId(house.ids.next());
        request.loopId = house.loop();
        request.kind = u"merge"_s;
        request.mayNotDecide = {u"mia"_s};
        QVERIFY(house.recorder.append({request}, {}, {}));
        QCOMPARE(house.commands.carryOut(DecideApproval{request.approvalId, true, {}}).error().code,
                 errors::MAY_NOT_DECIDE);
        QVERIFY(house.commands.carryOut(DecideApproval{request.approvalId, false, u"no"_s}));
    }

    void puttingAsideNeedsATimeAheadAndEndsEarly()
    {
        House house;
        const ApprovalId approval = house.approval(u"merge"_s);
        for (const auto duration :
             {std::chrono::hours(0), std::chrono::hours(-1), std::chrono::hours(24 * 365)}) {
            QCOMPARE(house.commands.carryOut(SnoozeApproval{approval, duration}).error().code,
                     errors::INVALID_ARGUMENT);
        }
        QVERIFY(house.commands.carryOut(SnoozeApproval{approval, std::chrono::hours(1)}));
        QCOMPARE(std::get<ApprovalSnoozed>(house.newest()).forMs, 3'600'000);
        const auto none = house.as(u"ben"_s, EndSnooze{approval}); // His is not put aside.
        QVERIFY(none && std::holds_alternative<ApprovalSnoozed>(house.newest()));
        QVERIFY(house.commands.carryOut(EndSnooze{approval}));
        QCOMPARE(std::get<ApprovalSnoozeEnded>(house.newest()).by, u"mia"_s);
        QVERIFY(house.commands.carryOut(DecideApproval{approval, true, {}}));
        QCOMPARE(
            house.commands.carryOut(SnoozeApproval{approval, std::chrono::hours(1)}).error().code,
            errors::APPROVAL_NOT_OPEN);
    }

    void handingOnKeepsFourEyes_data()
    {
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("refusal");
        QTest::newRow("somebody else") << u"ana"_s << QString();
        QTest::newRow("oneself") << u"mia"_s << QString();
        QTest::newRow("who asked for the change") << u"zoe"_s << u"MAY_NOT_DECIDE"_s;
        QTest::newRow("who approved already") << u"ben"_s << u"MAY_NOT_DECIDE"_s;
        QTest::newRow("nobody") << u"  "_s << u"INVALID_ARGUMENT"_s;
    }
    void handingOnKeepsFourEyes()
    {
        QFETCH(QString, to);
        QFETCH(QString, refusal);
        House house;
        ApprovalRequested request;
        request.approvalId = ApprovalId(house.ids.next());
        request.loopId = house.loop();
        request.kind = u"merge"_s;
        request.quorum = 2;
        request.mayNotDecide = {u"zoe"_s};
        QVERIFY(house.recorder.append({request}, {}, {}));
        QVERIFY(house.as(u"ben"_s, DecideApproval{request.approvalId, true, {}}));
        const DelegateApproval command{request.approvalId, to, u"on leave"_s};
        const auto handed = house.commands.carryOut(command);
        QCOMPARE(handed ? QString() : handed.error().code.text(), refusal);
        if (handed) {
            QCOMPARE(std::get<ApprovalDelegated>(house.newest()).to, to);
            QCOMPARE(house.commands.carryOut(command)->position, handed->position);
        }
        // It gives no right and takes none.
        QCOMPARE(house.as(u"zoe"_s, DecideApproval{request.approvalId, true, {}}).error().code,
                 errors::MAY_NOT_DECIDE);
        QVERIFY(house.commands.carryOut(DecideApproval{request.approvalId, true, {}}));
    }

    void noScheduleGetsAroundTheQuorumAndFourEyes()
    {
        const QStringList people{u"mia"_s, u"ben"_s, u"ana"_s, u"zoe"_s, u"tom"_s};
        QRandomGenerator random(7);
        int approved = 0;
        for (int schedule = 0; schedule < 300; ++schedule) {
            House house;
            ApprovalRequested request;
            request.approvalId = ApprovalId(house.ids.next());
            request.loopId = house.loop();
            request.kind = u"merge"_s;
            request.quorum = random.bounded(1, 5);
            request.mayNotDecide = {people.first()};
            QVERIFY(house.recorder.append({request}, {}, {}));
            const ApprovalId& id = request.approvalId;
            const auto someone = [&] { return people.at(random.bounded(people.size())); };
            for (int turn = 0; turn < 15; ++turn) {
                const Command wishes[]{DecideApproval{id, true, {}},
                                       SnoozeApproval{id, std::chrono::hours(1)}, EndSnooze{id},
                                       DelegateApproval{id, someone(), {}},
                                       AskAboutApproval{id, u"why?"_s}};
                (void)house.as(someone(), wishes[random.bounded(5)]);
            }
            workflow::LoopState state;
            QSet<QString> yes;
            const auto past
                = house.store.read(EventQuery::tagged(tag::LOOP, request.loopId.text()));
            for (const StoredEvent& stored : *past) {
                state.apply(stored);
                if (const auto* granted = std::get_if<ApprovalGranted>(&stored.event.payload)) {
                    yes.insert(granted->by);
                }
            }
            QVERIFY(!yes.contains(people.first()));
            QCOMPARE(state.mergeApproval.has_value(), yes.size() >= request.quorum);
            approved += state.mergeApproval ? 1 : 0;
        }
        QVERIFY(approved > 50 && approved < 250); // The schedules do reach both ends.
    }

    void commentsAreRecordedWithTheLinesThatTheyAreAbout()
    {
        House house;
        const ApprovalId approval = house.approval(u"merge"_s);
        const QList<LineComment> comments{{u"src/a.cpp"_s, 2, {}, u"Not this way."_s},
                                          {u"src/a.cpp"_s, 3, u"made up"_s, u"Nor this."_s}};
        QVERIFY(house.commands.carryOut(DecideApproval{approval, false, {}, comments}));
        const auto rejected = std::get<ApprovalRejected>(house.newest());
        QCOMPARE(rejected.comments.size(), 2);
        QCOMPARE(rejected.comments[0].quote, u"int b;"_s);
        QCOMPARE(rejected.comments[1].quote, u"int c;"_s);
        QCOMPARE(rejected.comments[1].text, u"Nor this."_s);
    }

    void commentThatFitsNoLineIsRefused_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("granted");
        QTest::addColumn<LineComment>("comment");
        const LineComment good{u"src/a.cpp"_s, 1, {}, u"words"_s};
        QTest::newRow("no such file")
            << u"merge"_s << false << LineComment{u"src/b.cpp"_s, 1, {}, u"words"_s};
        QTest::newRow("behind the end")
            << u"merge"_s << false << LineComment{u"src/a.cpp"_s, 4, {}, u"words"_s};
        QTest::newRow("line 0") << u"merge"_s << false
                                << LineComment{u"src/a.cpp"_s, 0, {}, u"words"_s};
        QTest::newRow("no words") << u"merge"_s << false
                                  << LineComment{u"src/a.cpp"_s, 1, {}, u" "_s};
        QTest::newRow("with an approval") << u"merge"_s << true << good;
        QTest::newRow("where there is no change") << u"escalation"_s << false << good;
    }
    void commentThatFitsNoLineIsRefused()
    {
        QFETCH(QString, kind);
        QFETCH(bool, granted);
        QFETCH(LineComment, comment);
        House house;
        const ApprovalId approval = house.approval(kind);
        const auto refused
            = house.commands.carryOut(DecideApproval{approval, granted, u"note"_s, {comment}});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, errors::INVALID_ARGUMENT);
        QVERIFY(house.commands.carryOut(DecideApproval{approval, granted, u"note"_s}));
    }

    void pausesOnceAndResumes()
    {
        House house;
        const LoopId loop = house.loop();
        const auto paused = house.commands.carryOut(PauseLoop{loop, u"lunch"_s});
        QVERIFY(paused);
        QCOMPARE(std::get<LoopPaused>(house.newest()).reason, u"lunch"_s);
        QCOMPARE(house.commands.carryOut(PauseLoop{loop, {}})->position, paused->position);
        QVERIFY(house.commands.carryOut(ResumeLoop{loop}));
        QVERIFY(std::holds_alternative<LoopResumed>(house.newest()));
        const auto again = house.commands.carryOut(ResumeLoop{loop});
        QCOMPARE(again->position, Position{paused->position.value + 1});
        QVERIFY(house.commands.carryOut(PrioritizeLoop{loop, 3}));
        QCOMPARE(std::get<LoopPrioritized>(house.newest()).priority, 3);
    }

    void runningAgainTakesTheOpenQuestionBack()
    {
        House house;
        const ApprovalId approval = house.approval(u"merge"_s);
        const auto stored = house.store.read(EventQuery::tagged(tag::APPROVAL, approval.text()));
        const LoopId loop = std::get<ApprovalRequested>(stored->first().event.payload).loopId;
        const StepId first = workflow::step::ISSUE_ASSIGNMENT;
        QVERIFY(house.commands.carryOut(RerunStep{loop, first, u"carefully"_s}));
        QCOMPARE(std::get<StepRerunRequested>(house.newest()).hint, u"carefully"_s);
        QCOMPARE(house.commands.carryOut(DecideApproval{approval, true, {}}).error().code,
                 errors::APPROVAL_NOT_OPEN);
        QCOMPARE(house.commands.carryOut(RerunStep{loop, workflow::step::MERGE, {}}).error().code,
                 errors::INVALID_ARGUMENT);
    }

    void nothingBeforeTheMergeRunsAgainAfterIt()
    {
        House house;
        const LoopId loop = house.loop();
        for (const PlannedStep& planned : workflow::standardPlan({})) {
            (void)house.recorder.append({StepStarted{loop, planned.id, planned.name}},
                                        {{tag::LOOP, loop.text()}}, {});
        }
        PullRequestMerged merged;
        merged.loopId = loop;
        (void)house.recorder.append({merged}, {}, {});
        const auto refused
            = house.commands.carryOut(RerunStep{loop, workflow::step::CODE_GENERATION, {}});
        QCOMPARE(refused.error().code, errors::INVALID_ARGUMENT);
        QVERIFY(house.commands.carryOut(RerunStep{loop, workflow::step::DEPLOYMENT, {}}));
    }

    void unknownThingsAreNotFound()
    {
        House house;
        QCOMPARE(house.commands.carryOut(StartLoop{IssueId(u"x"_s)}).error().code,
                 errors::NOT_FOUND);
        QCOMPARE(house.commands.carryOut(CancelLoop{LoopId(u"x"_s), {}}).error().code,
                 errors::NOT_FOUND);
        QCOMPARE(house.commands.carryOut(DecideApproval{ApprovalId(u"x"_s), true, {}}).error().code,
                 errors::NOT_FOUND);
        QCOMPARE(house.commands.carryOut(CommentIssue{IssueId(u"x"_s), u"hi"_s}).error().code,
                 errors::NOT_FOUND);
    }
};

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
