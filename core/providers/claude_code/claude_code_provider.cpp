// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/claude_code/claude_code_provider.h"

#include "core/base/json.h"
#include "core/io/find_program.h"
#include "core/io/process_runner.h"

#include <QDir>
#include <QRegularExpression>
#include <QVersionNumber>

namespace tamma::providers {
namespace {

constexpr auto ASKING_LIMIT = std::chrono::seconds(10);
constexpr auto GRACE = std::chrono::seconds(2);
const QString PRIVATE_FOLDER = QStringLiteral("/private"); // Of the agent, beside the log.
const QVersionNumber OLDEST_VERSION(2, 1, 0);

const QString INSTALL = QStringLiteral("npm install -g @anthropic-ai/claude-code");
const QString LOG_IN
    = QStringLiteral("Start `claude` once and use /login, or set ANTHROPIC_API_KEY.");

// What the program answers to a question that starts no session; nullopt when it cannot be asked.
std::optional<QByteArray> ask(const QString& program, const QStringList& arguments,
                              const claude::Environment& environment)
{
    const io::ProcessSpec spec{.program = program,
                               .arguments = arguments,
                               .environment = environment,
                               .timeLimit = ASKING_LIMIT};
    QByteArray said;
    const auto listen = [&said](const io::OutputChunk& chunk) {
        if (chunk.stream == io::OutputChunk::Stream::Output) {
            said += chunk.bytes;
        }
    };
    const auto result = io::SystemProcessRunner().run(spec, listen, {});
    return result && !result->timedOut ? std::optional(said) : std::nullopt;
}

QString versionIn(const QByteArray& text)
{
    static const QRegularExpression number(QStringLiteral("\\d+\\.\\d+\\.\\d+"));
    return number.match(QString::fromUtf8(text)).captured();
}

QString loginIn(const QByteArray& text)
{
    const auto status = json::parseObject(text);
    const QJsonValue isLoggedIn = status ? status->value(QLatin1String("loggedIn")) : QJsonValue();
    if (!isLoggedIn.isBool()) {
        return QStringLiteral("unknown");
    }
    return isLoggedIn.toBool() ? QStringLiteral("ok") : QStringLiteral("none");
}

} // namespace

ClaudeCodeProvider::ClaudeCodeProvider(Settings settings)
    : m_settings(std::move(settings))
    , m_sessions(m_settings.sessions)
{
}

Result<QString> ClaudeCodeProvider::findProgram() const
{
    if (!m_settings.program.isEmpty()) {
        return io::findProgram(m_settings.program);
    }
    const QString name = QStringLiteral("claude");
    if (auto inPath = io::findProgram(name)) {
        return inPath;
    }
    const QString home = m_settings.environment.value(QStringLiteral("HOME"));
    const QString npm = m_settings.environment.value(QStringLiteral("NPM_CONFIG_PREFIX"),
                                                     QStringLiteral("/usr/local"));
    return io::findProgram(name,
                           {home + QLatin1String("/.local/bin"),
                            home + QLatin1String("/.claude/local"),
                            home + QLatin1String("/.npm-global/bin"), npm + QLatin1String("/bin")});
}

Detection ClaudeCodeProvider::detect() const
{
    const auto program = findProgram();
    if (!program) {
        return {.login = QStringLiteral("unknown"),
                .problem = QStringLiteral("The claude program is not installed."),
                .mend = INSTALL};
    }
    Detection found{.program = *program, .login = QStringLiteral("unknown")};
    const claude::Environment environment = claude::passedOn(m_settings.environment);
    const auto version = ask(*program, {QStringLiteral("--version")}, environment);
    found.version = version ? versionIn(*version) : QString();
    if (found.version.isEmpty()) {
        found.problem = QStringLiteral("%1 does not start.").arg(*program);
        found.mend = INSTALL;
        return found;
    }
    if (QVersionNumber::fromString(found.version) < OLDEST_VERSION) {
        found.problem = QStringLiteral("Version %1 is too old; %2 or newer is needed.")
                            .arg(found.version, OLDEST_VERSION.toString());
        found.mend = QStringLiteral("claude update");
        return found;
    }
    const QStringList status{QStringLiteral("auth"), QStringLiteral("status"),
                             QStringLiteral("--json")};
    found.login = loginIn(ask(*program, status, environment).value_or(QByteArray()));
    found.usable = found.login != QLatin1String("none");
    if (!found.usable) {
        found.problem = QStringLiteral("The claude program is not logged in.");
        found.mend = LOG_IN;
    }
    return found;
}

bool ClaudeCodeProvider::hasSession(const AgentTask& task) const
{
    return m_sessions.has(task);
}

Result<std::unique_ptr<io::SupervisedProcess>>
ClaudeCodeProvider::begin(const AgentTask& task) const
{
    const auto program = findProgram();
    if (!program) {
        return failure(errors::PROVIDER_NOT_INSTALLED, program.error().detail);
    }
    if (!QDir::isAbsolutePath(task.workFolder) || !QDir(task.workFolder).exists()) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("There is no work folder \"%1\".").arg(task.workFolder));
    }
    const QString folder = m_sessions.folderOf(task);
    if (!QDir().mkpath(folder + PRIVATE_FOLDER)) {
        return failure(errors::FILE_WRITE_FAILED, folder);
    }
    // An answer in plain words needs no second message: the program may leave by itself after it.
    const bool talksOn = task.purpose != Purpose::Answer;
    if (talksOn) {
        m_sessions.endOthers(task);
    }
    const io::ProcessSpec spec{.program = *program,
                               .arguments = claude::arguments(task),
                               .workingFolder = task.workFolder,
                               .environment = claude::environmentFor(
                                   m_settings.environment, task.limits, folder + PRIVATE_FOLDER),
                               .standardInput = claude::userMessage(task.prompt),
                               .keepInputOpen = talksOn,
                               .timeLimit = task.limits.wall,
                               .grace = GRACE};
    // Asked nicely, the program still reports what the work has cost.
    return io::SupervisedProcess::start({m_settings.supervisor, folder},
                                        {spec, claude::interruptRequest()});
}

Result<AgentOutcome> ClaudeCodeProvider::run(const AgentTask& task, AgentListener& listener,
                                             std::stop_token stop)
{
    const QString folder = m_sessions.folderOf(task);
    TRY_ASSIGN(const auto process,
               hasSession(task) ? io::SupervisedProcess::attach(folder) : begin(task));
    auto outcome = claude::Run(task, listener, *process, m_settings.patience).follow(stop);
    if (outcome) {
        QDir(folder + PRIVATE_FOLDER).removeRecursively();
    }
    return outcome;
}

} // namespace tamma::providers
