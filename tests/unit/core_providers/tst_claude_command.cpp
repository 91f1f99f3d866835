// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/providers/claude_code/claude_command.h"

#include <QTest>

using namespace tamma;
using namespace tamma::providers;

class ClaudeCommandTest : public QObject {
    Q_OBJECT

private slots:
    void givesToolsByPurpose_data();
    void givesToolsByPurpose();
    void keepsPromptAndSchemaOffTheCommandLineWhenTheyAreLong();
    void passesOnlyListedVariables();
    void givesParallelRunsWithAKeyTheirOwnConfiguration();
    void writesMessagesOnOneLine();
};

void ClaudeCommandTest::givesToolsByPurpose_data()
{
    QTest::addColumn<int>("purpose");
    QTest::addColumn<QString>("tools");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<bool>("hasSchema");
    QTest::newRow("code") << int(Purpose::Code) << "Read,Write,Edit,Bash,Grep,Glob" << "acceptEdits"
                          << false;
    QTest::newRow("structured") << int(Purpose::Structured) << "Read,Grep,Glob" << "dontAsk"
                                << true;
    QTest::newRow("answer") << int(Purpose::Answer) << "Read,Grep,Glob" << "dontAsk" << false;
}

void ClaudeCommandTest::givesToolsByPurpose()
{
    QFETCH(int, purpose);
    AgentTask task{.purpose = static_cast<Purpose>(purpose),
                   .schema = {{QStringLiteral("type"), QStringLiteral("object")}},
                   .model = QStringLiteral("opus")};
    task.limits.turns = 7;
    const QStringList list = claude::arguments(task);
    const auto after
        = [&list](const char* name) { return list.value(list.indexOf(QLatin1String(name)) + 1); };
    QTEST(after("--tools"), "tools");
    QTEST(after("--permission-mode"), "mode");
    QTEST(list.contains(QLatin1String("--json-schema")), "hasSchema");
    QCOMPARE(after("--max-turns"), QStringLiteral("7"));
    QCOMPARE(after("--model"), QStringLiteral("opus"));
    QCOMPARE(after("--setting-sources"), QString());
    QVERIFY(!list.contains(QLatin1String("--dangerously-skip-permissions")));
}

void ClaudeCommandTest::keepsPromptAndSchemaOffTheCommandLineWhenTheyAreLong()
{
    AgentTask task{.purpose = Purpose::Structured,
                   .prompt = QStringLiteral("a secret prompt"),
                   .schema = {{QStringLiteral("title"), QString(200'000, QLatin1Char('x'))}}};
    const QStringList list = claude::arguments(task);
    QVERIFY(!list.contains(QLatin1String("--json-schema")));
    QVERIFY(!list.join(QLatin1Char(' ')).contains(QLatin1String("secret")));
}

void ClaudeCommandTest::passesOnlyListedVariables()
{
    const claude::Environment own{{QStringLiteral("PATH"), QStringLiteral("/bin")},
                                  {QStringLiteral("LC_ALL"), QStringLiteral("C")},
                                  {QStringLiteral("GITHUB_TOKEN"), QStringLiteral("t")},
                                  {QStringLiteral("SSH_AUTH_SOCK"), QStringLiteral("s")},
                                  {QStringLiteral("CLAUDECODE"), QStringLiteral("1")},
                                  {QStringLiteral("ANTHROPIC_BASE_URL"), QStringLiteral("u")}};
    const auto environment = claude::environmentFor(own, {}, QStringLiteral("/run"));
    QCOMPARE(environment.value(QStringLiteral("PATH")), QStringLiteral("/bin"));
    QCOMPARE(environment.value(QStringLiteral("LC_ALL")), QStringLiteral("C"));
    QCOMPARE(environment.value(QStringLiteral("ANTHROPIC_BASE_URL")), QStringLiteral("u"));
    QCOMPARE(environment.value(QStringLiteral("CLAUDE_CODE_MAX_RETRIES")), QStringLiteral("2"));
    QCOMPARE(environment.value(QStringLiteral("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC")),
             QStringLiteral("1"));
    for (const char* secret : {"GITHUB_TOKEN", "SSH_AUTH_SOCK", "CLAUDECODE"}) {
        QVERIFY(!environment.contains(QLatin1String(secret)));
    }
}

void ClaudeCommandTest::givesParallelRunsWithAKeyTheirOwnConfiguration()
{
    const QString name = QStringLiteral("CLAUDE_CONFIG_DIR");
    const claude::Environment login{{name, QStringLiteral("/home/c")}};
    QCOMPARE(claude::environmentFor(login, {}, QStringLiteral("/run")).value(name),
             QStringLiteral("/home/c"));
    claude::Environment key = login;
    key.insert(QStringLiteral("ANTHROPIC_API_KEY"), QStringLiteral("k"));
    QCOMPARE(claude::environmentFor(key, {}, QStringLiteral("/run")).value(name),
             QStringLiteral("/run/config"));
}

void ClaudeCommandTest::writesMessagesOnOneLine()
{
    const QByteArray line = claude::userMessage(QStringLiteral("first\nsecond \"ünï\""));
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.endsWith('\n'));
    const QJsonObject message = *json::parseObject(line);
    QCOMPARE(message[QLatin1String("message")][QLatin1String("content")][0][QLatin1String("text")],
             QJsonValue(QStringLiteral("first\nsecond \"ünï\"")));
    QCOMPARE((*json::parseObject(
                 claude::interruptRequest()))[QLatin1String("request")][QLatin1String("subtype")],
             QJsonValue(QStringLiteral("interrupt")));
}

QTEST_APPLESS_MAIN(ClaudeCommandTest)
#include "tst_claude_command.moc"
