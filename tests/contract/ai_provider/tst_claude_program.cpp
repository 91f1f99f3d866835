// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/providers/builtin_providers.h"
#include "core/providers/claude_code/claude_code_provider.h"
#include "core/providers/playback/recording_provider.h"
#include "tests/support/fake_llm/fake_llm.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace tamma;
using namespace tamma::providers;
using namespace std::chrono_literals;
using Kind = AgentOutcome::Kind;

namespace {

class Listener final : public AgentListener {
public:
    void onEntry(const events::TranscriptEntry& entry) override
    {
        entries.append(entry);
        if (entry.kind == actAt && act) {
            std::exchange(act, {})();
        }
    }

    [[nodiscard]] int count(const char* kind, bool failed) const
    {
        return static_cast<int>(std::ranges::count_if(entries, [&](const auto& entry) {
            return entry.kind == QLatin1String(kind) && entry.failed == failed;
        }));
    }

    QList<events::TranscriptEntry> entries;
    QString actAt;
    std::function<void()> act; ///< Done at the first such entry.
};

const char* const SCHEMA = R"({"type":"object","required":["ambiguous","questions"],
  "properties":{"ambiguous":{"type":"boolean"},"questions":{"type":"array","items":{"type":"string"}}}})";

} // namespace

// The real claude program against a scripted model: what the adapter relies on, good days and bad.
class ClaudeProgramTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void editsFilesAndRunsTestsAndCanBePlayedAgain();
    void getsThroughBadDays_data();
    void getsThroughBadDays();
    void tellsWhyItFailed_data();
    void tellsWhyItFailed();
    void endsAtTheLimitOfTurns();
    void endsWhenTheServiceIsSilent();
    void endsInTheMiddleOfWords();
    void endsARunningCommand();
    void worksOnWithoutTamma();
    void mendsAWrongStructuredAnswer_data();
    void mendsAWrongStructuredAnswer();
    void doesNothingThatIsForbidden();
    void takesLongPrompts();
    void leavesTheRepositorysSettingsAlone();

private:
    void start(const QString& script);
    [[nodiscard]] Result<AgentOutcome> run(std::stop_token stop = {});
    [[nodiscard]] AgentSessions sessions() const
    {
        return AgentSessions(m_folder->filePath(QStringLiteral("sessions")));
    }
    [[nodiscard]] QByteArray content(const QString& name) const;
    void makeProject(const QString& folder) const;
    [[nodiscard]] bool isAnythingLeft() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<testing::FakeLlm> m_model;
    std::unique_ptr<ClaudeCodeProvider> m_provider;
    AgentTask m_task;
    std::unique_ptr<Listener> m_listener;
};

void ClaudeProgramTest::init()
{
    if (testing::claudeProgram().isEmpty()) {
        QSKIP("The claude program is not installed: no network when the tests were prepared");
    }
    m_folder = std::make_unique<QTemporaryDir>();
    m_listener = std::make_unique<Listener>();
    m_task = {.sessionId = SessionId(QStringLiteral("session")),
              .loopId = LoopId(QStringLiteral("loop")),
              .stepId = StepId(QStringLiteral("CODE_GENERATION")),
              .prompt = QStringLiteral("Mend add()."),
              .workFolder = m_folder->filePath(QStringLiteral("work")),
              .model = QStringLiteral("claude-sonnet-4-5"),
              .recording = QStringLiteral("loop")};
    m_task.limits = {.wall = 120s, .firstEvent = 60s, .idle = 60s};
    makeProject(m_task.workFolder);
}

void ClaudeProgramTest::cleanup()
{
    if (m_folder) {
        sessions().endOf(m_task.loopId);
    }
}

void ClaudeProgramTest::makeProject(const QString& folder) const
{
    const QHash<QString, QByteArray> files{
        {QStringLiteral("calc.js"), "exports.add = (a, b) => a - b;\n"},
        {QStringLiteral("calc.test.js"),
         "const test = require('node:test');\nconst { equal } = require('node:assert');\n"
         "test('adds', () => equal(require('./calc.js').add(2, 3), 5));\n"},
        {QStringLiteral("hang.test.js"),
         "require('node:test')('hangs', () => new Promise(() => setInterval(() => {}, 1e6)));\n"}};
    QVERIFY(QDir().mkpath(folder));
    for (auto it = files.cbegin(); it != files.cend(); ++it) {
        QFile file(folder + QLatin1Char('/') + it.key());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(it.value());
    }
    for (const char* command :
         {"init -q", "add -A", "-c user.name=T -c user.email=t@example.invalid commit -qm Begin"}) {
        QProcess git;
        git.setWorkingDirectory(folder);
        git.start(QStringLiteral("git"), QString::fromLatin1(command).split(QLatin1Char(' ')));
        QVERIFY(git.waitForFinished() && git.exitCode() == 0);
    }
}

void ClaudeProgramTest::start(const QString& script)
{
    auto model = testing::FakeLlm::start(script);
    QVERIFY2(model, qPrintable(model ? QString() : model.error().detail));
    m_model = *std::move(model);
    claude::Environment environment = environmentOfTamma();
    environment.insert(m_model->environment());
    m_provider = std::make_unique<ClaudeCodeProvider>(
        ClaudeCodeProvider::Settings{.program = testing::claudeProgram(),
                                     .environment = environment,
                                     .supervisor = qEnvironmentVariable("TAMMA_BINARY_DIR")
                                         + QLatin1String("/bin/tamma-supervisor"),
                                     .sessions = m_folder->filePath(QStringLiteral("sessions"))});
}

Result<AgentOutcome> ClaudeProgramTest::run(std::stop_token stop)
{
    return m_provider->run(m_task, *m_listener, std::move(stop));
}

QByteArray ClaudeProgramTest::content(const QString& name) const
{
    QFile file(m_task.workFolder + QLatin1Char('/') + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

// Whether a process still works in this test's folder.
bool ClaudeProgramTest::isAnythingLeft() const
{
    const auto processes = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    return std::ranges::any_of(processes, [this](const QString& pid) {
        return QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(pid)) == m_task.workFolder;
    });
}

void ClaudeProgramTest::editsFilesAndRunsTestsAndCanBePlayedAgain()
{
    start(QStringLiteral("edit-and-test"));
    const QString recordings = m_folder->filePath(QStringLiteral("recordings"));
    RecordingProvider recorder(*m_provider, recordings);
    const auto outcome = recorder.run(m_task, *m_listener, {});
    QVERIFY2(outcome, qPrintable(outcome ? QString() : outcome.error().detail));
    QVERIFY2(outcome->kind == Kind::Completed, qPrintable(outcome->error.detail));
    QCOMPARE(m_model->failures(), QStringList());
    QVERIFY(m_model->isThrough());
    QCOMPARE(outcome->text, QStringLiteral("Mended: add(2, 3) is now 5."));
    QCOMPARE(outcome->model, QStringLiteral("claude-sonnet-4-5"));
    QCOMPARE(outcome->inputTokens, 6900);
    QCOMPARE(outcome->outputTokens, 250);
    QVERIFY(outcome->costUsd > 0);
    QCOMPARE(content(QStringLiteral("calc.js")), QByteArray("exports.add = (a, b) => a + b;\n"));
    QCOMPARE(content(QStringLiteral("docs/NOTES.md")),
             QByteArray("# Notes\n\nadd() mended — ünïcode ✓\n"));
    QCOMPARE(m_listener->count("toolCall", false), 4);
    QCOMPARE(m_listener->count("toolResult", false), 4);
    QVERIFY(!isAnythingLeft());

    AgentTask again = m_task;
    again.workFolder = m_folder->filePath(QStringLiteral("fresh"));
    makeProject(again.workFolder);
    Listener heard;
    const auto played = PlaybackProvider(recordings, {0}).run(again, heard, {});
    QVERIFY2(played, qPrintable(played ? QString() : played.error().detail));
    QCOMPARE(played->text, outcome->text);
    QCOMPARE(played->outputTokens, outcome->outputTokens);
    QCOMPARE(heard.entries.size(), m_listener->entries.size());
    for (const char* name : {"calc.js", "docs/NOTES.md"}) {
        QFile file(again.workFolder + QLatin1Char('/') + QLatin1String(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content(QLatin1String(name)));
    }
}

void ClaudeProgramTest::getsThroughBadDays_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("words");
    QTest::newRow("rate limit, overload")
        << "flaky-provider" << "Here at last, after two failures.";
    QTest::newRow("reset, cut, malformed, dripping")
        << "broken-streams" << "Whole again: ünïcödé ✓ 漢字 😀";
    QTest::newRow("a silence in the middle")
        << "stall" << "This sentence is interrupted by a long silence the first time.";
    QTest::newRow("400,000 characters") << "long-output" << "All work and no play";
}

void ClaudeProgramTest::getsThroughBadDays()
{
    QFETCH(QString, script);
    QFETCH(QString, words);
    m_task.limits.idle = 16s; // Of which the program's own watchdog uses a half at most.
    start(script);
    const auto outcome = run();
    QVERIFY(outcome);
    QVERIFY2(outcome->kind == Kind::Completed, qPrintable(outcome->error.detail));
    QVERIFY2(outcome->text.startsWith(words), qPrintable(outcome->text.left(200)));
    QVERIFY(m_model->isThrough());
}

void ClaudeProgramTest::tellsWhyItFailed_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("code");
    QTest::newRow("wrong key") << "auth" << errors::PROVIDER_AUTH_REJECTED.text();
    QTest::newRow("overloaded") << "overloaded" << errors::PROVIDER_UNAVAILABLE.text();
    QTest::newRow("used up") << "quota" << errors::PROVIDER_QUOTA.text();
    QTest::newRow("too long") << "context-overflow" << errors::PROVIDER_CONTEXT_OVERFLOW.text();
}

void ClaudeProgramTest::tellsWhyItFailed()
{
    QFETCH(QString, fault);
    const QString script = m_folder->filePath(QStringLiteral("script.json"));
    QFile file(script);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QStringLiteral(R"({"steps":[{"fault":{"kind":"%1","times":"always"}}]})")
                   .arg(fault)
                   .toUtf8());
    file.close();
    start(script);
    const auto outcome = run();
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Failed);
    QTEST(outcome->error.code.text(), "code");
    QVERIFY(!outcome->error.detail.isEmpty());
    QVERIFY(m_model->requests() <= 4);
}

void ClaudeProgramTest::endsAtTheLimitOfTurns()
{
    m_task.limits.turns = 3;
    start(QStringLiteral("endless-loop"));
    const auto outcome = run();
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::LimitReached);
    QCOMPARE(outcome->error.code.text(), errors::PROVIDER_LIMIT_REACHED.text());
    QVERIFY(m_model->requests() <= 4);
}

void ClaudeProgramTest::endsWhenTheServiceIsSilent()
{
    m_task.limits.idle = 4s;
    start(QStringLiteral("stall-forever"));
    const auto outcome = run();
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Failed);
    QCOMPARE(outcome->error.code.text(), errors::PROVIDER_STALLED.text());
    QVERIFY(outcome->error.retryable);
    QVERIFY(!isAnythingLeft());
}

void ClaudeProgramTest::endsInTheMiddleOfWords()
{
    std::jthread ending;
    m_listener->actAt = QStringLiteral("toolResult");
    m_listener->act = [&] { ending = std::jthread([this] { sessions().endOf(m_task.loopId); }); };
    start(QStringLiteral("slow-stream"));
    const auto outcome = run();
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Interrupted);
    QVERIFY(outcome->duration < 30s);
    QVERIFY(outcome->inputTokens > 0); // What it cost is known all the same.
    QCOMPARE(content(QStringLiteral("one.txt")), QByteArray("1\n"));
    QVERIFY(!isAnythingLeft());
}

void ClaudeProgramTest::endsARunningCommand()
{
    std::jthread ending;
    QElapsedTimer sinceAsked;
    m_listener->actAt = QStringLiteral("toolCall");
    m_listener->act = [&] {
        sinceAsked.start();
        ending = std::jthread([this] { sessions().endOf(m_task.loopId); });
    };
    start(QStringLiteral("slow-command"));
    const auto outcome = run();
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Interrupted);
    QVERIFY(!isAnythingLeft());
    QVERIFY2(sinceAsked.elapsed() < 10'000, qPrintable(QString::number(sinceAsked.elapsed())));
}

void ClaudeProgramTest::worksOnWithoutTamma()
{
    std::stop_source stop;
    m_listener->actAt = QStringLiteral("toolResult");
    m_listener->act = [&stop] { stop.request_stop(); };
    start(QStringLiteral("slow-stream"));
    const auto left = run(stop.get_token());
    QVERIFY(!left);
    QCOMPARE(left.error().code, errors::CANCELLED);
    QVERIFY(isAnythingLeft());
    const auto heard = m_listener->entries;
    m_listener = std::make_unique<Listener>();
    const auto outcome = run();
    QVERIFY(outcome);
    QVERIFY2(outcome->kind == Kind::Completed, qPrintable(outcome->error.detail));
    QVERIFY(m_listener->entries.size() > heard.size());
    QCOMPARE(m_listener->entries.first(heard.size()), heard);
    QVERIFY(m_model->isThrough());
    QCOMPARE(m_model->requests(), 2); // The model was asked nothing twice.
    QVERIFY(!isAnythingLeft());
}

void ClaudeProgramTest::mendsAWrongStructuredAnswer_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("by the program itself")
        << "structured"
        << QByteArray(R"({"ambiguous":true,"questions":["Which of the two parsers is meant?"]})");
    QTest::newRow("by asking once more")
        << "structured-in-words" << QByteArray(R"({"ambiguous":false,"questions":[]})");
    QTest::newRow("never") << "structured-never" << QByteArray();
}

void ClaudeProgramTest::mendsAWrongStructuredAnswer()
{
    QFETCH(QString, script);
    QFETCH(QByteArray, answer);
    m_task.purpose = Purpose::Structured;
    m_task.schema = *json::parseObject(SCHEMA);
    start(script);
    const auto outcome = run();
    QVERIFY(outcome);
    QCOMPARE(m_model->failures(), QStringList());
    if (answer.isEmpty()) {
        QCOMPARE(outcome->error.code.text(), errors::SCHEMA_VIOLATION.text());
        QVERIFY(m_model->requests() <= 4);
        return;
    }
    QVERIFY2(outcome->kind == Kind::Completed, qPrintable(outcome->error.detail));
    QCOMPARE(json::compact(outcome->structured), answer);
}

void ClaudeProgramTest::doesNothingThatIsForbidden()
{
    start(QStringLiteral("forbidden"));
    const auto outcome = run();
    QVERIFY(outcome);
    QCOMPARE(m_model->failures(), QStringList());
    QCOMPARE(m_listener->count("toolResult", true), 3);
    QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("outside.txt"))));
    QVERIFY(!QFile::exists(m_task.workFolder + QLatin1String("/ran.txt")));
}

void ClaudeProgramTest::takesLongPrompts()
{
    m_task.prompt = QString(400'000, QLatin1Char('p')) + QStringLiteral(" THE END");
    const QString script = m_folder->filePath(QStringLiteral("script.json"));
    QFile file(script);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"steps":[{"expect":{"user":"THE END"},"say":"Read it all."}]})");
    file.close();
    start(script);
    const auto outcome = run();
    QVERIFY(outcome);
    QCOMPARE(m_model->failures(), QStringList());
    QCOMPARE(outcome->text, QStringLiteral("Read it all."));
}

void ClaudeProgramTest::leavesTheRepositorysSettingsAlone()
{
    QVERIFY(QDir().mkpath(m_task.workFolder + QLatin1String("/.claude")));
    QFile settings(m_task.workFolder + QLatin1String("/.claude/settings.json"));
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write(R"JSON({"permissions":{"allow":["Bash(python3 *)"]},
        "hooks":{"PreToolUse":[{"matcher":"*","hooks":[
            {"type":"command","command":"touch hooked.txt"}]}]}})JSON");
    settings.close();
    start(QStringLiteral("forbidden"));
    QVERIFY(run());
    QVERIFY(!QFile::exists(m_task.workFolder + QLatin1String("/hooked.txt")));
    QVERIFY(!QFile::exists(m_task.workFolder + QLatin1String("/ran.txt")));
}

QTEST_GUILESS_MAIN(ClaudeProgramTest)
#include "tst_claude_program.moc"
