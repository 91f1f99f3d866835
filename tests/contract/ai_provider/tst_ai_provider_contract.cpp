// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/providers/agent_sessions.h"
#include "core/providers/builtin_providers.h"
#include "core/providers/schema_validator.h"
#include "tests/support/fake_llm/fake_llm.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace tamma;
using namespace tamma::providers;
using namespace std::chrono_literals;
using Kind = AgentOutcome::Kind;

namespace {

const char* const SCHEMA = R"({"type":"object","required":["ambiguous","questions"],
  "additionalProperties":false,"properties":{"ambiguous":{"type":"boolean"},
  "questions":{"type":"array","items":{"type":"string"}}}})";

// One scripted piece of work in two forms: for a model behind a program, and for playback.
struct Work {
    const char* script; // Steps of fake_llm.
    const char* session; // A session of a recording.
};

const Work EDITS{
    R"([{"say":"Beginning.","do":[{"op":"write","path":"{{cwd}}/made.txt","content":"made\n"}]},
        {"say":"Made it."}])",
    R"({"entries":[{"sinceStartMs":0,"kind":"text","text":"Beginning."},
        {"sinceStartMs":5,"kind":"toolCall","tool":"Write","path":"made.txt"},
        {"sinceStartMs":9,"kind":"toolResult","tool":"Write","path":"made.txt",
         "edit":{"path":"made.txt","content":"made\n"}},
        {"sinceStartMs":12,"kind":"text","text":"Made it."}],
        "outcome":{"text":"Made it.","inputTokens":9,"outputTokens":3}})"};
const Work ENDLESS{
    R"([{"say":"Beginning.","do":[{"op":"glob","pattern":"*"}]},
        {"chunkDelayMs":200,"say":{"repeat":"slowly ","times":5000}}])",
    R"({"entries":[{"sinceStartMs":0,"kind":"text","text":"Beginning."},
        {"sinceStartMs":3600000,"kind":"text","text":"An hour later."}],"outcome":{}})"};
const Work BUSY{R"([{"say":"Beginning.","do":[{"op":"glob","pattern":"*"}],"repeat":1000}])",
                R"({"entries":[{"sinceStartMs":0,"kind":"text","text":"Beginning."},
        {"sinceStartMs":3600000,"kind":"text","text":"An hour later."}],"outcome":{}})"};
const Work ANSWERS{
    R"([{"do":[{"op":"submit","input":{"ambiguous":true,"questions":["Which?"]}}]},{"say":"Sent."}])",
    R"({"entries":[],"outcome":{"structured":{"ambiguous":true,"questions":["Which?"]}}})"};
const Work NONSENSE{R"([{"say":"I will not.","repeat":9}])",
                    R"({"entries":[],"outcome":{"text":"I will not."}})"};

class Listener final : public AgentListener {
public:
    void onEntry(const events::TranscriptEntry& entry) override
    {
        threads.append(QThread::currentThreadId());
        entries.append(entry);
        if (stopsAtFirst && entry.kind == QLatin1String("text")) {
            stop.request_stop();
        }
    }

    QList<events::TranscriptEntry> entries;
    QList<Qt::HANDLE> threads;
    std::stop_source stop;
    bool stopsAtFirst = false;
};

} // namespace

// What every provider promises, over every provider there is.
class AiProviderContract : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void worksAndTellsInOrder_data() { eachProvider(); }
    void worksAndTellsInOrder();
    void stopsWithinABound_data() { eachProvider(); }
    void stopsWithinABound();
    void stopsWhenAskedBeforeTheStart_data() { eachProvider(); }
    void stopsWhenAskedBeforeTheStart();
    void givesStructuredAnswersThatFit_data() { eachProvider(); }
    void givesStructuredAnswersThatFit();
    void failsWhenTheAnswerNeverFits_data() { eachProvider(); }
    void failsWhenTheAnswerNeverFits();
    void runsSideBySide_data() { eachProvider(); }
    void runsSideBySide();
    void detectsItself_data() { eachProvider(); }
    void detectsItself();
    void refusesUnknownProviders();

private:
    void eachProvider();
    void prepare(const Work& work);
    [[nodiscard]] Result<AgentOutcome> run(Listener& listener);
    [[nodiscard]] bool isLetGo(const Result<AgentOutcome>& outcome, const AgentTask& task) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<testing::FakeLlm> m_model;
    Providers m_providers;
    AiProvider* m_provider = nullptr;
    AgentTask m_task;
};

void AiProviderContract::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_task = {.sessionId = SessionId(QStringLiteral("session")),
              .loopId = LoopId(QStringLiteral("loop")),
              .stepId = StepId(QStringLiteral("STEP")),
              .prompt = QStringLiteral("Do what the script says."),
              .workFolder = m_folder->filePath(QStringLiteral("work")),
              .schema = *json::parseObject(SCHEMA),
              .recording = QStringLiteral("contract")};
    m_task.limits = {.wall = 90s, .firstEvent = 60s, .idle = 60s};
    QVERIFY(QDir().mkpath(m_task.workFolder));
}

void AiProviderContract::cleanup()
{
    AgentSessions(m_folder->filePath(QStringLiteral("sessions")))
        .tidy([](const LoopId&) { return true; }, 0s);
}

void AiProviderContract::eachProvider()
{
    QTest::addColumn<QString>("provider");
    for (const auto& provider : builtinProviders({})) {
        QTest::newRow(qPrintable(provider->id().text())) << provider->id().text();
    }
}

// Puts the work where the provider of this row finds it.
void AiProviderContract::prepare(const Work& work)
{
    QFETCH(QString, provider);
    claude::Environment environment = environmentOfTamma();
    if (provider == QLatin1String("claude_code")) {
        const QString program = testing::claudeProgram();
        if (program.isEmpty()) {
            QSKIP("The claude program is not installed: no network when the tests were prepared");
        }
        const QByteArray script = QByteArray("{\"steps\":") + work.script + "}";
        auto model = testing::FakeLlm::start(*json::parseObject(script));
        QVERIFY2(model, qPrintable(model ? QString() : model.error().detail));
        m_model = *std::move(model);
        environment.insert(m_model->environment());
        qputenv("PATH", QFileInfo(program).path().toLocal8Bit() + ':' + qgetenv("PATH"));
    }
    Paths paths;
    paths.data = m_folder->path();
    QVERIFY(QDir().mkpath(paths.recordings()));
    QFile file(paths.recordings() + QLatin1String("/contract.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(R"({"format":"tamma-recording","version":1,"sessions":[{"step":"STEP",)")
               + (work.session + 1) + "]}");
    file.close();
    m_providers = builtinProviders({.paths = paths,
                                    .environment = environment,
                                    .supervisor = qEnvironmentVariable("TAMMA_BINARY_DIR")
                                        + QLatin1String("/bin/tamma-supervisor")});
    m_provider = *findProvider(m_providers, ProviderId(provider));
}

Result<AgentOutcome> AiProviderContract::run(Listener& listener)
{
    return m_provider->run(m_task, listener, listener.stop.get_token());
}

// After a stop an agent was interrupted, or it works on and can be taken up again.
bool AiProviderContract::isLetGo(const Result<AgentOutcome>& outcome, const AgentTask& task) const
{
    return outcome ? outcome->kind == Kind::Interrupted && outcome->error.code == errors::CANCELLED
                   : outcome.error().code == errors::CANCELLED && m_provider->hasSession(task);
}

#define PREPARE(work)                                                                              \
    prepare(work);                                                                                 \
    if (QTest::currentTestFailed() || m_provider == nullptr) {                                     \
        return;                                                                                    \
    }

void AiProviderContract::worksAndTellsInOrder()
{
    PREPARE(EDITS);
    Listener listener;
    const auto outcome = run(listener);
    QVERIFY2(outcome, qPrintable(outcome ? QString() : outcome.error().detail));
    QVERIFY2(outcome->kind == Kind::Completed, qPrintable(outcome->error.detail));
    QCOMPARE(outcome->text, QStringLiteral("Made it."));
    QVERIFY(outcome->inputTokens > 0);
    QVERIFY(outcome->duration > 0ms);
    QStringList told;
    qint64 latest = 0;
    for (const auto& entry : listener.entries) {
        QVERIFY(entry.sinceStartMs >= latest);
        latest = entry.sinceStartMs;
        told.append(entry.kind + QLatin1Char(' ') + entry.tool + QLatin1Char(' ') + entry.path);
    }
    QCOMPARE(told,
             QStringList({QStringLiteral("text  "), QStringLiteral("toolCall Write made.txt"),
                          QStringLiteral("toolResult Write made.txt"), QStringLiteral("text  ")}));
    QVERIFY(std::ranges::all_of(
        listener.threads, [](Qt::HANDLE thread) { return thread == QThread::currentThreadId(); }));
    QFile made(m_task.workFolder + QLatin1String("/made.txt"));
    QVERIFY(made.open(QIODevice::ReadOnly));
    QCOMPARE(made.readAll(), QByteArray("made\n"));
}

void AiProviderContract::stopsWithinABound()
{
    PREPARE(ENDLESS);
    Listener listener;
    listener.stopsAtFirst = true;
    QElapsedTimer sinceStart;
    sinceStart.start();
    QVERIFY(isLetGo(run(listener), m_task));
    QVERIFY(sinceStart.elapsed() < 30'000); // With the start of the program, on a busy machine.
}

void AiProviderContract::stopsWhenAskedBeforeTheStart()
{
    PREPARE(ENDLESS);
    Listener listener;
    listener.stop.request_stop();
    QVERIFY(isLetGo(run(listener), m_task));
}

void AiProviderContract::givesStructuredAnswersThatFit()
{
    PREPARE(ANSWERS);
    m_task.purpose = Purpose::Structured;
    Listener listener;
    const auto outcome = run(listener);
    QVERIFY(outcome);
    QVERIFY2(outcome->kind == Kind::Completed, qPrintable(outcome->error.detail));
    QVERIFY(validateAgainstSchema(outcome->structured, m_task.schema));
    QCOMPARE(outcome->structured[QLatin1String("questions")][0],
             QJsonValue(QStringLiteral("Which?")));
}

void AiProviderContract::failsWhenTheAnswerNeverFits()
{
    PREPARE(NONSENSE);
    m_task.purpose = Purpose::Structured;
    Listener listener;
    const auto outcome = run(listener);
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Failed);
    QCOMPARE(outcome->error.code.text(), errors::SCHEMA_VIOLATION.text());
    QVERIFY(outcome->structured.isEmpty());
}

void AiProviderContract::runsSideBySide()
{
    PREPARE(BUSY);
    constexpr int COUNT = 3;
    Listener listeners[COUNT];
    std::atomic<int> interrupted = 0;
    {
        std::vector<std::jthread> threads;
        for (Listener& listener : listeners) {
            listener.stopsAtFirst = true;
            threads.emplace_back([this, &listener, &interrupted, number = threads.size()] {
                AgentTask task = m_task;
                task.loopId = LoopId(QString::number(number));
                const auto outcome = m_provider->run(task, listener, listener.stop.get_token());
                interrupted += isLetGo(outcome, task) ? 1 : 0;
            });
        }
    }
    QCOMPARE(interrupted, COUNT);
}

void AiProviderContract::detectsItself()
{
    PREPARE(EDITS);
    const Detection found = m_provider->detect();
    QVERIFY2(found.usable, qPrintable(found.problem));
    QVERIFY(!found.version.isEmpty());
    QVERIFY(found.problem.isEmpty());
    QCOMPARE(m_provider->isRecorded(), m_provider->id() == PLAYBACK);
}

void AiProviderContract::refusesUnknownProviders()
{
    const Providers all = builtinProviders({});
    const auto none = findProvider(all, ProviderId(QStringLiteral("oracle")));
    QVERIFY(!none);
    QVERIFY(none.error().detail.contains(QLatin1String("claude_code, playback")));
}

QTEST_GUILESS_MAIN(AiProviderContract)
#include "tst_ai_provider_contract.moc"
