// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/workflow/loop_state.h"
#include "core/workflow/step_ids.h"
#include "tests/scenario/support/session_stories.h"
#include "tests/scenario/support/small_project.h"
#include "tests/scenario/support/tamma_home.h"
#include "tests/support/fake_llm/fake_llm.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::tests;
using namespace Qt::StringLiterals;

namespace {

QJsonObject doing(const QJsonObject& action)
{
    return {{u"do"_s, QJsonArray{action}}};
}

QJsonObject saying(const QString& words)
{
    return {{u"say"_s, words}};
}

QJsonObject submitting(const QJsonObject& answer)
{
    return doing({{u"op"_s, u"submit"_s}, {u"input"_s, answer}});
}

QJsonObject expecting(QJsonObject step, const QString& key, const QString& pattern)
{
    step[u"expect"_s] = QJsonObject{{key, pattern}};
    return step;
}

/// A model that is wrong at first: it writes a greeting that the test of the project refuses, is
/// told so with the log, and mends it.
QJsonObject script()
{
    const QString file = u"{{cwd}}/greeting.txt"_s;
    const QJsonObject reading{{u"op"_s, u"read"_s}, {u"path"_s, file}};
    const QJsonObject wrong{
        {u"op"_s, u"write"_s}, {u"path"_s, file}, {u"content"_s, u"Hello, wrold\n"_s}};
    const QJsonObject right{
        {u"op"_s, u"edit"_s}, {u"path"_s, file}, {u"old"_s, u"wrold"_s}, {u"new"_s, u"world"_s}};
    const QJsonArray steps{
        submitting(answers::research()),
        submitting(answers::ambiguity()),
        expecting(doing(reading), u"user"_s, u"Greet the world"_s),
        expecting(doing(wrong), u"toolResult"_s, u"Hello"_s),
        saying(u"The greeting is written."_s),
        expecting(doing(reading), u"user"_s, u"the greeting must name the world"_s),
        doing(right),
        saying(u"The spelling is mended."_s),
        expecting(submitting(answers::review()), u"user"_s, u"Hello, world"_s)};
    return {{u"name"_s, u"greeting"_s}, {u"steps"_s, steps}};
}

/// A model that needs some seconds for its words after it wrote the file.
QJsonObject slowScript()
{
    const QJsonObject writing{{u"op"_s, u"write"_s},
                              {u"path"_s, u"{{cwd}}/greeting.txt"_s},
                              {u"content"_s, u"Hello, world\n"_s}};
    const QJsonObject words{{u"repeat"_s, u"thinking slowly "_s}, {u"times"_s, 100}};
    const QJsonArray steps{submitting(answers::research()), submitting(answers::ambiguity()),
                           doing(writing), QJsonObject{{u"chunkDelayMs"_s, 50}, {u"say"_s, words}},
                           submitting(answers::review())};
    return {{u"name"_s, u"slow"_s}, {u"steps"_s, steps}};
}

QStringList kindsIn(const SessionStory& story)
{
    QStringList kinds;
    for (const TranscriptEntry& entry : story.entries) {
        kinds.append(entry.kind + u' ' + entry.tool);
    }
    return kinds;
}

} // namespace

// A whole loop with the real claude program: real edits by its real tools, a gate that fails, the
// log of it as feedback, a second attempt, an approval and a merge.
class ClaudeLoopTest : public QObject {
    Q_OBJECT

private slots:
    void mendsWhatTheTestRefusedAndMerges();
    void losesNothingWhenTammaIsKilled();

private:
    void begin(const QJsonObject& script);
    void checkRecord() const;

    std::unique_ptr<testing::FakeLlm> m_model;
    std::unique_ptr<TammaHome> m_home;
    std::unique_ptr<SmallProject> m_project;
};

void ClaudeLoopTest::begin(const QJsonObject& script)
{
    m_home.reset();
    const QString program = testing::claudeProgram();
    if (program.isEmpty()) {
        QSKIP("The claude program is not installed: no network when the tests were prepared");
    }
    auto model = testing::FakeLlm::start(script);
    QVERIFY2(model, model ? "" : qPrintable(model.error().detail));
    m_model = *std::move(model);
    m_home = std::make_unique<TammaHome>();
    QProcessEnvironment& environment = m_home->environment();
    for (const auto& [name, value] : m_model->environment().asKeyValueRange()) {
        environment.insert(name, value);
    }
    environment.insert(u"HOME"_s, m_home->path());
    environment.insert(u"PATH"_s, QFileInfo(program).path() + u':' + qEnvironmentVariable("PATH"));
    m_project = std::make_unique<SmallProject>(QStringList{
        u"build: \"true\""_s,
        u"test: \"grep -q world greeting.txt || { echo the greeting must name the world; exit 1; }\""_s});
}

void ClaudeLoopTest::mendsWhatTheTestRefusedAndMerges()
{
    begin(script());
    if (!m_home) {
        return;
    }
    const Ended added
        = m_home->run({u"issues"_s, u"add"_s, u"Greet the world"_s}, m_project->path());
    QVERIFY2(added.exitCode == 0, added.story());
    const Ended asked
        = m_home->run({u"run"_s, u"1"_s, u"--provider"_s, u"claude_code"_s}, m_project->path());
    QVERIFY2(asked.exitCode == 3, asked.out + asked.err);
    QCOMPARE(m_model->failures(), QStringList());
    QVERIFY2(m_model->isThrough(), json::indented(m_model->state()));
    QCOMPARE(m_project->read(u"greeting.txt"_s), "Hello\n"); // The checkout is the user's.

    const Ended merged = m_home->run({u"approvals"_s, u"approve"_s, u"#1"_s});
    QVERIFY2(merged.exitCode == 0, merged.out + merged.err);
    QCOMPARE(m_project->merges(), 1);
    QCOMPARE(m_project->read(u"greeting.txt"_s), "Hello, world\n");
    checkRecord();
}

void ClaudeLoopTest::losesNothingWhenTammaIsKilled()
{
    begin(slowScript());
    if (!m_home) {
        return;
    }
    const Ended added
        = m_home->run({u"issues"_s, u"add"_s, u"Greet the world"_s}, m_project->path());
    QVERIFY2(added.exitCode == 0, added.story());
    const QStringList command{u"run"_s, u"1"_s, u"--provider"_s, u"claude_code"_s};
    const auto killed = m_home->start(command, m_project->path());
    const auto hasWritten = [this] {
        return std::ranges::any_of(sessionStories(m_home->events()), [](const SessionStory& one) {
            return kindsIn(one).contains(u"toolResult Write"_s);
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasWritten(), 120'000);
    killed->kill();
    QVERIFY(killed->waitForFinished());

    const Ended asked = m_home->run(command, m_project->path());
    QVERIFY2(asked.exitCode == 3, asked.out + asked.err);
    QCOMPARE(m_model->failures(), QStringList());
    QVERIFY2(m_model->isThrough(), json::indented(m_model->state()));
    QStringList steps;
    for (const SessionStory& story : sessionStories(m_home->events())) {
        steps.append(story.step.text());
        QCOMPARE(story.began, 1);
        QCOMPARE(story.ended, QStringList(u"completed"_s));
        if (story.step == workflow::step::CODE_GENERATION) {
            QCOMPARE(kindsIn(story),
                     QStringList({u"toolCall Write"_s, u"toolResult Write"_s, u"text "_s}));
        }
    }
    const QStringList once{u"RESEARCH"_s, u"AMBIGUITY_CHECK"_s, u"CODE_GENERATION"_s,
                           u"CODE_REVIEW"_s};
    QCOMPARE(steps, once);
}

void ClaudeLoopTest::checkRecord() const
{
    workflow::LoopState state;
    QStringList tools;
    QStringList sessions;
    for (const StoredEvent& stored : m_home->events()) {
        if (!stored.event.tags.value(tag::LOOP).isEmpty()) {
            state.apply(stored);
        }
        if (const auto* session = std::get_if<AgentSessionStarted>(&stored.event.payload)) {
            sessions.append(session->stepId.text());
        }
        if (const auto* session = std::get_if<AgentSessionEnded>(&stored.event.payload)) {
            QCOMPARE(session->outcome, u"completed"_s);
        }
        if (const auto* piece = std::get_if<TranscriptAppended>(&stored.event.payload)) {
            for (const TranscriptEntry& entry : piece->entries) {
                tools += entry.kind == u"toolCall"_s ? QStringList(entry.tool) : QStringList();
            }
        }
    }
    const QStringList expected{u"RESEARCH"_s, u"AMBIGUITY_CHECK"_s, u"CODE_GENERATION"_s,
                               u"CODE_GENERATION"_s, u"CODE_REVIEW"_s};
    QVERIFY2(sessions == expected, qPrintable(sessions.join(u' ')));
    QCOMPARE(state.status, workflow::LoopStatus::Completed);
    QCOMPARE(state.attempts.size(), 2);
    QCOMPARE(state.judged.value(GateId(u"test"_s)), 2);
    QCOMPARE(m_home->count(u"GATE.FAILED"_s), 1);
    QCOMPARE(m_home->count(u"PR.MERGED.SUCCESS"_s), 1);
    QVERIFY2(tools.contains(u"Write"_s) && tools.contains(u"Edit"_s), qPrintable(tools.join(u' ')));
}

QTEST_GUILESS_MAIN(ClaudeLoopTest)
#include "tst_claude_loop.moc"
