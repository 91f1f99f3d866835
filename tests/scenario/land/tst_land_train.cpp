// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/read_models.h"
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using namespace Qt::StringLiterals;
using readmodels::Approval;
using readmodels::ReadModels;

namespace {

/// Two parts are only well together once somebody joined them.
constexpr auto TEST = "[ $(ls | grep -c part) -le 1 ] || [ -f joined.txt ]";

} // namespace

// Changes that are fine alone and not together, approved at the same moment: the base branch is
// never red, and nobody has to do anything but decide.
class LandTrainTest : public QObject {
    Q_OBJECT

    struct World {
        TammaHome home;
        SmallProject project{
            {u"build: \"true\""_s, u"test: \"%1\""_s.arg(QLatin1StringView(TEST))}};

        ReadModels fold() const
        {
            ReadModels models;
            for (const events::StoredEvent& stored : home.events()) {
                models.apply(stored);
            }
            return models;
        }
        void runLoop(int number)
        {
            (void)home.run({u"issues"_s, u"add"_s, u"Part %1"_s.arg(number)}, project.path());
            const QString recording = project.recording(
                {{u"part-%1.txt"_s.arg(number), "part\n"}, {u"joined.txt"_s, "joined\n"}});
            const Ended ended = home.run({u"run"_s, QString::number(number), u"--provider"_s,
                                          u"playback"_s, u"--recording"_s, recording},
                                         project.path());
            QVERIFY2(ended.exitCode == 3, ended.story()); // It waits for a person.
        }
        /// Approves whatever is open, all of it at once; false when nothing is.
        bool approveAll()
        {
            std::vector<std::unique_ptr<QProcess>> people;
            for (const Approval& approval : fold().approvals.rows()) {
                if (approval.status == Approval::Status::Open) {
                    people.push_back(home.start(
                        {u"approvals"_s, u"approve"_s, approval.request.approvalId.text()},
                        project.path()));
                }
            }
            for (const auto& person : people) {
                (void)TammaHome::wait(*person);
            }
            return !people.empty();
        }
        bool isGreen(const QString& commit)
        {
            project.git({u"checkout"_s, u"--quiet"_s, u"--detach"_s, commit});
            QProcess test;
            test.setWorkingDirectory(project.path());
            test.start(u"sh"_s, {u"-c"_s, QString::fromLatin1(TEST)});
            test.waitForFinished();
            return test.exitCode() == 0;
        }
    };

private slots:
    void theBaseBranchIsNeverRed()
    {
        World world;
        for (int number = 1; number <= 3; ++number) {
            world.runLoop(number);
        }
        constexpr int MOST_ROUNDS = 6;
        for (int round = 0; round < MOST_ROUNDS && world.approveAll(); ++round) { }

        const ReadModels models = world.fold();
        for (const readmodels::LoopRow& row : models.loops.rows()) {
            QCOMPARE(row.status, workflow::LoopStatus::Completed);
        }
        QCOMPARE(world.project.merges(), 3);
        const QStringList history
            = world.project.git({u"rev-list"_s, u"--first-parent"_s, u"main"_s}).split(u'\n');
        QCOMPARE(history.size(), 4);
        for (const QString& commit : history) {
            QVERIFY2(world.isGreen(commit), qPrintable(commit));
        }
    }

    void aFailureTogetherIsMendedAndDecidedAnew()
    {
        World world;
        world.runLoop(1);
        world.runLoop(2);
        QVERIFY(world.approveAll());
        const auto open = world.fold();
        QCOMPARE(world.project.merges(), 1);
        int voided = 0;
        for (const Approval& approval : open.approvals.rows()) {
            voided += approval.status == Approval::Status::Voided ? 1 : 0;
        }
        QCOMPARE(voided, 1);
        QCOMPARE(world.home.count(u"GATE.FAILED"_s), 1);
        QVERIFY(world.approveAll());
        QCOMPARE(world.project.merges(), 2);
        QVERIFY(!world.approveAll());
    }
};

QTEST_GUILESS_MAIN(LandTrainTest)
#include "tst_land_train.moc"
