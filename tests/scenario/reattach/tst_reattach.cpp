// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/io/supervised/session_folder.h"
#include "core/providers/agent_sessions.h"
#include "core/workflow/step_ids.h"
#include "tests/scenario/support/session_stories.h"
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::tests;
using namespace Qt::StringLiterals;
using workflow::step::CODE_GENERATION;

namespace {

constexpr int LINES = 200;
constexpr qint64 REATTACHED_WITHIN_MS = 2000;

/// A claude program that answers structured questions at once, and writes code slowly and aloud.
const QString AGENT = uR"(#!/bin/sh
case "$*" in
*--version*) echo '2.1.330 (Claude Code)'; exit ;;
*"auth status"*) echo '{"loggedIn":true}'; exit ;;
esac
read -r prompt
echo '{"type":"system","subtype":"init","model":"m"}'
result() { echo '{"type":"result","subtype":"success","result":"Done.","structured_output":'"$1"'}'; }
case "$*" in
*acceptEdits*)
    i=0
    while [ $i -lt %1 ]; do
        echo '{"type":"assistant","message":{"content":[{"type":"text","text":"line '$i'"}]}}'
        i=$((i + 1))
        sleep 0.01
    done
    echo 'Hello, world' > greeting.txt
    result '{}' ;;
*approach*) result '%2' ;;
*findings*) result '%4' ;;
*) result '%3' ;;
esac
cat > /dev/null
)"_s;

qsizetype textsOfCode(const TammaHome& home)
{
    qsizetype count = 0;
    for (const SessionStory& session : sessionStories(home.events())) {
        count += session.step == CODE_GENERATION ? session.entries.size() : 0;
    }
    return count;
}

} // namespace

// Tamma ends in the middle of an agent's work, in a bad way or a good one; the agent works on, and
// the record has all of it once when Tamma is back.
class ReattachTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void losesNothingOfAnAgentsWork_data();
    void losesNothingOfAnAgentsWork();
    void saysThatTheAgentWorksOn();
    void testsAreNotRunTwice();
    void noAgentOutlivesACancel_data();
    void noAgentOutlivesACancel();

private:
    [[nodiscard]] std::unique_ptr<QProcess> startLoop() const;
    [[nodiscard]] providers::AgentSessions sessions() const
    {
        return providers::AgentSessions(m_home->path() + u"/data/sessions"_s);
    }
    void checkRecord() const;
    /// Where the gates of the only loop work; empty while there is none.
    [[nodiscard]] QString gateFolder() const
    {
        const QDir folder(m_home->path() + u"/data/worktrees"_s);
        const QStringList loops = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        return loops.isEmpty() ? QString() : folder.filePath(loops.first() + u"/gate"_s);
    }

    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;
};

void ReattachTest::init()
{
    m_home = std::make_unique<TammaHome>();
    m_project = std::make_unique<SmallProject>();
    const QString folder = m_home->path() + u"/bin"_s;
    QVERIFY(QDir().mkpath(folder));
    QFile agent(folder + u"/claude"_s);
    QVERIFY(agent.open(QIODevice::WriteOnly));
    agent.write(AGENT.arg(LINES)
                    .arg(QString::fromUtf8(json::compact(answers::research())),
                         QString::fromUtf8(json::compact(answers::ambiguity())),
                         QString::fromUtf8(json::compact(answers::review())))
                    .toUtf8());
    agent.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    m_home->environment().insert(u"PATH"_s, folder + u':' + qEnvironmentVariable("PATH"));
    const Ended added
        = m_home->run({u"issues"_s, u"add"_s, u"Greet the world"_s}, m_project->path());
    QVERIFY2(added.exitCode == 0, added.story());
}

void ReattachTest::cleanup()
{
    sessions().tidy([](const LoopId&) { return true; }, std::chrono::seconds(0));
}

std::unique_ptr<QProcess> ReattachTest::startLoop() const
{
    return m_home->start({u"run"_s, u"1"_s, u"--provider"_s, u"claude_code"_s}, m_project->path());
}

void ReattachTest::losesNothingOfAnAgentsWork_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<qsizetype>("after");
    QTest::newRow("killed at the first words") << SIGKILL << qsizetype(1);
    QTest::newRow("killed in the middle") << SIGKILL << qsizetype(LINES / 2);
    QTest::newRow("killed near the end") << SIGKILL << qsizetype(LINES - 20);
    QTest::newRow("told to end in the middle") << SIGTERM << qsizetype(LINES / 2);
}

void ReattachTest::losesNothingOfAnAgentsWork()
{
    QFETCH(const int, signal);
    QFETCH(const qsizetype, after);
    const auto first = startLoop();
    QTRY_VERIFY_WITH_TIMEOUT(textsOfCode(*m_home) >= after, 60'000);
    ::kill(pid_t(first->processId()), signal);
    const Ended left = TammaHome::wait(*first);
    const qsizetype before = textsOfCode(*m_home);
    QVERIFY2(before < LINES, "it was ended too late");
    QVERIFY2(sessions().running() == 1, left.out + left.err);

    // A busy machine needs its time to start any program at all; that is no part of attaching.
    QElapsedTimer sinceStart;
    sinceStart.start();
    QCOMPARE(m_home->run({u"loops"_s, u"list"_s}).exitCode, 0);
    const qint64 startMs = sinceStart.restart();
    const auto second = startLoop();
    QTRY_VERIFY_WITH_TIMEOUT(textsOfCode(*m_home) > before, 60'000);
    const qint64 reattachedMs = sinceStart.elapsed();
    qInfo("the first new words were stored %lld ms after the start; a mere start takes %lld ms",
          reattachedMs, startMs);
    const Ended asked = TammaHome::wait(*second);
    QVERIFY2(asked.exitCode == 3, asked.out + asked.err);
    QVERIFY2(reattachedMs - startMs <= REATTACHED_WITHIN_MS,
             qPrintable(QString::number(reattachedMs)));
    QCOMPARE(sessions().running(), 0);
    checkRecord();

    const Ended merged = m_home->run({u"approvals"_s, u"approve"_s, u"#1"_s});
    QVERIFY2(merged.exitCode == 0, merged.out + merged.err);
    QCOMPARE(m_project->merges(), 1);
    QCOMPARE(m_project->read(u"greeting.txt"_s), "Hello, world\n");
}

void ReattachTest::checkRecord() const
{
    QStringList steps;
    for (const SessionStory& session : sessionStories(m_home->events())) {
        steps.append(session.step.text());
        QCOMPARE(session.began, 1);
        QCOMPARE(session.ended, QStringList(u"completed"_s));
        if (session.step == CODE_GENERATION) {
            QCOMPARE(session.entries.size(), LINES);
            for (int i = 0; i < LINES; ++i) {
                QCOMPARE(session.entries[i].text, u"line %1"_s.arg(i));
            }
        }
    }
    const QStringList once{u"RESEARCH"_s, u"AMBIGUITY_CHECK"_s, u"CODE_GENERATION"_s,
                           u"CODE_REVIEW"_s};
    QCOMPARE(steps, once);
}

/// Tamma is killed while the tests run.
void ReattachTest::testsAreNotRunTwice()
{
    SmallProject project({u"build: \"true\""_s,
                          u"test: \"echo x >> runs; until test -e go; do sleep 0.05; done\""_s});
    (void)m_home->run({u"issues"_s, u"add"_s, u"Greet the world again"_s}, project.path());
    const QString recording = project.recording({{u"greeting.txt"_s, "Hello, world\n"}});
    const QStringList run{u"run"_s,        u"1"_s,        u"--repository"_s, project.path(),
                          u"--provider"_s, u"playback"_s, u"--recording"_s,  recording};
    const auto first = m_home->start(run, project.path());
    QTRY_COMPARE_WITH_TIMEOUT(sessions().running(), 1, 60'000);
    const QString checkout = gateFolder();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(checkout + u"/runs"_s), 60'000);
    ::kill(pid_t(first->processId()), SIGKILL);
    first->waitForFinished();
    QCOMPARE(sessions().running(), 1);
    QFile go(checkout + u"/go"_s);
    QVERIFY(go.open(QIODevice::WriteOnly));
    const Ended asked = m_home->run(run, project.path());
    QVERIFY2(asked.exitCode == 3, asked.out + asked.err);
    QFile runs(checkout + u"/runs"_s);
    QVERIFY(runs.open(QIODevice::ReadOnly));
    QCOMPARE(runs.readAll(), "x\n");
    QCOMPARE(sessions().running(), 0);
}

void ReattachTest::saysThatTheAgentWorksOn()
{
    const auto process = startLoop();
    QTRY_VERIFY_WITH_TIMEOUT(textsOfCode(*m_home) > 0, 60'000);
    ::kill(pid_t(process->processId()), SIGINT);
    const Ended ended = TammaHome::wait(*process);
    QVERIFY2(ended.err.contains("works on"), ended.out + ended.err);
}

void ReattachTest::noAgentOutlivesACancel_data()
{
    QTest::addColumn<bool>("tammaRuns");
    QTest::newRow("while Tamma runs the loop") << true;
    QTest::newRow("when Tamma was killed") << false;
}

void ReattachTest::noAgentOutlivesACancel()
{
    QFETCH(const bool, tammaRuns);
    const auto process = startLoop();
    QTRY_VERIFY_WITH_TIMEOUT(textsOfCode(*m_home) > 0, 60'000);
    if (!tammaRuns) {
        ::kill(pid_t(process->processId()), SIGKILL);
        process->waitForFinished();
    }
    QCOMPARE(sessions().running(), 1);
    const Ended cancelled = m_home->run({u"loops"_s, u"cancel"_s, u"#1"_s});
    QVERIFY2(cancelled.exitCode == 0, cancelled.story());
    QTRY_COMPARE_WITH_TIMEOUT(sessions().running(), 0, 5'000);
    if (tammaRuns) {
        QCOMPARE(TammaHome::wait(*process).exitCode, 4); // A loop was cancelled.
    }
}

QTEST_GUILESS_MAIN(ReattachTest)
#include "tst_reattach.moc"
