// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engine.h"

#include "core/events/catalog.h"
#include "core/platforms/builtin_platforms.h"
#include "core/store/coordination.h"
#include "tests/support/flaky_store.h"
#include "tests/support/random_record.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace tamma::engine;
using namespace tamma::events;
using namespace Qt::StringLiterals;
using readmodels::ReadModels;

/// An engine that watches a record and runs no loops.
class TestEngine : public QObject {
    Q_OBJECT

private slots:
    void init();
    void beginsAtASnapshot();
    void showsThePast();
    void saysThatTheRecordCannotBeUsed();
    void answersWhatWasAskedBeforeItBegan();

private:
    [[nodiscard]] std::unique_ptr<Engine> start(const QString& lockFile = u"none/lock"_s);
    [[nodiscard]] ReadModelChange everythingUpTo(Position position);

    std::unique_ptr<QTemporaryDir> m_folder;
    test::FlakyStore m_store;
    SystemClock m_clock;
    UuidV7Source m_ids;
    Recorder m_recorder{m_store, m_clock, m_ids};
    std::unique_ptr<ReadModelFeed> m_feed;
    std::unique_ptr<platforms::GitPlatform> m_platform
        = platforms::builtinPlatforms().first().create({m_store, m_ids, m_clock});
    Commands m_commands{m_store, m_recorder, m_ids,
                        CommandServices{*m_platform,
                                        {},
                                        [](const auto&, const QString& question, const auto&) {
                                            return steps::QuestionAnswer{question + u" Because."_s};
                                        },
                                        {},
                                        {}}};
    LoopRunner m_runner{m_store, m_recorder, m_ids, m_clock, [](const StepId&) { return nullptr; }};
    store::Coordination m_coordination;
};

void TestEngine::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_coordination = *store::openCoordination(m_folder->filePath(u"record.sqlite"_s));
    m_feed = std::make_unique<ReadModelFeed>();
}

std::unique_ptr<Engine> TestEngine::start(const QString& lockFile)
{
    return std::make_unique<Engine>(EngineParts{m_store,
                                                m_recorder,
                                                m_commands,
                                                m_runner,
                                                *m_feed,
                                                {},
                                                {*m_coordination.leases, m_store, m_ids, m_clock},
                                                [](const auto&) { return true; },
                                                m_folder->filePath(lockFile),
                                                m_folder->filePath(u"snapshots"_s),
                                                m_folder->filePath(u"sessions"_s)});
}

ReadModelChange TestEngine::everythingUpTo(Position position)
{
    ReadModelChange all;
    const auto merge = [&all](const ReadModelChange& more) {
        all.loops += more.loops;
        all.approvals += more.approvals;
        all.issues += more.issues;
        all.events += more.events;
        all.upTo = std::max(all.upTo, more.upTo);
        return all.upTo;
    };
    (void)QTest::qWaitFor([&] { return merge(m_feed->take()) >= position; }, 20'000);
    return all;
}

void TestEngine::beginsAtASnapshot()
{
    ReadModels models;
    QList<Event> batch;
    for (const StoredEvent& one : test::RandomRecord(1).events(500)) {
        batch.append(one.event);
    }
    QVERIFY(m_store.append(batch, AppendGuard::none()));
    const auto stored = m_store.read({.upTo = {480}});
    for (const StoredEvent& one : *stored) {
        models.apply(one);
    }
    const Snapshots snapshots(m_folder->filePath(u"snapshots"_s), m_store);
    snapshots.keep(snapshotKind<ReadModels>(), {{480}, models.snapshot()});
    const auto engine = start();
    const ReadModelChange all = everythingUpTo({500});
    QCOMPARE(all.upTo, Position{500});
    QCOMPARE(all.events.size(), 20); // The rest came as rows.
    QCOMPARE(all.events.first().position, Position{481});
    for (const readmodels::LoopRow& row : models.loops.rows()) {
        QVERIFY(std::ranges::contains(all.loops, row.id, &readmodels::LoopRow::id));
    }
}

void TestEngine::showsThePast()
{
    const auto engine = start();
    const qint64 appends = m_store.appends;
    const auto then = engine->past(Position{100}).result();
    QVERIFY(then);
    ReadModels models;
    const auto stored = m_store.read({.upTo = {100}});
    for (const StoredEvent& one : *stored) {
        models.apply(one);
    }
    QCOMPARE(then->position, Position{100});
    QCOMPARE(then->loops, models.loops.rows());
    QCOMPARE(then->approvals, models.approvals.rows());
    QCOMPARE(then->issues, models.issues.rows());
    QCOMPARE(then->recorded, stored->last().recorded);
    QCOMPARE(engine->past(stored->last().recorded).result()->position,
             *m_store.positionAt(stored->last().recorded));
    QCOMPARE(engine->past(Timestamp{}).result()->position, Position{0});
    QVERIFY(engine->past(Position{0}).result()->loops.isEmpty());
    QCOMPARE(m_store.appends.load(), appends); // It only looks.
}

void TestEngine::saysThatTheRecordCannotBeUsed()
{
    test::FlakyStore flaky;
    Recorder recorder(flaky, m_clock, m_ids);
    Engine engine({flaky,
                   recorder,
                   m_commands,
                   m_runner,
                   *m_feed,
                   {},
                   {*m_coordination.leases, flaky, m_ids, m_clock},
                   [](const auto&) { return false; },
                   m_folder->filePath(u"l"_s),
                   m_folder->path(),
                   m_folder->filePath(u"sessions"_s)});
    QVERIFY(!m_feed->trouble());
    flaky.isGone = true;
    QTRY_VERIFY(m_feed->trouble().has_value());
    flaky.isGone = false;
    QTRY_VERIFY(!m_feed->trouble().has_value());
    flaky.isFull = true;
    QVERIFY(!recorder.append({OpaquePayload{u"X"_s}}, {}, {u"test"_s}));
    QTRY_VERIFY(m_feed->trouble().has_value());
    QCOMPARE(m_feed->trouble()->code, errors::DISK_FULL);
    flaky.isFull = false;
    QVERIFY(recorder.append({OpaquePayload{u"X"_s}}, {}, {u"test"_s}));
    QTRY_VERIFY(!m_feed->trouble().has_value());
}

void TestEngine::answersWhatWasAskedBeforeItBegan()
{
    LoopStarted loop;
    loop.loopId = LoopId(m_ids.next());
    ApprovalRequested request;
    request.approvalId = ApprovalId(m_ids.next());
    request.loopId = loop.loopId;
    const QString id = request.approvalId.text();
    QVERIFY(m_recorder.append(
        {loop, request,
         ApprovalQuestionAsked{request.approvalId, loop.loopId, u"mia"_s, u"Why?"_s, u"1"_s}},
        {}, {}));
    const auto engine = start(u"lock"_s);
    EventQuery query{{{{catalog::typeNameOf<ApprovalQuestionAnswered>()}, {{tag::APPROVAL, id}}}}};
    QTRY_COMPARE(m_store.read(query)->size(), 1);
    const auto answer
        = std::get<ApprovalQuestionAnswered>(m_store.read(query)->first().event.payload);
    QCOMPARE(answer.text, u"Why? Because."_s);
    QCOMPARE(answer.questionId, u"1"_s);
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
