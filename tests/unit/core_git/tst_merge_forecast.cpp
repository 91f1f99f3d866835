// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/merge.h"
#include "tests/support/test_repository/test_repository.h"

#include <QTest>

using namespace tamma;
using namespace tamma::git;
using tamma::tests::TestRepository;

namespace {

const Author TAMMA{"Tamma", "tamma@localhost", Timestamp(std::chrono::seconds(1761652800))};

// A user on main with unsaved edits, and a branch `work` that changed line 2 of a.txt.
struct Place {
    TestRepository user;
    QString base = user.commit({{"a.txt", "1\n2\n3\n"}, {"b.txt", "b\n"}});
    QString work = user.commitOn("work", {{"a.txt", "1\ntwo\n3\n"}, {"new.txt", "n\n"}});
    Repository repository = Repository::open(user.path()).value();

    Place() { user.write({{"b.txt", "the user's edit\n"}}); }

    [[nodiscard]] MergePlan plan(const QString& prepared = {}) const
    {
        return {"main", work, "Merge the work", TAMMA, prepared};
    }
    [[nodiscard]] Result<MergeForecast> forecast() const
    {
        return forecastMerge(repository, "main", work);
    }
    [[nodiscard]] Result<PreparedMerge> prepare() const
    {
        return prepareMerge(repository, plan(), "loop-1");
    }
    void dropEdit() const { user.git({"checkout", "--quiet", "--", "b.txt"}); }
    // Another loop's merge, say; the user's edit is there again afterwards.
    [[nodiscard]] QString landOnMain(const TestRepository::Files& files) const
    {
        dropEdit();
        const QString tip = user.commit(files);
        user.write({{"b.txt", "the user's edit\n"}});
        return tip;
    }
    [[nodiscard]] QString everything() const
    {
        return user.git({"for-each-ref"}) + user.git({"status", "--porcelain"})
            + user.git({"count-objects"}) + QString::fromUtf8(user.read("b.txt"));
    }
};

} // namespace

class TestOfMergeForecast : public QObject {
    Q_OBJECT

private slots:
    void saysThatItMergesCleanly()
    {
        const Place place;
        const QString tip = place.landOnMain({{"c.txt", "c\n"}});
        const QString before = place.everything();
        const auto forecast = place.forecast();
        QVERIFY2(forecast, forecast ? "" : qPrintable(forecast.error().detail));
        QCOMPARE(*forecast, (MergeForecast{"main", tip, place.work, false, 1, {}}));
        QCOMPARE(place.everything(), before);
    }

    void namesTheFilesThatConflict()
    {
        const Place place;
        const QString tip = place.landOnMain(
            {{"a.txt", "1\nzwei\n3\n"}, {"new.txt", "other\n"}, {"c.txt", "c\n"}});
        const QString before = place.everything();
        const auto forecast = place.forecast();
        QVERIFY(forecast);
        QCOMPARE(forecast->conflicts, QStringList({"a.txt", "new.txt"}));
        QCOMPARE(forecast->baseCommit, tip);
        QVERIFY(!forecast->alreadyMerged);
        QCOMPARE(place.everything(), before);
        QCOMPARE(place.prepare().error().code, errors::MERGE_CONFLICT);
        QCOMPARE(place.everything(), before);
    }

    void knowsWhatIsMerged()
    {
        const Place place;
        QVERIFY(mergeIntoBranch(place.repository, {"side", place.work, "m", TAMMA}).error().code
                == errors::BRANCH_NOT_FOUND);
        place.user.git({"branch", "side"});
        QVERIFY(mergeIntoBranch(place.repository, {"side", place.work, "m", TAMMA}));
        const auto forecast = forecastMerge(place.repository, "side", place.work);
        QVERIFY(forecast && forecast->alreadyMerged && forecast->conflicts.isEmpty());
        QCOMPARE(forecastMerge(place.repository, "none", place.work).error().code,
                 errors::BRANCH_NOT_FOUND);
        QCOMPARE(forecastMerge(place.repository, "main", "beef").error().code, errors::NOT_FOUND);
    }

    void preparesTheCommitThatLandsLater()
    {
        const Place place;
        const auto prepared = place.prepare();
        QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().detail));
        QCOMPARE(prepared->ref, "refs/tamma/merges/loop-1");
        QCOMPARE(place.user.head(prepared->ref), prepared->commit);
        QCOMPARE(prepared->sameFiles,
                 place.user.head(prepared->commit + "^{tree}") == place.user.head("work^{tree}"));
        QCOMPARE(prepared->baseCommit, place.base);
        QCOMPARE(place.user.git({"show", prepared->commit + ":a.txt"}), "1\ntwo\n3");
        QCOMPARE(place.user.head("main"), place.base);
        QCOMPARE(place.user.git({"status", "--porcelain"}), " M b.txt");
        QCOMPARE(place.prepare()->commit, prepared->commit);

        place.dropEdit();
        const auto landed = mergeIntoBranch(place.repository, place.plan(prepared->commit));
        QVERIFY2(landed, landed ? "" : qPrintable(landed.error().detail));
        QCOMPARE(place.user.head("main"), prepared->commit);
        QCOMPARE(place.user.read("a.txt"), "1\ntwo\n3\n");
        const auto again = mergeIntoBranch(place.repository, place.plan(prepared->commit));
        QVERIFY(again && again->alreadyMerged);
    }

    void nothingLandsThatWasPreparedOnAnotherBase()
    {
        const Place place;
        const QString old = place.prepare()->commit;
        const QString tip = place.landOnMain({{"c.txt", "c\n"}});
        const auto landed = mergeIntoBranch(place.repository, place.plan(old));
        QVERIFY(!landed);
        QCOMPARE(landed.error().code, errors::EVIDENCE_CHANGED);
        QCOMPARE(landed.error().context.value("baseCommit").toString(), tip);
        QCOMPARE(place.user.head("main"), tip);
        QCOMPARE(mergeIntoBranch(place.repository, place.plan(place.work)).error().code,
                 errors::EVIDENCE_CHANGED);

        const auto anew = place.prepare();
        QVERIFY(anew && anew->commit != old);
        QCOMPARE(anew->baseCommit, tip);
        QCOMPARE(place.user.head("refs/tamma/merges/loop-1"), anew->commit);
    }

    void forecastsTwentyBranchesInTime()
    {
        const Place place;
        TestRepository::Files many;
        for (int i = 0; i < 500; ++i) {
            many.insert(QString("d%1/f%2.txt").arg(i % 20).arg(i), QByteArray(2000, 'x'));
        }
        place.dropEdit();
        place.user.commit(many);
        QStringList branches;
        for (int i = 0; i < 20; ++i) {
            branches.append(place.user.commitOn(
                QString("b%1").arg(i), {{QString("d%1/f%1.txt").arg(i), QByteArray("changed\n")}}));
        }
        place.user.commit({{"d3/f3.txt", "other\n"}});
        QElapsedTimer timer;
        timer.start();
        int conflicts = 0;
        for (const QString& branch : branches) {
            const auto forecast = forecastMerge(place.repository, "main", branch);
            QVERIFY(forecast);
            conflicts += forecast->conflicts.isEmpty() ? 0 : 1;
        }
        qInfo("20 forecasts: %lld ms", timer.elapsed());
        QCOMPARE(conflicts, 1);
        QVERIFY(timer.elapsed() < 2000);
    }
};

QTEST_GUILESS_MAIN(TestOfMergeForecast)
#include "tst_merge_forecast.moc"
