// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/codec.h"
#include "core/readmodels/read_models.h"
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QJsonArray>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

namespace {

using readmodels::ReadModels;

ReadModels fold(const QList<StoredEvent>& events, ReadModels from = {})
{
    for (const StoredEvent& stored : events) {
        from.apply(stored);
    }
    return from;
}

QString git(const QString& folder, const QStringList& arguments)
{
    QProcess process;
    process.start(u"git"_s, QStringList{u"-C"_s, folder} + arguments);
    process.waitForFinished();
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

/// What one event means to the story of its loop; empty for what the other loops and the load of
/// the machine decide: pieces of transcripts and logs, and whether there is something new on the
/// base branch when it merges.
QString storyLine(const StoredEvent& stored)
{
    const QJsonObject event = codec::toJson(stored);
    const QJsonObject data = event[u"data"_s].toObject();
    const QString type = event[u"type"_s].toString();
    const bool isAboutItsMerge = data[u"verdict"_s][u"stepId"_s] == u"MERGE"_s;
    if (type == u"AGENT.TRANSCRIPT_APPENDED"_s || type == u"GATE.LOG_APPENDED"_s
        || type == u"WORKFLOW.STEP_WAITING"_s || isAboutItsMerge) {
        return {};
    }
    QStringList words{type};
    if (data.contains(u"stepId"_s)) {
        words.append(data[u"stepId"_s].toString());
    }
    if (data.contains(u"verdict"_s)) {
        words.append(data[u"verdict"_s][u"gateId"_s].toString());
    }
    if (data.contains(u"attempt"_s)) {
        words.append(QString::number(data[u"attempt"_s].toInt()));
    }
    if (data[u"skipped"_s].toBool()) {
        words.append(u"skipped"_s);
    }
    return words.join(u' ');
}

} // namespace

// The demo from the first event to the last: three issues, three merges, and a record that says so.
class DemoTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void writesOnlyJsonToStdout();
    void mergesEveryIssue();
    void tellsTheStory_data();
    void tellsTheStory();
    void sendsAFailedGateBackToTheAgent();
    void warnsOfTheBreakingChange();
    void foldsTheSameRecordToTheSameState();
    void listsAndShowsLoops();
    void listsAndShowsApprovals();
    void queriesEvents();
    void doesNothingNewTheSecondTime();
    void endsWhenItMeetsAQuestionThatIsNotPartOfTheStory();
    void approvesNothingOfAnotherProject();

private:
    [[nodiscard]] QList<StoredEvent> eventsOf(int issue) const;
    [[nodiscard]] QList<QJsonObject> query(const QStringList& arguments) const;

    TammaHome m_home;
    QString m_project;
    Ended m_demo;
    QList<StoredEvent> m_all;
    ReadModels m_folded;
};

void DemoTest::initTestCase()
{
    m_project = m_home.path() + u"/the demo"_s;
    m_demo = m_home.run({u"demo"_s, u"--dir"_s, m_project, u"--approve"_s, u"--json"_s});
    QVERIFY2(m_demo.exitCode == 0, m_demo.story());
    m_all = m_home.events();
    m_folded = fold(m_all);
}

QList<StoredEvent> DemoTest::eventsOf(int issue) const
{
    QList<StoredEvent> found;
    const LoopId loop = m_folded.loops.rows().at(issue - 1).id;
    std::ranges::copy_if(m_all, std::back_inserter(found), [&loop](const StoredEvent& stored) {
        return stored.event.tags.value(tag::LOOP) == loop.text();
    });
    return found;
}

QList<QJsonObject> DemoTest::query(const QStringList& arguments) const
{
    const Ended ended = m_home.run(QStringList{u"events"_s, u"query"_s, u"--json"_s} + arguments);
    return ended.exitCode == 0 ? ended.rows() : QList<QJsonObject>{{{u"error"_s, ended.exitCode}}};
}

void DemoTest::writesOnlyJsonToStdout()
{
    const QList<QJsonObject> rows = m_demo.rows();
    QVERIFY(rows.size() > 60);
    for (const QJsonObject& row : rows) {
        QVERIFY2(!row.isEmpty(), "a line on stdout is no JSON object");
    }
    QCOMPARE(m_demo.err, QByteArray());
    QCOMPARE(rows.last()[u"repository"_s].toString(), QFileInfo(m_project).canonicalFilePath());
    QCOMPARE(rows.last()[u"record"_s].toString(), m_home.recordFile());
}

void DemoTest::mergesEveryIssue()
{
    QCOMPARE(git(m_project, {u"rev-list"_s, u"--count"_s, u"--merges"_s, u"main"_s}), u"3"_s);
    QCOMPARE(git(m_project, {u"status"_s, u"--porcelain"_s}), QString());
    QCOMPARE(m_folded.loops.rows().size(), 3);
    for (const readmodels::LoopRow& row : m_folded.loops.rows()) {
        QCOMPARE(row.status, workflow::LoopStatus::Completed);
        QVERIFY(row.recorded);
        QCOMPARE(git(m_project, {u"cat-file"_s, u"-t"_s, row.mergeCommit}), u"commit"_s);
        QVERIFY(m_folded.issues.row(row.issueId)->closed);
    }
}

void DemoTest::tellsTheStory_data()
{
    QTest::addColumn<int>("issue");
    QTest::newRow("green") << 1;
    QTest::newRow("feedback") << 2;
    QTest::newRow("breaking") << 3;
}

void DemoTest::tellsTheStory()
{
    QFETCH(const int, issue);
    QByteArray story;
    for (const StoredEvent& stored : eventsOf(issue)) {
        if (const QString line = storyLine(stored); !line.isEmpty()) {
            story += line.toUtf8() + '\n';
        }
    }
    const QString path = u"%1/tests/data/scenario/demo-%2.txt"_s.arg(
        qEnvironmentVariable("TAMMA_SOURCE_DIR"), QString::fromLatin1(QTest::currentDataTag()));
    QFile golden(path);
    if (qEnvironmentVariableIsSet("TAMMA_WRITE_GOLDEN")) {
        QVERIFY(golden.open(QIODevice::WriteOnly));
        golden.write(story);
        return;
    }
    QVERIFY2(golden.open(QIODevice::ReadOnly), qPrintable(path));
    QCOMPARE(story.split('\n'), golden.readAll().split('\n'));
}

void DemoTest::sendsAFailedGateBackToTheAgent()
{
    QCOMPARE(m_folded.loops.rows().at(1).attempts, 2);
    const QList<StoredEvent> story = eventsOf(2);
    const auto failed = std::ranges::find(story, u"GATE.FAILED"_s, typeOf);
    QVERIFY(failed != story.end());
    QCOMPARE(std::ranges::count(story, u"GATE.FAILED"_s, typeOf), 1);
    const Verdict verdict = std::get<GateFailed>(failed->event.payload).verdict;
    QCOMPARE(verdict.stepId.text(), u"TEST_VALIDATION"_s);
    QVERIFY(verdict.exitCode != 0);
    QCOMPARE(verdict.logHash.size(), 64);
    QVERIFY(!verdict.logTail.isEmpty());
    // What the agent is told the second time holds the end of the log.
    const auto told = std::find_if(failed, story.end(), [](const StoredEvent& stored) {
        return std::holds_alternative<AgentSessionStarted>(stored.event.payload);
    });
    QVERIFY(told != story.end());
    const QString prompt = std::get<AgentSessionStarted>(told->event.payload).prompt;
    QVERIFY2(prompt.contains(verdict.logTail.trimmed().section(u'\n', -1)), qPrintable(prompt));
}

void DemoTest::warnsOfTheBreakingChange()
{
    const auto isBreaking = [](const readmodels::Approval& one) { return one.request.breaking; };
    const QList<readmodels::Approval> rows = m_folded.approvals.rows();
    QCOMPARE(std::ranges::count_if(rows, isBreaking), 1);
    const auto found = std::ranges::find_if(rows, isBreaking);
    QCOMPARE(found->issueNumber, 3);
    QVERIFY(!found->request.reasons.isEmpty());
    QCOMPARE(found->decidedBy.isEmpty(), false);
}

void DemoTest::foldsTheSameRecordToTheSameState()
{
    QVERIFY(fold(m_home.events()) == m_folded);
    for (qsizetype cut = 0; cut <= m_all.size(); cut += 7) {
        const auto kept = ReadModels::fromSnapshot(fold(m_all.first(cut)).snapshot());
        QVERIFY(kept && fold(m_all.sliced(cut), *kept) == m_folded);
    }
}

void DemoTest::listsAndShowsLoops()
{
    const QList<QJsonObject> rows = m_home.run({u"loops"_s, u"list"_s, u"--json"_s}).rows();
    QCOMPARE(rows.size(), 3);
    for (const QJsonObject& row : rows) {
        QCOMPARE(row[u"status"_s].toString(), u"completed"_s);
    }
    const Ended shown = m_home.run({u"loops"_s, u"show"_s, u"#2"_s, u"--json"_s});
    QCOMPARE(shown.exitCode, 0);
    QCOMPARE(shown.rows().size(), 1);
    const QJsonArray steps = shown.rows().first()[u"steps"_s].toArray();
    QCOMPARE(steps.size(), 14);
    QCOMPARE(steps.at(4)[u"step"_s].toString(), u"CODE_GENERATION"_s);
    QCOMPARE(steps.at(4)[u"starts"_s].toInt(), 2);
    QCOMPARE(steps.at(12)[u"status"_s].toString(), u"passed"_s);
    QCOMPARE(steps.at(13)[u"status"_s].toString(), u"skipped"_s);
    const Ended words = m_home.run({u"loops"_s, u"show"_s, u"#2"_s});
    QVERIFY2(words.out.contains("Validate tests"), words.out);
}

void DemoTest::listsAndShowsApprovals()
{
    QCOMPARE(m_home.run({u"approvals"_s, u"list"_s, u"--json"_s}).out, QByteArray());
    QCOMPARE(m_home.run({u"approvals"_s, u"list"_s}).out, "Nothing waits for you.\n");
    const QList<QJsonObject> rows
        = m_home.run({u"approvals"_s, u"list"_s, u"--all"_s, u"--json"_s}).rows();
    QCOMPARE(rows.size(), 3);
    for (const QJsonObject& row : rows) {
        QCOMPARE(row[u"status"_s].toString(), u"granted"_s);
        QCOMPARE(row[u"diffDigest"_s].toString().size(), 64);
    }
    const QString id = rows.first()[u"approvalId"_s].toString();
    const Ended again = m_home.run({u"approvals"_s, u"approve"_s, id});
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.err.contains("APPROVAL_NOT_OPEN"), again.err);
    QCOMPARE(m_home.events().size(), m_all.size());
}

void DemoTest::queriesEvents()
{
    const qsizetype all = m_all.size();
    QCOMPARE(query({}).size(), all);
    QCOMPARE(query({u"--limit"_s, u"5"_s}).size(), 5);
    QCOMPARE(query({u"--limit"_s, u"0"_s}).size(), 0);
    const QList<QJsonObject> late = query({u"--after"_s, QString::number(all - 3)});
    QCOMPARE(late.size(), 3);
    QCOMPARE(late.first()[u"position"_s].toInteger(), all - 2);

    const QList<QJsonObject> merged = query({u"--type"_s, u"PR.MERGED.SUCCESS"_s});
    QCOMPARE(merged.size(), 3);
    const QString loop = u"loopId="_s + m_folded.loops.rows().at(1).id.text();
    QCOMPARE(query({u"--tag"_s, loop}).size(), eventsOf(2).size());
    const QList<QJsonObject> two = query(
        {u"--type"_s, u"GATE.FAILED"_s, u"--type"_s, u"PR.MERGED.SUCCESS"_s, u"--tag"_s, loop});
    QCOMPARE(two.size(), 2);
    QCOMPARE(two.first()[u"type"_s].toString(), u"GATE.FAILED"_s);
    QCOMPARE(query({u"--type"_s, u"NO.SUCH.TYPE"_s}).size(), 0);
    QCOMPARE(m_home.run({u"events"_s, u"query"_s, u"--tag"_s, u"nonsense"_s}).exitCode, 2);
}

void DemoTest::doesNothingNewTheSecondTime()
{
    const QString tip = git(m_project, {u"rev-parse"_s, u"main"_s});
    const Ended again = m_home.run({u"demo"_s, u"--dir"_s, m_project, u"--approve"_s, u"--json"_s});
    QVERIFY2(again.exitCode == 0, again.story());
    QCOMPARE(m_home.events(), m_all);
    QCOMPARE(git(m_project, {u"rev-parse"_s, u"main"_s}), tip);
}

void DemoTest::endsWhenItMeetsAQuestionThatIsNotPartOfTheStory()
{
    // Recordings of the user come first; these write a file where the project has a folder.
    const TammaHome home;
    const SmallProject project;
    const QString folder = home.path() + u"/data/recordings"_s;
    QVERIFY(QDir().mkpath(folder));
    const QString recording = project.recording({{u"src"_s, "Not a folder\n"}});
    for (const char* name : {"green", "feedback", "breaking"}) {
        QVERIFY(QFile::copy(recording, folder + u'/' + QLatin1StringView(name) + u".json"_s));
    }
    const Ended ended = home.run({u"demo"_s, u"--approve"_s, u"--json"_s});
    QVERIFY2(ended.exitCode == 3, ended.story());
    QCOMPARE(home.run({u"approvals"_s, u"list"_s, u"--json"_s}).rows().size(), 3);
    QCOMPARE(home.count(u"APPROVAL.GRANTED"_s), 0);
    QCOMPARE(home.count(u"CODE.GENERATED.SUCCESS"_s), 0);
}

void DemoTest::approvesNothingOfAnotherProject()
{
    const TammaHome home;
    const SmallProject project;
    QCOMPARE(home.run({u"issues"_s, u"add"_s, u"Greet the world"_s}, project.path()).exitCode, 0);
    const QString recording = project.recording({{u"greeting.txt"_s, "Hello, world\n"}});
    QCOMPARE(
        home.run({u"run"_s, u"1"_s, u"--provider"_s, u"playback"_s, u"--recording"_s, recording},
                 project.path())
            .exitCode,
        3);
    const QList<QJsonObject> before = home.run({u"approvals"_s, u"list"_s, u"--json"_s}).rows();
    QCOMPARE(before.size(), 1);

    const Ended demo = home.run({u"demo"_s, u"--approve"_s, u"--json"_s});
    QVERIFY2(demo.exitCode == 0, demo.story());
    QCOMPARE(home.count(u"APPROVAL.GRANTED"_s), 3);
    QCOMPARE(home.run({u"approvals"_s, u"list"_s, u"--json"_s}).rows(), before);
    QCOMPARE(project.merges(), 0);
}

QTEST_GUILESS_MAIN(DemoTest)
#include "tst_demo_loops.moc"
