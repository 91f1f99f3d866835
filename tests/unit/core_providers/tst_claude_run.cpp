// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/supervised/session_folder.h"
#include "core/providers/builtin_providers.h"
#include "core/providers/claude_code/claude_code_provider.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
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
        if (onText && entry.kind == QLatin1String("text")) {
            onText();
        }
    }

    QList<events::TranscriptEntry> entries;
    std::function<void()> onText;
};

const char* const INIT = R"({"type":"system","subtype":"init","model":"m"})";
const char* const TEXT
    = R"({"type":"assistant","message":{"content":[{"type":"text","text":"Here I am."}]}})";
const char* const SUCCESS = R"({"type":"result","subtype":"success","result":"Done."})";
const char* const ABORTED
    = R"({"type":"result","subtype":"error_during_execution","is_error":true,"total_cost_usd":0.25})";

QString say(const char* line)
{
    return QStringLiteral("echo '%1'\n").arg(QLatin1String(line));
}

const QString FOREVER = QStringLiteral("exec tail -f /dev/null\n");
const QString READ_PROMPT = QStringLiteral("read -r prompt\n");

} // namespace

// Plays programs that behave badly, as shell scripts: what the real one does only on bad days.
class ClaudeRunTest : public QObject {
    Q_OBJECT

private slots:
    void completes();
    void deliversALongPrompt();
    void endsAProgramThatOutlivesItsResult();
    void endsASilentProgram_data();
    void endsASilentProgram();
    void waitsLongerForATool();
    void endsAProgramThatTalksForEver();
    void asksASilentProgramFirst_data();
    void asksASilentProgramFirst();
    void stopsAProgramThatRepeatsItself();
    void endsNicely();
    void endsAProgramThatIgnoresTheInterrupt();
    void letsGoOnAStopAndTakesUpAgain();
    void takesUpWhatEndedMeanwhile();
    void letsGoAtOnceWhenAskedBefore();
    void saysThatItsSupervisorWasKilled();
    void beginsBesideNobodyElse();
    void reportsACrash();
    void repairsAnAnswerOnce();
    void survivesALineThatNeverEnds();
    void refusesWhatCannotStart();
    void detectsByState_data();
    void detectsByState();

private:
    QString script(const QString& body);
    [[nodiscard]] ClaudeCodeProvider providerOf(const QString& body);
    Result<AgentOutcome> run(const QString& body, std::stop_token stop = {});
    [[nodiscard]] AgentSessions sessions() const
    {
        return AgentSessions(m_folder->filePath(QStringLiteral("sessions")));
    }
    [[nodiscard]] bool isProcessGone(const QString& pidFile) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    AgentTask m_task;
    Listener m_listener;
    claude::Run::Patience m_patience;
    int m_runs = 0;

private slots:
    void init();
    void cleanup();
};

void ClaudeRunTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_task = {.loopId = LoopId(QStringLiteral("loop")),
              .stepId = StepId(QStringLiteral("STEP")),
              .prompt = QStringLiteral("Do it."),
              .workFolder = m_folder->path()};
    m_task.limits = {.wall = 60s, .firstEvent = 30s, .idle = 30s};
    m_listener = {};
    m_patience = {.toLeave = 300ms, .toAnswer = 300ms, .tool = 30s};
}

void ClaudeRunTest::cleanup()
{
    sessions().endOf(m_task.loopId);
}

QString ClaudeRunTest::script(const QString& body)
{
    const QString path = m_folder->filePath(QStringLiteral("claude"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        qFatal("%s", qPrintable(file.errorString()));
    }
    file.write("#!/bin/sh\n" + body.toUtf8());
    file.setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner);
    return path;
}

ClaudeCodeProvider ClaudeRunTest::providerOf(const QString& body)
{
    return ClaudeCodeProvider({.program = script(body),
                               .environment = environmentOfTamma(),
                               .supervisor = qEnvironmentVariable("TAMMA_BINARY_DIR")
                                   + QStringLiteral("/bin/tamma-supervisor"),
                               .sessions = m_folder->filePath(QStringLiteral("sessions")),
                               .patience = m_patience});
}

// Each run is a session of its own.
Result<AgentOutcome> ClaudeRunTest::run(const QString& body, std::stop_token stop)
{
    m_task.sessionId = SessionId(QString::number(++m_runs));
    return providerOf(body).run(m_task, m_listener, std::move(stop));
}

bool ClaudeRunTest::isProcessGone(const QString& pidFile) const
{
    QFile file(m_folder->filePath(pidFile));
    if (!file.open(QIODevice::ReadOnly)) {
        return false;
    }
    // A zombie counts as gone: only its parent, which is none of ours, can bury it.
    QFile status(QStringLiteral("/proc/%1/stat").arg(file.readAll().trimmed().toInt()));
    return !status.open(QIODevice::ReadOnly) || status.readAll().contains(") Z ");
}

void ClaudeRunTest::completes()
{
    const auto outcome = run(READ_PROMPT + say(INIT) + say(TEXT) + say(SUCCESS));
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Completed);
    QCOMPARE(outcome->text, QStringLiteral("Done."));
    QCOMPARE(outcome->model, QStringLiteral("m"));
    QVERIFY(outcome->duration > 0ms);
    QCOMPARE(m_listener.entries.size(), 1);
    QCOMPARE(m_listener.entries.first().text, QStringLiteral("Here I am."));
}

void ClaudeRunTest::deliversALongPrompt()
{
    m_task.prompt = QString(3'000'000, QLatin1Char('p'));
    const auto outcome = run(QStringLiteral("head -n 1 | wc -c > size\n") + say(SUCCESS));
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Completed);
    QFile size(m_folder->filePath(QStringLiteral("size")));
    QVERIFY(size.open(QIODevice::ReadOnly));
    QVERIFY(size.readAll().trimmed().toLongLong() > 3'000'000);
}

void ClaudeRunTest::endsAProgramThatOutlivesItsResult()
{
    // It has a child in a session of its own, too.
    const auto outcome = run(say(SUCCESS)
                             + QStringLiteral("setsid tail -f /dev/null &\n"
                                              "echo $! > child\necho $$ > self\n")
                             + FOREVER);
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Completed);
    QVERIFY(isProcessGone(QStringLiteral("self")));
    QVERIFY(isProcessGone(QStringLiteral("child")));
}

void ClaudeRunTest::endsASilentProgram_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    const QString keepPid = QStringLiteral("echo $$ > self\n");
    QTest::newRow("from the start")
        << keepPid + FOREVER << int(Kind::Failed) << errors::PROVIDER_STALLED.text();
    QTest::newRow("in the middle")
        << keepPid + say(INIT) + FOREVER << int(Kind::Failed) << errors::AGENT_STALLED.text();
    QTest::newRow("that cannot be ended politely")
        << keepPid + QStringLiteral("trap '' TERM INT\n") + say(INIT)
            + QStringLiteral("while :; do tail -f /dev/null; done\n")
        << int(Kind::Failed) << errors::AGENT_STALLED.text();
}

void ClaudeRunTest::endsASilentProgram()
{
    QFETCH(QString, body);
    m_task.limits.firstEvent = 500ms;
    m_task.limits.idle = 400ms;
    const auto outcome = run(body);
    QVERIFY(outcome);
    QTEST(int(outcome->kind), "kind");
    QTEST(outcome->error.code.text(), "code");
    QCOMPARE(outcome->error.retryable, outcome->error.code == errors::PROVIDER_STALLED);
    QVERIFY(isProcessGone(QStringLiteral("self")));
}

void ClaudeRunTest::waitsLongerForATool()
{
    m_task.limits.idle = 200ms;
    m_patience.tool = 1500ms;
    const char* call
        = R"({"type":"assistant","message":{"content":[{"type":"tool_use","id":"1","name":"Bash"}]}})";
    const auto outcome = run(say(INIT) + say(call) + FOREVER);
    QVERIFY(outcome);
    QCOMPARE(outcome->error.code.text(), errors::AGENT_STALLED.text());
    QVERIFY(outcome->duration >= 1500ms);
}

void ClaudeRunTest::endsAProgramThatTalksForEver()
{
    m_task.limits.wall = 500ms;
    const auto outcome = run(QStringLiteral("echo $$ > self\nwhile :; do\n") + say(INIT)
                             + QStringLiteral("done\n"));
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::LimitReached);
    QCOMPARE(outcome->error.code.text(), errors::PROVIDER_LIMIT_REACHED.text());
    QVERIFY(outcome->duration < 10s);
    QVERIFY(isProcessGone(QStringLiteral("self")));
}

void ClaudeRunTest::asksASilentProgramFirst_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QStringList>("notices");
    const QString readQuestion = QStringLiteral("read -r question\n");
    const QString asked = QStringLiteral("asked whether it is there");
    QTest::newRow("no answer") << FOREVER << errors::AGENT_STALLED.text()
                               << QStringList{asked, QStringLiteral("no answer")};
    QTest::newRow("an answer and nothing more")
        << readQuestion + say(R"({"type":"control_response"})") + FOREVER
        << errors::PROVIDER_STALLED.text() << QStringList{asked, QStringLiteral("did nothing")};
    QTest::newRow("an answer and work")
        << readQuestion + say(R"({"type":"control_response"})") + say(TEXT) + say(SUCCESS)
        << ErrorCode().text() << QStringList{asked};
    QTest::newRow("work, then silence again")
        << readQuestion + say(TEXT) + FOREVER << errors::AGENT_STALLED.text()
        << QStringList{asked, asked, QStringLiteral("no answer")};
}

void ClaudeRunTest::asksASilentProgramFirst()
{
    QFETCH(QString, answer);
    QFETCH(QStringList, notices);
    m_task.limits.idle = 400ms;
    const auto outcome = run(READ_PROMPT + say(INIT) + answer);
    QVERIFY(outcome);
    QTEST(outcome->error.code.text(), "code");
    const auto heard = m_listener.entries;
    QStringList said;
    for (const events::TranscriptEntry& entry : heard) {
        said += entry.kind == QLatin1String("notice") ? QStringList(entry.text) : QStringList();
    }
    QCOMPARE(said.size(), notices.size());
    for (qsizetype i = 0; i < said.size(); ++i) {
        QVERIFY2(said[i].contains(notices[i]), qPrintable(said[i]));
    }
    // Whoever takes it up later hears the same, and comes to the same end.
    m_listener = {};
    const auto again = providerOf({}).run(m_task, m_listener, {});
    QVERIFY(again);
    QCOMPARE(again->error.code, outcome->error.code);
    QCOMPARE(m_listener.entries, heard);
}

void ClaudeRunTest::stopsAProgramThatRepeatsItself()
{
    const QString call = say(
        R"({"type":"assistant","message":{"content":[{"type":"tool_use","id":"1","name":"Bash","input":{"command":"make"}}]}})");
    const QString error = say(
        R"({"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"1","is_error":true,"content":"no rule"}]}})");
    m_task.limits.repeats = 3;
    const auto outcome
        = run(QStringLiteral("while :; do\n") + call + error + QStringLiteral("done\n"));
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Failed);
    QCOMPARE(outcome->error.code, errors::AGENT_REPEATS);
    QVERIFY(!outcome->error.retryable);
    QVERIFY2(outcome->error.detail.contains(QStringLiteral("Bash \"make\" failed 3 times")),
             qPrintable(outcome->error.detail));
    QVERIFY(outcome->error.detail.contains(QStringLiteral("no rule")));
    QVERIFY(std::ranges::any_of(m_listener.entries, [](const events::TranscriptEntry& entry) {
        return entry.kind == QLatin1String("notice")
            && entry.text.contains(QLatin1String("again and again"));
    }));
}

void ClaudeRunTest::endsNicely()
{
    std::jthread ending;
    m_listener.onText = [&] { ending = std::jthread([this] { sessions().endOf(m_task.loopId); }); };
    const auto outcome
        = run(READ_PROMPT + say(INIT) + say(TEXT)
              + QStringLiteral("read -r request\necho \"$request\" > request\n") + say(ABORTED));
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Interrupted);
    QCOMPARE(outcome->error.code.text(), errors::CANCELLED.text());
    QCOMPARE(outcome->costUsd, 0.25); // What it cost is known all the same.
    QVERIFY(outcome->duration < 15s);
    QFile request(m_folder->filePath(QStringLiteral("request")));
    QVERIFY(request.open(QIODevice::ReadOnly));
    QVERIFY(request.readAll().contains("\"subtype\":\"interrupt\""));
}

void ClaudeRunTest::endsAProgramThatIgnoresTheInterrupt()
{
    std::jthread ending;
    m_listener.onText = [&] { ending = std::jthread([this] { sessions().endOf(m_task.loopId); }); };
    const auto outcome = run(QStringLiteral("trap '' TERM INT\necho $$ > self\n") + say(TEXT)
                             + QStringLiteral("while :; do tail -f /dev/null; done\n"));
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Interrupted);
    QVERIFY2(outcome->duration < 5s, qPrintable(QString::number(outcome->duration.count())));
    QVERIFY(isProcessGone(QStringLiteral("self")));
}

void ClaudeRunTest::letsGoOnAStopAndTakesUpAgain()
{
    const QString later = QString::fromLatin1(TEXT).replace(QStringLiteral("Here I am."),
                                                            QStringLiteral("Still here."));
    std::stop_source stop;
    m_listener.onText = [&stop] { stop.request_stop(); };
    const auto left = run(READ_PROMPT + say(INIT) + say(TEXT)
                              + QStringLiteral("while ! test -e go; do :; done\n")
                              + say(later.toLatin1().constData()) + say(SUCCESS),
                          stop.get_token());
    QVERIFY(!left);
    QCOMPARE(left.error().code, errors::CANCELLED);
    QCOMPARE(sessions().running(), 1);
    const auto heard = m_listener.entries;

    m_listener = {};
    ClaudeCodeProvider provider = providerOf({}); // The program itself is not needed any more.
    QVERIFY(provider.hasSession(m_task));
    m_listener.onText = [this] {
        QFile go(m_folder->filePath(QStringLiteral("go")));
        QVERIFY(go.open(QIODevice::WriteOnly));
    };
    const auto outcome = provider.run(m_task, m_listener, {});
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Completed);
    QCOMPARE(m_listener.entries.size(), 2);
    QCOMPARE(m_listener.entries.first(), heard.first());
    QCOMPARE(m_listener.entries.last().text, QStringLiteral("Still here."));
    QCOMPARE(sessions().running(), 0);
}

void ClaudeRunTest::takesUpWhatEndedMeanwhile()
{
    std::stop_source stop;
    m_listener.onText = [&stop] { stop.request_stop(); };
    const auto left
        = run(READ_PROMPT + say(TEXT) + say(TEXT) + say(TEXT) + say(SUCCESS), stop.get_token());
    // It waits for its input to end, as the real one does; that is so when it is taken up.
    QVERIFY(left || left.error().code == errors::CANCELLED);
    m_listener = {};
    const auto outcome = providerOf({}).run(m_task, m_listener, {});
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Completed);
    QCOMPARE(m_listener.entries.size(), 3);
}

void ClaudeRunTest::letsGoAtOnceWhenAskedBefore()
{
    std::stop_source stop;
    stop.request_stop();
    const auto left = run(QStringLiteral("echo $$ > self\n") + FOREVER, stop.get_token());
    QVERIFY(!left);
    QCOMPARE(left.error().code, errors::CANCELLED);
    QTRY_VERIFY(QFile::exists(m_folder->filePath(QStringLiteral("self"))));
    QVERIFY(!isProcessGone(QStringLiteral("self")));
    sessions().endOf(m_task.loopId);
    QVERIFY(isProcessGone(QStringLiteral("self")));
}

void ClaudeRunTest::saysThatItsSupervisorWasKilled()
{
    m_listener.onText = [this] {
        const io::SessionState state = io::stateOf(sessions().folderOf(m_task));
        QFile info(QStringLiteral("/proc/self/fdinfo/%1").arg(state.supervisor.number()));
        QVERIFY(info.open(QIODevice::ReadOnly));
        for (const QByteArray& line : info.readAll().split('\n')) {
            if (line.startsWith("Pid:")) {
                ::kill(line.mid(4).trimmed().toInt(), SIGKILL);
            }
        }
    };
    const auto outcome = run(QStringLiteral("echo $$ > self\n") + say(INIT) + say(TEXT) + FOREVER);
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Failed);
    QCOMPARE(outcome->error.code, errors::PROVIDER_CRASHED);
    QVERIFY(outcome->error.retryable);
    QVERIFY(isProcessGone(QStringLiteral("self")));
}

void ClaudeRunTest::beginsBesideNobodyElse()
{
    std::stop_source stop;
    m_listener.onText = [&stop] { stop.request_stop(); };
    QVERIFY(!run(QStringLiteral("echo $$ > self\n") + say(TEXT) + FOREVER, stop.get_token()));
    QVERIFY(!isProcessGone(QStringLiteral("self")));
    m_listener = {};
    const auto outcome = run(READ_PROMPT + say(SUCCESS));
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Completed);
    QVERIFY(isProcessGone(QStringLiteral("self")));
}

void ClaudeRunTest::reportsACrash()
{
    const auto outcome
        = run(say(INIT) + say(TEXT) + QStringLiteral("echo 'out of memory' >&2\nkill -9 $$\n"));
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Failed);
    QCOMPARE(outcome->error.code.text(), errors::PROVIDER_CRASHED.text());
    QVERIFY(outcome->error.detail.contains(QLatin1String("137")));
    QVERIFY(outcome->error.detail.contains(QLatin1String("out of memory")));
    QCOMPARE(outcome->text, QStringLiteral("Here I am."));
}

void ClaudeRunTest::repairsAnAnswerOnce()
{
    m_task.purpose = Purpose::Structured;
    m_task.schema = {{QStringLiteral("required"), QJsonArray{QStringLiteral("ok")}}};
    const char* words = R"({"type":"result","subtype":"success","result":"No."})";
    const char* object
        = R"({"type":"result","subtype":"success","structured_output":{"ok":1},"result":""})";
    const QString askedAgain = READ_PROMPT + QStringLiteral("echo \"$prompt\" >> asked\n");
    const auto mended = run(askedAgain + say(words) + askedAgain + say(object));
    QVERIFY(mended);
    QCOMPARE(mended->kind, Kind::Completed);
    QCOMPARE(mended->structured.value(QLatin1String("ok")), QJsonValue(1));
    QFile asked(m_folder->filePath(QStringLiteral("asked")));
    QVERIFY(asked.open(QIODevice::ReadOnly));
    QCOMPARE(asked.readAll().count("required JSON Schema"), 1);

    const auto wrong = run(askedAgain + say(words) + askedAgain + say(words));
    QVERIFY(wrong);
    QCOMPARE(wrong->kind, Kind::Failed);
    QCOMPARE(wrong->error.code.text(), errors::SCHEMA_VIOLATION.text());
}

void ClaudeRunTest::survivesALineThatNeverEnds()
{
    const auto outcome
        = run(QStringLiteral("head -c 70000000 /dev/zero | tr '\\0' x\necho\n") + say(SUCCESS));
    QVERIFY(outcome);
    QCOMPARE(outcome->kind, Kind::Completed);
}

void ClaudeRunTest::refusesWhatCannotStart()
{
    ClaudeCodeProvider missing({.program = m_folder->filePath(QStringLiteral("none"))});
    const auto noProgram = missing.run(m_task, m_listener, {});
    QVERIFY(!noProgram);
    QCOMPARE(noProgram.error().code.text(), errors::PROVIDER_NOT_INSTALLED.text());
    for (const QString& folder :
         {QString(), QStringLiteral("here"), QStringLiteral("/no/folder")}) {
        m_task.workFolder = folder;
        const auto noFolder = run(say(SUCCESS));
        QVERIFY(!noFolder);
        QCOMPARE(noFolder.error().code.text(), errors::INVALID_ARGUMENT.text());
    }
}

void ClaudeRunTest::detectsByState_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<bool>("usable");
    QTest::addColumn<QString>("login");
    QTest::addColumn<QString>("mend");
    const QString program
        = QStringLiteral("if [ \"$1\" = --version ]; then echo '%1 (Claude Code)'; exit 0; fi\n"
                         "echo '%2'\n");
    QTest::newRow("logged in") << program.arg(QStringLiteral("2.1.330"),
                                              QStringLiteral(R"({"loggedIn":true})"))
                               << true << "ok" << "";
    QTest::newRow("logged out") << program.arg(QStringLiteral("2.1.330"),
                                               QStringLiteral(R"({"loggedIn":false})"))
                                << false << "none" << "/login";
    QTest::newRow("cannot say") << program.arg(QStringLiteral("2.1.330"), QStringLiteral("?"))
                                << true << "unknown" << "";
    QTest::newRow("too old") << program.arg(QStringLiteral("1.0.9"), QString()) << false
                             << "unknown" << "claude update";
    QTest::newRow("broken") << QStringLiteral("exit 1\n") << false << "unknown" << "npm install";
}

void ClaudeRunTest::detectsByState()
{
    QFETCH(QString, body);
    QFETCH(QString, mend);
    const Detection found
        = ClaudeCodeProvider({.program = script(body), .environment = environmentOfTamma()})
              .detect();
    QTEST(found.usable, "usable");
    QTEST(found.login, "login");
    QCOMPARE(found.problem.isEmpty(), found.usable);
    QVERIFY2(found.mend.contains(mend), qPrintable(found.mend));
    const Detection none
        = ClaudeCodeProvider({.program = m_folder->filePath(QStringLiteral("none"))}).detect();
    QVERIFY(!none.usable);
    QVERIFY(none.mend.startsWith(QLatin1String("npm install")));
}

QTEST_GUILESS_MAIN(ClaudeRunTest)
#include "tst_claude_run.moc"
