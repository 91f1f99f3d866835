// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QDir>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

// Repositories on which no loop can run, or not to its end: what happened is said, what to do is
// said, nothing is lost.
class BadRepositoryTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void startsNothingWhereNoLoopCanRun_data();
    void startsNothingWhereNoLoopCanRun();
    void saysWhereAnIssueIsThatIsNotHere();
    void leavesADirtyCheckoutAloneUntilItIsClean();
    void worksAgainAfterAMergeConflict();
    void skipsAndRecordsWhatHasNoCommand();
    void saysWhatIsWrongInTheProjectFile();

private:
    [[nodiscard]] Ended addIssue(const QString& folder) const;
    [[nodiscard]] Ended runLoop(const QString& issue, const QByteArray& content) const;
    [[nodiscard]] QString openApprovalKind() const;

    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;
};

void BadRepositoryTest::init()
{
    m_home = std::make_unique<TammaHome>();
    m_project = std::make_unique<SmallProject>();
}

Ended BadRepositoryTest::addIssue(const QString& folder) const
{
    return m_home->run({u"issues"_s, u"add"_s, u"Greet the world"_s}, folder);
}

Ended BadRepositoryTest::runLoop(const QString& issue, const QByteArray& content) const
{
    return m_home->run({u"run"_s, issue, u"--provider"_s, u"playback"_s, u"--recording"_s,
                        m_project->recording({{u"greeting.txt"_s, content},
                                              {u"greeting.txt"_s, "Once more: " + content}})},
                       m_project->path());
}

QString BadRepositoryTest::openApprovalKind() const
{
    const auto rows = m_home->run({u"approvals"_s, u"list"_s, u"--json"_s}).rows();
    return rows.size() == 1 ? rows.first()[u"kind"_s].toString() : u"%1 of them"_s.arg(rows.size());
}

void BadRepositoryTest::startsNothingWhereNoLoopCanRun_data()
{
    QTest::addColumn<QStringList>("before"); // git commands in the project
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("mend");
    QTest::newRow("not a repository") << QStringList{} << u"NOT_A_REPOSITORY"_s << u"git init"_s;
    QTest::newRow("bare") << QStringList{u"init --quiet --bare"_s} << u"REPOSITORY_BARE"_s
                          << u"Clone it"_s;
    QTest::newRow("empty") << QStringList{u"init --quiet"_s} << u"REPOSITORY_EMPTY"_s
                           << u"first commit"_s;
    QTest::newRow("detached HEAD")
        << QStringList{u"init --quiet"_s,
                       u"-c user.name=A -c user.email=a@b commit --quiet --allow-empty -m One"_s,
                       u"checkout --quiet --detach"_s}
        << u"HEAD_DETACHED"_s << u"Check out a branch"_s;
}

void BadRepositoryTest::startsNothingWhereNoLoopCanRun()
{
    QFETCH(const QStringList, before);
    QFETCH(const QString, code);
    QFETCH(const QString, mend);
    const QString folder = m_home->path() + u"/a folder"_s;
    QVERIFY(QDir().mkpath(folder));
    for (const QString& command : before) {
        m_project->gitIn(folder, command.split(u' '));
    }
    // Where there is a checkout an issue can be written down; its loop is refused. Else even that.
    Ended ended = addIssue(folder);
    if (ended.exitCode == 0) {
        ended = m_home->run(
            {u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s, u"green"_s},
            folder);
    }
    QCOMPARE(ended.exitCode, 1);
    QCOMPARE(ended.out, QByteArray());
    QVERIFY2(ended.err.contains(code.toUtf8()), ended.err);
    QVERIFY2(ended.err.contains(mend.toUtf8()), ended.err);
    QCOMPARE(m_home->count(u"WORKFLOW.STARTED"_s), 0);
}

void BadRepositoryTest::saysWhereAnIssueIsThatIsNotHere()
{
    QCOMPARE(addIssue(m_project->path()).exitCode, 0);
    const QStringList run{u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s,
                          u"green"_s};
    const Ended nowhere = m_home->run(run, m_home->path());
    QCOMPARE(nowhere.exitCode, 1);
    QVERIFY2(nowhere.err.contains("NOT_A_REPOSITORY"), nowhere.story());

    const SmallProject other;
    const Ended elsewhere = m_home->run(run, other.path());
    QCOMPARE(elsewhere.exitCode, 1);
    QVERIFY2(elsewhere.err.contains("but one of " + m_project->path().toUtf8()),
             elsewhere.story());
}

void BadRepositoryTest::leavesADirtyCheckoutAloneUntilItIsClean()
{
    QCOMPARE(addIssue(m_project->path()).exitCode, 0);
    QCOMPARE(runLoop(u"1"_s, "Hello, world\n").exitCode, 3);
    m_project->write({{u"greeting.txt"_s, "Hello, I am working on this\n"}});

    const Ended refused = m_home->run({u"approvals"_s, u"approve"_s, u"#1"_s});
    QCOMPARE(refused.exitCode, 3);
    QCOMPARE(openApprovalKind(), u"escalation"_s);
    const QByteArray shown = m_home->run({u"approvals"_s, u"show"_s, u"#1"_s}).out;
    QVERIFY2(shown.contains("CHECKOUT_DIRTY"), shown);
    QCOMPARE(m_project->read(u"greeting.txt"_s), "Hello, I am working on this\n");
    QCOMPARE(m_project->merges(), 0);
    QCOMPARE(m_home->count(u"PR.MERGED.SUCCESS"_s), 0);

    m_project->git({u"checkout"_s, u"--"_s, u"greeting.txt"_s});
    const Ended merged = m_home->run({u"approvals"_s, u"approve"_s, u"#1"_s});
    QVERIFY2(merged.exitCode == 0, merged.out + merged.err);
    QCOMPARE(m_project->merges(), 1);
    QCOMPARE(m_project->read(u"greeting.txt"_s), "Hello, world\n");
    QCOMPARE(m_home->count(u"PR.MERGED.SUCCESS"_s), 1);
}

void BadRepositoryTest::worksAgainAfterAMergeConflict()
{
    QCOMPARE(addIssue(m_project->path()).exitCode, 0);
    QCOMPARE(addIssue(m_project->path()).exitCode, 0);
    QCOMPARE(runLoop(u"1"_s, "Hello, world\n").exitCode, 3);
    QCOMPARE(runLoop(u"2"_s, "Hello, moon\n").exitCode, 3);
    QCOMPARE(m_home->run({u"approvals"_s, u"approve"_s, u"#1"_s}).exitCode, 0);

    // The agent works once more on the new base; the first approval does not cover that.
    const Ended again = m_home->run({u"approvals"_s, u"approve"_s, u"#2"_s});
    QVERIFY2(again.exitCode == 3, again.out + again.err);
    QCOMPARE(openApprovalKind(), u"merge"_s);
    QCOMPARE(m_project->merges(), 1);
    QCOMPARE(m_project->read(u"greeting.txt"_s), "Hello, world\n");
    const Ended merged = m_home->run({u"approvals"_s, u"approve"_s, u"#2"_s});
    QVERIFY2(merged.exitCode == 0, merged.out + merged.err);
    QCOMPARE(m_project->merges(), 2);
    QCOMPARE(m_project->read(u"greeting.txt"_s), "Once more: Hello, moon\n");
    QCOMPARE(m_home->count(u"PR.MERGED.SUCCESS"_s), 2);
}

void BadRepositoryTest::skipsAndRecordsWhatHasNoCommand()
{
    m_project = std::make_unique<SmallProject>(QStringList{});
    QCOMPARE(addIssue(m_project->path()).exitCode, 0);
    QCOMPARE(runLoop(u"1"_s, "Hello, world\n").exitCode, 3);
    QStringList skipped;
    for (const StoredEvent& stored : m_home->events()) {
        const auto* done = std::get_if<StepCompleted>(&stored.event.payload);
        if (done && done->skipped) {
            skipped.append(done->stepId.text());
            QVERIFY2(done->summary.contains(u".tamma/project.yaml"_s), qPrintable(done->summary));
        }
    }
    QCOMPARE(skipped, (QStringList{u"BUILD_VALIDATION"_s, u"TEST_VALIDATION"_s, u"CI_CHECK"_s}));
    QCOMPARE(m_home->count(u"GATE.PASSED"_s), 3); // Tamper, security and review can judge.
}

void BadRepositoryTest::saysWhatIsWrongInTheProjectFile()
{
    m_project->commit({{u".tamma/project.yaml"_s, "commands:\n  built: make\n"}});
    QCOMPARE(addIssue(m_project->path()).exitCode, 0);
    const Ended ended = runLoop(u"1"_s, "Hello, world\n");
    QCOMPARE(ended.exitCode, 1);
    QVERIFY2(ended.err.contains("CONFIG_INVALID"), ended.err);
    QVERIFY2(ended.err.contains(".tamma/project.yaml:2:3"), ended.err);
    QCOMPARE(m_home->count(u"WORKFLOW.STARTED"_s), 0);
}

QTEST_GUILESS_MAIN(BadRepositoryTest)
#include "tst_bad_repository.moc"
