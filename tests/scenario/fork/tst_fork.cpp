// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/read_models.h"
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using namespace Qt::StringLiterals;
using workflow::LoopStatus;

// A loop that waits for its approval, and another agent that tries the same issue beside it.
class ForkTest : public QObject {
    Q_OBJECT

    struct World {
        TammaHome home;
        SmallProject project;

        World()
        {
            (void)home.run({u"issues"_s, u"add"_s, u"Greet the world"_s}, project.path());
            const Ended ended = home.run({u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s,
                                          u"--recording"_s, recording("Hallo, Welt\n")},
                                         project.path());
            QVERIFY2(ended.exitCode == 3, ended.story());
        }
        [[nodiscard]] QString recording(const QByteArray& greeting) const
        {
            return project.recording({{u"greeting.txt"_s, greeting}});
        }
        [[nodiscard]] readmodels::ReadModels models() const
        {
            readmodels::ReadModels models;
            for (const events::StoredEvent& stored : home.events()) {
                models.apply(stored);
            }
            return models;
        }
        [[nodiscard]] QList<readmodels::LoopRow> loops() const { return models().loops.rows(); }
        [[nodiscard]] QString questionOf(const readmodels::LoopRow& loop) const
        {
            for (const readmodels::Approval& approval : models().approvals.rows()) {
                if (approval.request.loopId == loop.id) {
                    return approval.request.approvalId.text();
                }
            }
            return {};
        }
        [[nodiscard]] Ended fork(const QString& step, const QStringList& options = {}) const
        {
            return home.run(QStringList{u"loops"_s, u"fork"_s, u"#1"_s, step} + options,
                            project.path());
        }
        [[nodiscard]] qsizetype sessionsOf(const LoopId& loop, const QString& step) const
        {
            return std::ranges::count_if(home.events(), [&](const events::StoredEvent& stored) {
                const auto* session
                    = std::get_if<events::AgentSessionStarted>(&stored.event.payload);
                return session != nullptr && session->loopId == loop
                    && session->stepId.text() == step;
            });
        }
    };

private slots:
    void anotherAgentTriesItBesideTheFirst()
    {
        World world;
        const Ended ended
            = world.fork(u"CODE_GENERATION"_s,
                         {u"--provider"_s, u"playback"_s, u"--recording"_s,
                          world.recording("Hello, world\n"), u"--hint"_s, u"In English."_s});
        QVERIFY2(ended.exitCode == 3, ended.out + ended.err);

        const auto loops = world.loops();
        QCOMPARE(loops.size(), 2);
        const readmodels::LoopRow& first = loops.first();
        const readmodels::LoopRow& fork = loops.last();
        QCOMPARE(fork.forkOf, first.id.text());
        QCOMPARE(fork.issueId, first.issueId);
        for (const auto& loop : loops) {
            QCOMPARE(loop.status, LoopStatus::NeedsYou);
        }
        // What the first one found out is not asked again; the hint is in the prompt.
        QCOMPARE(world.sessionsOf(fork.id, u"RESEARCH"_s), 0);
        QCOMPARE(world.sessionsOf(fork.id, u"CODE_GENERATION"_s), 1);
        QVERIFY(std::ranges::any_of(world.home.events(), [&](const events::StoredEvent& stored) {
            const auto* session = std::get_if<events::AgentSessionStarted>(&stored.event.payload);
            return session != nullptr && session->loopId == fork.id
                && session->prompt.contains(u"In English."_s);
        }));
        QVERIFY(first.branch != fork.branch);
        QCOMPARE(world.project.git({u"show"_s, first.branch + u":greeting.txt"_s}), "Hallo, Welt");
        QCOMPARE(world.project.git({u"show"_s, fork.branch + u":greeting.txt"_s}), "Hello, world");

        // One is chosen; the other ends, and its work stays on its branch.
        const Ended merged = world.home.run({u"approvals"_s, u"approve"_s, world.questionOf(fork)});
        QVERIFY2(merged.exitCode == 0, merged.out + merged.err);
        QCOMPARE(world.loops().first().status, LoopStatus::Cancelled);
        QVERIFY(world.loops().first().note.startsWith(u"Another try of the issue was merged"_s));
        QCOMPARE(world.loops().last().status, LoopStatus::Completed);
        for (const readmodels::Approval& approval : world.models().approvals.rows()) {
            QVERIFY(approval.status != readmodels::Approval::Status::Open);
        }
        QCOMPARE(world.models().issues.rows().first().status, readmodels::IssueStatus::Completed);
        QCOMPARE(world.project.read(u"greeting.txt"_s), "Hello, world\n");
        QCOMPARE(world.project.git({u"show"_s, first.branch + u":greeting.txt"_s}), "Hallo, Welt");
        const Ended late
            = world.home.run({u"loops"_s, u"fork"_s, fork.id.text(), u"CODE_GENERATION"_s});
        QVERIFY2(late.exitCode != 0 && late.err.contains("merged already"), late.out + late.err);
    }

    void aForkAfterTheCodeTakesTheCodeOver()
    {
        World world;
        const Ended ended = world.fork(u"CODE_REVIEW"_s, {u"--model"_s, u"careful-1"_s});
        QVERIFY2(ended.exitCode == 3, ended.out + ended.err);
        const auto loops = world.loops();
        const readmodels::LoopRow& fork = loops.last();
        QCOMPARE(fork.commit, loops.first().commit);
        QCOMPARE(fork.status, LoopStatus::NeedsYou);
        QCOMPARE(world.sessionsOf(fork.id, u"CODE_GENERATION"_s), 0);
        QCOMPARE(world.sessionsOf(fork.id, u"CODE_REVIEW"_s), 1);
        // Two questions are open about #1: nobody decides about the wrong one.
        QCOMPARE(world.home.run({u"approvals"_s, u"approve"_s, u"#1"_s}).exitCode, 1);
        QCOMPARE(world.project.merges(), 0);
    }

    void whatWasNotReachedOrCannotBeTakenOverIsRefused()
    {
        World world;
        QCOMPARE(world.fork(u"DEPLOYMENT"_s).exitCode, 1);
        QCOMPARE(world.fork(u"MERGE"_s).exitCode, 1);
        QCOMPARE(world.fork(u"NONSENSE"_s).exitCode, 1);
        QCOMPARE(world.loops().size(), 1);
    }
};

QTEST_GUILESS_MAIN(ForkTest)
#include "tst_fork.moc"
