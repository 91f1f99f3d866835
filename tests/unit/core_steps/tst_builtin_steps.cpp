// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/builtin_steps.h"

#include "core/providers/playback/playback_provider.h"
#include "core/workflow/loop_decider.h"
#include "core/workflow/standard_workflow.h"
#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QDirIterator>
#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using steps::StepOutcome;

class BuiltinStepsTest : public QObject {
    Q_OBJECT

private slots:
    void providesEveryStepOfTheStandardWorkflow()
    {
        StepFixture loop;
        QList<StepId> planned;
        for (const events::PlannedStep& one : workflow::standardPlan({})) {
            planned.append(one.id);
        }
        QList<StepId> provided;
        for (const auto& step : loop.steps) {
            provided.append(step->id());
        }
        QCOMPARE(provided, planned);
    }

    void everyRecordingOfTheDemoEndsMerged_data()
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<bool>("breaking");
        QTest::newRow("green") << "Printed invoices do not say when they are due" << 1 << false;
        QTest::newRow("feedback") << "VAT is one cent too low on some invoices" << 2 << false;
        QTest::newRow("breaking") << "Late interest must depend on the kind of customer" << 1
                                  << true;
    }

    void everyRecordingOfTheDemoEndsMerged()
    {
        QFETCH(QString, title);
        QFETCH(int, attempts);
        QFETCH(bool, breaking);
        StepFixture loop;
        loop.state.start.baseCommit = loop.repository.commit(demoProject());
        loop.platform.only.title = title;
        loop.state.start.provider = QStringLiteral("playback:") + QTest::currentDataTag();
        providers::PlaybackProvider playback({}, {.factor = 0});
        loop.services.provider = [&playback](const ProviderId&) { return &playback; };
        loop.gates.value(GateId("ci"))->next = gates::GateOutcome::Kind::Skipped;

        bool wasBreaking = false;
        for (int beat = 0; beat < 60; ++beat) {
            const auto decision = workflow::decide(loop.state, Timestamp{});
            if (std::holds_alternative<workflow::Complete>(decision)) {
                break;
            }
            if (std::holds_alternative<workflow::WaitFor>(decision)) {
                wasBreaking = loop.state.openApproval->breaking;
                QCOMPARE(loop.state.openApproval->kind, "merge");
                loop.approve();
                continue;
            }
            const auto* next = std::get_if<workflow::RunStep>(&decision);
            QVERIFY2(next != nullptr, qPrintable(loop.last.error.detail));
            // The real test gate fails on the first attempt of this recording.
            loop.gates.value(GateId("test"))->next = int(loop.state.attempts.size()) < attempts
                ? gates::GateOutcome::Kind::Failed
                : gates::GateOutcome::Kind::Passed;
            loop.run(next->step);
        }
        QVERIFY2(loop.state.merged.has_value(), qPrintable(loop.last.error.detail));
        QCOMPARE(int(loop.state.attempts.size()), attempts);
        QCOMPARE(wasBreaking, breaking);
        QCOMPARE(loop.repository.head("main^2"), loop.state.code->commit);
        QCOMPARE(loop.state.progress(workflow::step::DEPLOYMENT).status,
                 workflow::StepStatus::Skipped);
        QCOMPARE(loop.listener.started.size(), loop.listener.ended.size());
        QVERIFY(loop.listener.started.first().recorded);
    }

private:
    static TestRepository::Files demoProject()
    {
        TestRepository::Files files;
        const QString root = QStringLiteral(":/tamma/demo/project/");
        QDirIterator found(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (found.hasNext()) {
            QFile file(found.next());
            if (file.open(QIODevice::ReadOnly)) {
                files.insert(file.fileName().mid(root.size()), file.readAll());
            }
        }
        return files;
    }
};

QTEST_GUILESS_MAIN(BuiltinStepsTest)
#include "tst_builtin_steps.moc"
