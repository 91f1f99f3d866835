// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/claude_code/claude_command.h"

#include "core/base/json.h"

#include <QJsonArray>

namespace tamma::providers::claude {
namespace {

// One argument may not be longer than 128 KiB; a larger schema is only enforced by Tamma.
constexpr qsizetype MAX_SCHEMA_BYTES = 100'000;

// What the agent may run: builds and tests. Whatever is not named here is denied, because nobody
// is there to be asked.
constexpr const char* ALLOWED_COMMANDS[] = {
    "cmake *",
    "ctest *",
    "ninja *",
    "make *",
    "meson *",
    "npm test *",
    "npm run *",
    "npx tsc *",
    "cargo *",
    "node --test *",
    "go build *",
    "go test *",
    "go vet *",
    "mvn *",
    "gradle *",
    "pytest *",
    "./gradlew *",
    "python3 -m pytest *",
    "python3 -m unittest *",
};

// Tamma does git; these are denied even where a rule above would let them through.
constexpr const char* DENIED_COMMANDS[] = {
    "git push *",   "git commit *", "git checkout *", "git switch *", "git reset *",
    "git rebase *", "git merge *",  "git stash *",    "git config *", "git clean *",
};

constexpr const char* CODE_RULES
    = "You work in a folder that belongs to you alone. Change files there and nowhere else. "
      "Do not commit, push, switch branches or change git's configuration: that is done for you.";

constexpr const char* PASSED_ON[] = {
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LANGUAGE",
    "TZ",
    "TERM",
    "XDG_CONFIG_HOME",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NODE_EXTRA_CA_CERTS",
    "CLAUDE_CONFIG_DIR",
    "CLAUDE_CODE_OAUTH_TOKEN",
};

bool isPassedOn(const QString& name)
{
    return std::ranges::any_of(PASSED_ON,
                               [&name](const char* known) { return name == QLatin1String(known); })
        || name.startsWith(QLatin1String("LC_")) || name.startsWith(QLatin1String("ANTHROPIC_"))
        || name.startsWith(QLatin1String("CCACHE_"));
}

template <size_t N> QStringList rules(const char* const (&commands)[N])
{
    QStringList list;
    for (const char* command : commands) {
        list.append(QStringLiteral("Bash(%1)").arg(QLatin1String(command)));
    }
    return list;
}

QStringList toolArguments(const AgentTask& task)
{
    if (task.purpose != Purpose::Code) {
        return {QStringLiteral("--tools"), QStringLiteral("Read,Grep,Glob"),
                QStringLiteral("--permission-mode"), QStringLiteral("dontAsk")};
    }
    QStringList list{QStringLiteral("--tools"),
                     QStringLiteral("Read,Write,Edit,Bash,Grep,Glob"),
                     QStringLiteral("--permission-mode"),
                     QStringLiteral("acceptEdits"),
                     QStringLiteral("--append-system-prompt"),
                     QLatin1String(CODE_RULES)};
    list << QStringLiteral("--allowedTools") << rules(ALLOWED_COMMANDS);
    list << QStringLiteral("--disallowedTools") << rules(DENIED_COMMANDS);
    return list;
}

QByteArray controlRequest(const QString& name)
{
    return json::compact(
               {{QStringLiteral("type"), QStringLiteral("control_request")},
                {QStringLiteral("request_id"), name},
                {QStringLiteral("request"), QJsonObject{{QStringLiteral("subtype"), name}}}})
        + '\n';
}

} // namespace

QStringList arguments(const AgentTask& task)
{
    QStringList list{QStringLiteral("-p"), QStringLiteral("--input-format"),
                     QStringLiteral("stream-json"), QStringLiteral("--output-format"),
                     QStringLiteral("stream-json"), QStringLiteral("--verbose"),
                     // Pieces of messages prove that a long answer is not a stall.
                     QStringLiteral("--include-partial-messages"),
                     // Neither settings nor hooks nor servers of the repository: they are code.
                     QStringLiteral("--strict-mcp-config"), QStringLiteral("--setting-sources"),
                     QString(), QStringLiteral("--no-session-persistence")};
    if (task.limits.turns > 0) {
        list << QStringLiteral("--max-turns") << QString::number(task.limits.turns);
    }
    if (!task.model.isEmpty()) {
        list << QStringLiteral("--model") << task.model;
    }
    const QByteArray schema = json::compact(task.schema);
    if (task.purpose == Purpose::Structured && schema.size() <= MAX_SCHEMA_BYTES) {
        list << QStringLiteral("--json-schema") << QString::fromUtf8(schema);
    }
    return list + toolArguments(task);
}

Environment passedOn(const Environment& own)
{
    Environment environment;
    for (auto it = own.cbegin(); it != own.cend(); ++it) {
        if (isPassedOn(it.key())) {
            environment.insert(it.key(), it.value());
        }
    }
    return environment;
}

Environment environmentFor(const Environment& own, const AgentLimits& limits,
                           const QString& runFolder)
{
    Environment environment = passedOn(own);
    environment.insert(QStringLiteral("TMPDIR"), runFolder);
    if (own.contains(QStringLiteral("ANTHROPIC_API_KEY"))
        || own.contains(QStringLiteral("ANTHROPIC_AUTH_TOKEN"))) {
        environment.insert(QStringLiteral("CLAUDE_CONFIG_DIR"),
                           runFolder + QLatin1String("/config"));
    }
    environment.insert(QStringLiteral("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"),
                       QStringLiteral("1"));
    environment.insert(QStringLiteral("CLAUDE_CODE_MAX_RETRIES"), QStringLiteral("2"));
    environment.insert(QStringLiteral("BASH_MAX_TIMEOUT_MS"), QStringLiteral("600000"));
    if (limits.idle.count() > 0) {
        // The agent notices a stalled stream by itself, and asks again, before Tamma gives up. Its
        // watchdog was measured to need up to twice its time.
        environment.insert(QStringLiteral("CLAUDE_ENABLE_BYTE_WATCHDOG"), QStringLiteral("1"));
        environment.insert(QStringLiteral("CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS"),
                           QString::number(limits.idle.count() / 4));
        environment.insert(QStringLiteral("API_TIMEOUT_MS"),
                           QString::number(limits.idle.count() / 2));
    }
    return environment;
}

QByteArray userMessage(const QString& text)
{
    const QJsonObject part{{QStringLiteral("type"), QStringLiteral("text")},
                           {QStringLiteral("text"), text}};
    const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")},
                              {QStringLiteral("content"), QJsonArray{part}}};
    return json::compact({{QStringLiteral("type"), QStringLiteral("user")},
                          {QStringLiteral("message"), message},
                          {QStringLiteral("parent_tool_use_id"), QJsonValue::Null},
                          {QStringLiteral("session_id"), QString()}})
        + '\n';
}

QByteArray questionWhetherAlive()
{
    return controlRequest(QStringLiteral("are_you_there"));
}

QByteArray interruptRequest()
{
    return controlRequest(QStringLiteral("interrupt"));
}

} // namespace tamma::providers::claude
