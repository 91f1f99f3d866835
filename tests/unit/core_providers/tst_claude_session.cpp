// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/claude_code/claude_outcome.h"

#include "core/base/json.h"

#include <QDir>
#include <QTest>

using namespace tamma;
using namespace tamma::providers;
using namespace tamma::providers::claude;
using Kind = AgentOutcome::Kind;

namespace {

QString sourceFolder()
{
    return qEnvironmentVariable("TAMMA_SOURCE_DIR");
}

QList<QByteArray> linesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().split('\n')
                                          : QList<QByteArray>();
}

QList<QByteArray> fixture(const char* name)
{
    return linesOf(
        QStringLiteral("%1/tests/data/claude/%2.jsonl").arg(sourceFolder(), QLatin1String(name)));
}

// Recorded sessions that are kept beside the repository; empty on most machines.
QString transcripts()
{
    for (QDir folder(sourceFolder()); folder.cdUp() && !folder.isRoot();) {
        const QString found = folder.filePath(QStringLiteral("shared/corpus/transcripts"));
        if (QDir(found).exists()) {
            return found;
        }
    }
    return {};
}

QList<events::TranscriptEntry> play(Session& session, const QList<QByteArray>& lines)
{
    QList<events::TranscriptEntry> entries;
    for (const QByteArray& line : lines) {
        for (const Event& event : parseClaudeLine(line)) {
            entries += session.apply(event);
        }
    }
    return entries;
}

AgentOutcome outcomeOf(const QList<QByteArray>& lines, const Ending& ending = {})
{
    Session session(QStringLiteral("/w"));
    play(session, lines);
    return composeOutcome(session, ending, {});
}

} // namespace

class ClaudeSessionTest : public QObject {
    Q_OBJECT

private slots:
    void tellsWhatAnAgentDoes();
    void countsTokensAndMoney();
    void countsByDifferenceWithoutDeltas();
    void carriesTheStructuredAnswer();
    void knowsWhetherAToolRuns();
    void shortensLongOutput();
    void ignoresWhatItDoesNotKnow_data();
    void ignoresWhatItDoesNotKnow();
    void ranksSignals_data();
    void ranksSignals();
    void classifiesFailures_data();
    void classifiesFailures();
    void saysWhenTheAccountMayBeUsedAgain();
    void agreesWithTranscripts_data();
    void agreesWithTranscripts();
    void isNeverCompletedBeforeTheResult();
};

void ClaudeSessionTest::tellsWhatAnAgentDoes()
{
    Session session(QStringLiteral("/w"));
    QStringList told;
    for (const auto& entry : play(session, fixture("edits"))) {
        told.append(QStringLiteral("%1|%2|%3|%4")
                        .arg(entry.kind, entry.tool, entry.path,
                             entry.text.section(QLatin1Char('\n'), 0, 0)));
    }
    const QStringList expected{
        QStringLiteral("thought|||I should look at the file first."),
        QStringLiteral("text|||I'll read calc.py first."),
        QStringLiteral("toolCall|Read|calc.py|"),
        QStringLiteral("toolResult|Read|calc.py|1\tdef add(a, b):"),
        QStringLiteral("text|||The sign is wrong. Fixing it."),
        QStringLiteral("toolCall|Edit|calc.py|"),
    };
    QCOMPARE(told.first(expected.size()), expected);
    QVERIFY(told.contains(
        QStringLiteral("toolCall|Bash||python3 -c 'import calc; print(calc.add(2,3))'")));
    QVERIFY(told.contains(QStringLiteral("toolResult|Bash||5")));
    QCOMPARE(session.lastWords(), QStringLiteral("Fixed: add(2,3) is now 5."));
    QCOMPARE(session.model(), QStringLiteral("claude-sonnet-4-5"));
}

void ClaudeSessionTest::countsTokensAndMoney()
{
    const AgentOutcome outcome = outcomeOf(fixture("edits"));
    QCOMPARE(outcome.kind, Kind::Completed);
    QCOMPARE(outcome.inputTokens, 6900); // With 900 read from the cache.
    QCOMPARE(outcome.outputTokens, 250);
    QCOMPARE(outcome.costUsd, 0.02202);
    // Two turns of one process: the money of the second includes the first.
    const AgentOutcome two = outcomeOf(fixture("interrupted"));
    QCOMPARE(two.inputTokens, 66251);
    QCOMPARE(two.outputTokens, 54);
    QCOMPARE(two.costUsd, 0.199563);
}

void ClaudeSessionTest::countsByDifferenceWithoutDeltas()
{
    const auto turn = [](int input, int output, double cost) {
        return TurnEnded{.subtype = QStringLiteral("success"),
                         .usage = {.inputTokens = input, .outputTokens = output},
                         .totalCostUsd = cost};
    };
    Session session(QStringLiteral("/w"));
    session.apply(turn(100, 10, 0.5));
    session.apply(turn(250, 30, 0.75));
    QCOMPARE(session.usage().inputTokens, 250);
    QCOMPARE(session.usage().outputTokens, 30);
    QCOMPARE(session.usage().costUsd, 0.75);
    session.apply(turn(40, 5, 0.25)); // The counter began anew.
    QCOMPARE(session.usage().inputTokens, 290);
    QCOMPARE(session.usage().outputTokens, 35);
    QCOMPARE(session.usage().costUsd, 1.0);
}

void ClaudeSessionTest::carriesTheStructuredAnswer()
{
    Session session(QStringLiteral("/w"));
    const auto entries = play(session, fixture("structured"));
    QVERIFY(std::ranges::any_of(entries, [](const auto& entry) {
        return entry.kind == QLatin1String("toolResult") && entry.failed
            && entry.text.contains(QLatin1String("must be boolean"));
    }));
    QCOMPARE(json::compact(session.lastTurn()->structured),
             QByteArray(R"({"ambiguous":true,"questions":[]})"));
}

void ClaudeSessionTest::knowsWhetherAToolRuns()
{
    Session session(QStringLiteral("/w"));
    session.apply(ToolCalled{.callId = QStringLiteral("1"), .tool = QStringLiteral("Bash")});
    session.apply(ToolCalled{.callId = QStringLiteral("2"), .tool = QStringLiteral("Bash")});
    session.apply(ToolAnswered{.callId = QStringLiteral("1")});
    QVERIFY(session.isToolRunning());
    session.apply(ToolAnswered{.callId = QStringLiteral("2")});
    QVERIFY(!session.isToolRunning());
}

void ClaudeSessionTest::shortensLongOutput()
{
    Session session(QStringLiteral("/w"));
    const QString text = QString(50'000, QLatin1Char('a')) + QStringLiteral("THE END");
    const auto entries = session.apply(ToolAnswered{.callId = QStringLiteral("1"), .text = text});
    QVERIFY(entries.first().text.size() < 9000);
    QVERIFY(entries.first().text.endsWith(QLatin1String("THE END")));
    QVERIFY(entries.first().text.contains(QLatin1String("42007 characters left out")));
}

void ClaudeSessionTest::ignoresWhatItDoesNotKnow_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("events");
    const auto row = [](const char* name, const char* line, int events) {
        QTest::newRow(name) << QByteArray(line) << events;
    };
    row("empty", "", 0);
    row("blanks", " \r", 0);
    row("unknown type", R"({"type":"weather_report","x":[1]})", 0);
    row("unknown system event", R"({"type":"system","subtype":"task_started"})", 0);
    row("unknown block", R"({"type":"assistant","message":{"content":[{"type":"new"}]}})", 0);
    row("content is a number", R"({"type":"assistant","message":{"content":7}})", 0);
    row("no message", R"({"type":"user"})", 0);
    row("text of a user", R"({"type":"user","message":{"content":"go on"}})", 0);
    row("no JSON", "(node:1) Warning: something", 1);
    row("a list", "[1]", 1);
    row("cut off", R"({"type":"result","subtype":"succ)", 1);
    row("broken UTF-8", "{\"type\":\"\xff\xfe\"}", 1);
    row("a result with nothing", R"({"type":"result"})", 1);
    row("a piece of a message", R"({"type":"stream_event","event":{"type":"x"}})", 0);
}

void ClaudeSessionTest::ignoresWhatItDoesNotKnow()
{
    QFETCH(QByteArray, line);
    QFETCH(int, events);
    QCOMPARE(parseClaudeLine(line).size(), events);
}

void ClaudeSessionTest::ranksSignals_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("cut");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("code");
    const QByteArray success = R"({"type":"result","subtype":"success","result":"Done."})";
    const QByteArray limit = R"({"type":"result","subtype":"error_max_turns","is_error":true})";
    const auto row
        = [](const char* name, const QByteArray& lines, Cut cut, int exitCode, ErrorCode code) {
              QTest::newRow(name) << lines << int(cut) << exitCode << code.text();
          };
    row("success", success, Cut::None, 0, ErrorCode(""));
    row("cancel beats success", success, Cut::Cancelled, 0, errors::CANCELLED);
    row("cancel beats a limit of the agent", limit, Cut::Cancelled, 1, errors::CANCELLED);
    row("own limit beats success", success, Cut::WallLimit, 0, errors::PROVIDER_LIMIT_REACHED);
    row("own limit beats the agent's", limit, Cut::Silence, 1, errors::PROVIDER_STALLED);
    row("wire error beats exit code", limit, Cut::None, 0, errors::PROVIDER_LIMIT_REACHED);
    row("exit code beats success", success, Cut::None, 1, errors::PROVIDER_CRASHED);
    row("no result", "", Cut::None, 0, errors::PROVIDER_CRASHED);
    row("no result and killed", "", Cut::None, 137, errors::PROVIDER_CRASHED);
    row("silent from the start", "", Cut::NoFirstEvent, 143, errors::PROVIDER_STALLED);
}

void ClaudeSessionTest::ranksSignals()
{
    QFETCH(QByteArray, lines);
    QFETCH(int, cut);
    QFETCH(int, exitCode);
    QFETCH(QString, code);
    const AgentOutcome outcome
        = outcomeOf({lines}, {.cut = static_cast<Cut>(cut), .exitCode = exitCode});
    if (code.isEmpty()) {
        QCOMPARE(outcome.kind, Kind::Completed);
        QCOMPARE(outcome.text, QStringLiteral("Done."));
    } else {
        QVERIFY(outcome.kind != Kind::Completed);
        QCOMPARE(outcome.error.code.text(), code);
    }
    // A program that had to be ended after its result has completed its work.
    QCOMPARE(outcomeOf({R"({"type":"result","subtype":"success"})"},
                       {.exitedByItself = false, .exitCode = 143})
                 .kind,
             Kind::Completed);
}

void ClaudeSessionTest::classifiesFailures_data()
{
    QTest::addColumn<QString>("failureClass");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("retryable");
    const auto row = [](const char* failureClass, int status, const char* text, ErrorCode code,
                        bool retryable) {
        QTest::addRow("%s %d %s", failureClass, status, text)
            << QString::fromLatin1(failureClass) << status << QString::fromLatin1(text)
            << code.text() << retryable;
    };
    row("rate_limit", 429, "would exceed the rate limit", errors::PROVIDER_RATE_LIMITED, true);
    row("rate_limit", 429, "You will regain access on 2099-01-01", errors::PROVIDER_QUOTA, false);
    row("rate_limit", 429, "You've hit your limit \302\267 resets 3pm", errors::PROVIDER_QUOTA,
        false);
    row("server_error", 500, "Internal", errors::PROVIDER_UNAVAILABLE, true);
    row("server_error", 529, "Overloaded", errors::PROVIDER_UNAVAILABLE, true);
    row("server_error", 0, "Connection refused", errors::PROVIDER_UNAVAILABLE, true);
    row("authentication_failed", 401, "invalid key", errors::PROVIDER_AUTH_REJECTED, false);
    row("authentication_failed", 403, "no permission", errors::PROVIDER_AUTH_REJECTED, false);
    row("authentication_failed", 0, "Not logged in", errors::PROVIDER_NOT_LOGGED_IN, false);
    row("billing_error", 400, "Credit balance", errors::PROVIDER_BILLING, false);
    row("model_not_found", 404, "no such model", errors::PROVIDER_MODEL_UNAVAILABLE, false);
    row("invalid_request", 400, "bad", errors::PROVIDER_PROTOCOL, false);
    row("invalid_request", 400, "Prompt is too long", errors::PROVIDER_CONTEXT_OVERFLOW, false);
    row("never_heard_of", 0, "?", errors::PROVIDER_UNAVAILABLE, true);
}

void ClaudeSessionTest::classifiesFailures()
{
    QFETCH(QString, failureClass);
    QFETCH(int, status);
    QFETCH(QString, text);
    Session session(QStringLiteral("/w"));
    session.apply(ServiceFailed{failureClass, status, text});
    session.apply(TurnEnded{.subtype = QStringLiteral("success"), .isError = true, .text = text});
    const AgentOutcome outcome = composeOutcome(session, {.exitCode = 1}, {});
    QCOMPARE(outcome.kind, Kind::Failed);
    QTEST(outcome.error.code.text(), "code");
    QTEST(outcome.error.retryable, "retryable");
    QCOMPARE(outcome.error.detail, text);
}

void ClaudeSessionTest::saysWhenTheAccountMayBeUsedAgain()
{
    const QByteArray limit = R"({"type":"rate_limit_event","rate_limit_info":{"status":"%1",)"
                             R"("resetsAt":4102444800,"rateLimitType":"five_hour"}})";
    const QByteArray failed = R"({"type":"assistant","error":"rate_limit","message":{"content":)"
                              R"([{"type":"text","text":"Too much."}]}})";
    const QByteArray end = R"({"type":"result","subtype":"success","is_error":true,)"
                           R"("api_error_status":429,"result":"Too much."})";
    const auto reached
        = outcomeOf({QByteArray(limit).replace("%1", "rejected"), failed, end}, {.exitCode = 1});
    QCOMPARE(reached.error.code, errors::PROVIDER_QUOTA);
    QCOMPARE(reached.error.context.value("resetsAt").toString(), "2100-01-01T00:00:00.000Z");
    const auto busy = outcomeOf({QByteArray(limit).replace("%1", "allowed_warning"), failed, end},
                                {.exitCode = 1});
    QCOMPARE(busy.error.code, errors::PROVIDER_RATE_LIMITED);
}

void ClaudeSessionTest::agreesWithTranscripts_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("code");
    const QString folder = transcripts();
    if (folder.isEmpty()) {
        QSKIP("The recorded sessions are not on this machine");
    }
    // What ended otherwise than completed; everything else did complete.
    const QHash<QString, ErrorCode> expected{
        {QStringLiteral("auth-max-retries"), errors::PROVIDER_AUTH_REJECTED},
        {QStringLiteral("auth"), errors::PROVIDER_CRASHED}, // Killed while it retried.
        {QStringLiteral("bad-flag"), errors::PROVIDER_PROTOCOL},
        {QStringLiteral("bad-stdin-json"), errors::PROVIDER_PROTOCOL},
        {QStringLiteral("billing"), errors::PROVIDER_BILLING},
        {QStringLiteral("bypass-as-root"), errors::PROVIDER_CRASHED},
        {QStringLiteral("connection-refused"), errors::PROVIDER_UNAVAILABLE},
        {QStringLiteral("context-overflow"), errors::PROVIDER_CONTEXT_OVERFLOW},
        {QStringLiteral("control-permission-abort"), errors::PROVIDER_CRASHED},
        {QStringLiteral("empty-prompt"), errors::PROVIDER_PROTOCOL},
        {QStringLiteral("html-502-always"), errors::PROVIDER_UNAVAILABLE},
        {QStringLiteral("interrupt-during-bash"), errors::PROVIDER_CRASHED},
        {QStringLiteral("interrupt-sigint"), errors::PROVIDER_CRASHED},
        {QStringLiteral("interrupt-sigkill"), errors::PROVIDER_CRASHED},
        {QStringLiteral("interrupt-sigterm"), errors::PROVIDER_CRASHED},
        {QStringLiteral("json-schema-bad-schema"), errors::PROVIDER_PROTOCOL},
        {QStringLiteral("kill-during-bash"), errors::PROVIDER_CRASHED},
        {QStringLiteral("max-budget"), errors::PROVIDER_LIMIT_REACHED},
        {QStringLiteral("max-turns"), errors::PROVIDER_LIMIT_REACHED},
        {QStringLiteral("model-not-found"), errors::PROVIDER_MODEL_UNAVAILABLE},
        {QStringLiteral("no-login"), errors::PROVIDER_NOT_LOGGED_IN},
        {QStringLiteral("no-verbose"), errors::PROVIDER_PROTOCOL},
        {QStringLiteral("overloaded-always"), errors::PROVIDER_UNAVAILABLE},
        {QStringLiteral("permission403"), errors::PROVIDER_AUTH_REJECTED},
        {QStringLiteral("quota-exhausted"), errors::PROVIDER_QUOTA},
        {QStringLiteral("rate-limit-always"), errors::PROVIDER_RATE_LIMITED},
        {QStringLiteral("rate-limit-long-retry-after"), errors::PROVIDER_RATE_LIMITED},
        {QStringLiteral("resume-4"), errors::PROVIDER_PROTOCOL},
        {QStringLiteral("resume-5"), errors::PROVIDER_CRASHED},
        {QStringLiteral("resume-6"), errors::PROVIDER_PROTOCOL},
        {QStringLiteral("server-error-always"), errors::PROVIDER_UNAVAILABLE},
        {QStringLiteral("stall-mid"), errors::PROVIDER_CRASHED}, // Killed while it was silent.
        {QStringLiteral("stall-streamwatch5"), errors::PROVIDER_CRASHED},
        {QStringLiteral("claude-2.1.197/overloaded-fallback"), errors::PROVIDER_UNAVAILABLE},
        {QStringLiteral("claude-2.1.197/resume-other-cwd-2"), errors::PROVIDER_CRASHED},
        {QStringLiteral("claude-2.1.197/refusal"), errors::PROVIDER_REFUSED},
    };
    for (const QString& version : {QStringLiteral("claude"), QStringLiteral("claude-2.1.197")}) {
        const QDir sessions(folder + QLatin1Char('/') + version);
        for (const QFileInfo& file : sessions.entryInfoList({QStringLiteral("*.jsonl")})) {
            const QString name = version + QLatin1Char('/') + file.completeBaseName();
            const ErrorCode code
                = expected.value(name, expected.value(file.completeBaseName(), ErrorCode("")));
            QTest::newRow(qPrintable(name)) << file.filePath() << code.text();
        }
    }
}

void ClaudeSessionTest::agreesWithTranscripts()
{
    QFETCH(QString, path);
    QFETCH(QString, code);
    QFile file(QString(path).replace(QLatin1String(".jsonl"), QLatin1String(".meta.json")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject meta = *json::parseObject(file.readAll());
    const Ending ending{.exitCode = meta.value(QLatin1String("code")).toInt(137),
                        .stderrTail = meta.value(QLatin1String("stderr")).toString().toUtf8()};
    const AgentOutcome outcome = outcomeOf(linesOf(path), ending);
    const QString got = outcome.kind == Kind::Completed ? QString() : outcome.error.code.text();
    QVERIFY2(got == code,
             qPrintable(QStringLiteral("%1, not %2: %3").arg(got, code, outcome.error.detail)));
}

void ClaudeSessionTest::isNeverCompletedBeforeTheResult()
{
    for (const char* name : {"edits", "structured", "rate-limited", "refused"}) {
        const QList<QByteArray> lines = fixture(name);
        QVERIFY(lines.size() > 2);
        for (qsizetype count = 0; count < lines.size(); ++count) {
            QVERIFY(outcomeOf(lines.first(count)).kind != Kind::Completed);
        }
    }
    QCOMPARE(outcomeOf(fixture("rate-limited"), {.exitCode = 1}).error.code.text(),
             errors::PROVIDER_RATE_LIMITED.text());
    QCOMPARE(outcomeOf(fixture("refused"), {.exitCode = 1}).kind, Kind::Refused);
}

QTEST_APPLESS_MAIN(ClaudeSessionTest)
#include "tst_claude_session.moc"
