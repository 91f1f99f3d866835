// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/command_gate.h"

#include "core/gates/findings/tool_findings.h"
#include "core/gates/project_settings.h"
#include "core/gates/sandboxed_run.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QSysInfo>

#include <sys/stat.h>

namespace tamma::gates {

namespace {

constexpr auto DEFAULT_TIMEOUT = std::chrono::minutes(30);

// Says for which commit the products in the checkout were built.
QString markerOf(const QString& checkout)
{
    return checkout + QStringLiteral(".built");
}

// A folder that was removed and made again is another one, although it is called the same.
QByteArray markFor(const QString& checkout, const QString& commit)
{
    struct stat folder{};
    ::stat(QFile::encodeName(checkout).constData(), &folder);
    const qint64 birth = QFileInfo(checkout).birthTime().toMSecsSinceEpoch();
    return commit.toUtf8() + ' ' + QByteArray::number(quint64(folder.st_ino)) + ' '
        + QByteArray::number(birth) + '\n';
}

bool isBuilt(const QString& checkout, const QString& commit)
{
    QFile marker(markerOf(checkout));
    return marker.open(QIODevice::ReadOnly) && marker.readAll() == markFor(checkout, commit);
}

Result<> rememberBuilt(const QString& checkout, const QString& commit)
{
    QSaveFile marker(markerOf(checkout));
    if (!marker.open(QIODevice::WriteOnly) || marker.write(markFor(checkout, commit)) < 0
        || !marker.commit()) {
        return failure(errors::FILE_WRITE_FAILED, marker.fileName() + ": " + marker.errorString());
    }
    return {};
}

const std::optional<config::ProjectCommand>& configured(const config::ProjectConfig& project,
                                                        CommandKind kind)
{
    switch (kind) {
    case CommandKind::Build:
        return project.build;
    case CommandKind::Test:
        return project.test;
    case CommandKind::Ci:
        break;
    }
    return project.ci;
}

std::optional<config::ProjectCommand>
commandFor(CommandKind kind, const config::ProjectConfig& project, const DetectedCommands& detected)
{
    if (configured(project, kind)) {
        return configured(project, kind);
    }
    const QString run = kind == CommandKind::Build ? detected.build
        : kind == CommandKind::Test                ? detected.test
                                                   : QString();
    return run.isEmpty() ? std::nullopt
                         : std::optional(config::ProjectCommand{run, DEFAULT_TIMEOUT});
}

// The planned step may say it otherwise than the project does.
Result<> applyStep(const QMap<QString, QString>& step,
                   std::optional<config::ProjectCommand>& command)
{
    if (const QString run = step.value("command").trimmed(); !run.isEmpty()) {
        command = config::ProjectCommand{run, command ? command->timeout : DEFAULT_TIMEOUT};
    }
    if (!command || !step.contains("timeoutSeconds")) {
        return {};
    }
    bool isNumber = false;
    const int seconds = step["timeoutSeconds"].toInt(&isNumber);
    if (!isNumber || seconds <= 0) {
        return failure(errors::CONFIG_INVALID,
                       QStringLiteral("timeoutSeconds of the step must be a whole number above 0"));
    }
    command->timeout = std::chrono::seconds(seconds);
    return {};
}

QString skipReason(CommandKind kind, const DetectedCommands& detected)
{
    const QString what = kind == CommandKind::Build ? "build"
        : kind == CommandKind::Test                 ? "test"
                                                    : "ci";
    if (kind == CommandKind::Ci) {
        return QStringLiteral("No CI command: set commands.ci in .tamma/project.yaml");
    }
    if (detected.system.isEmpty()) {
        return QStringLiteral("No build system is known here: set commands.%1 in "
                              ".tamma/project.yaml")
            .arg(what);
    }
    return QStringLiteral("This %1 project has nothing to %2; if that is wrong, set commands.%2 in "
                          ".tamma/project.yaml")
        .arg(detected.system, what);
}

QString summaryOf(const QString& command, const SandboxedEnd& end)
{
    const QString seconds
        = QString::number(static_cast<double>(end.duration.count()) / 1000, 'f', 1);
    if (end.timedOut) {
        return QStringLiteral("`%1` was ended at its time limit, after %2 s").arg(command, seconds);
    }
    if (end.exitCode == 0) {
        return QStringLiteral("`%1` passed in %2 s").arg(command, seconds);
    }
    const QString failed
        = QStringLiteral("`%1` failed with exit code %2").arg(command).arg(end.exitCode);
    if (end.exitCode == 127) {
        return failed + ": a program was not found; the sandbox shows those under /usr";
    }
    if (end.exitCode == 137) {
        return failed + ": it was killed, probably for using up the memory";
    }
    return failed;
}

} // namespace

struct CommandGate::Job {
    QString checkout;
    std::optional<config::ProjectCommand> buildFirst;
    std::optional<config::ProjectCommand> command;
    QString skipReason; ///< Meaningful without a command.
    sandbox::SandboxProfile profile;
};

CommandGate::CommandGate(CommandKind kind, Checkouts& checkouts, const ChangeReader& changes,
                         QString cacheFolder)
    : m_kind(kind)
    , m_checkouts(checkouts)
    , m_changes(changes)
    , m_cacheFolder(std::move(cacheFolder))
{
}

GateId CommandGate::id() const
{
    switch (m_kind) {
    case CommandKind::Build:
        return GateId("build");
    case CommandKind::Test:
        return GateId("test");
    case CommandKind::Ci:
        break;
    }
    return GateId("ci");
}

Result<CommandGate::Job> CommandGate::plan(const GateRequest& request) const
{
    Job job;
    TRY_ASSIGN(const config::ProjectConfig project, projectSettings(m_changes, request));
    TRY_ASSIGN(job.checkout,
               m_checkouts.cleanCheckout(request.repository, request.loopId, request.commit));
    const DetectedCommands detected = detectCommands(projectFilesIn(job.checkout));
    job.command = commandFor(m_kind, project, detected);
    TRY(applyStep(request.settings, job.command));
    job.skipReason = skipReason(m_kind, detected);
    if (m_kind == CommandKind::Test && !isBuilt(job.checkout, request.commit)) {
        job.buildFirst = commandFor(CommandKind::Build, project, detected);
    }
    TRY_ASSIGN(job.profile.home, homeFor(request.repository));
    job.profile.workFolder = job.checkout;
    job.profile.network = project.network;
    if (request.settings.contains("network")) {
        job.profile.network = request.settings["network"] == QLatin1StringView("true");
    }
    job.profile.environment = {{"CI", "true"}, {"NO_COLOR", "1"}};
    job.profile.environment.insert(project.environment);
    return job;
}

Result<QString> CommandGate::homeFor(const QString& repository) const
{
    const QByteArray path = QFileInfo(repository).canonicalFilePath().toUtf8();
    const QByteArray name
        = QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(16);
    const QString home
        = m_cacheFolder + QStringLiteral("/gates/%1/home").arg(QLatin1StringView(name));
    if (!QDir().mkpath(home)) {
        return failure(errors::FILE_WRITE_FAILED, "No folder for the caches: " + home);
    }
    return home;
}

Result<GateOutcome> CommandGate::check(const GateRequest& request, GateListener& listener,
                                       std::stop_token stop)
{
    TRY_ASSIGN(const Job job, plan(request));
    GateOutcome outcome;
    outcome.verdict.gateId = id();
    outcome.verdict.stepId = request.stepId;
    outcome.verdict.attempt = request.attempt;
    outcome.verdict.commit = request.commit;
    if (!job.command) {
        outcome.kind = GateOutcome::Kind::Skipped;
        outcome.verdict.summary = job.skipReason;
        return outcome;
    }
    return run(job, std::move(outcome), listener, std::move(stop));
}

Result<GateOutcome> CommandGate::run(const Job& job, GateOutcome outcome, GateListener& listener,
                                     std::stop_token stop) const
{
    events::Verdict& verdict = outcome.verdict;
    GateLog log(listener);
    QList<config::ProjectCommand> commands;
    if (job.buildFirst) {
        commands.append(*job.buildFirst);
    }
    commands.append(*job.command);
    SandboxedEnd end;
    for (qsizetype i = 0; i < commands.size(); ++i) {
        const QString& command = commands[i].run;
        const bool isBuild = m_kind == CommandKind::Build || i + 1 < commands.size();
        if (isBuild) {
            QFile::remove(markerOf(job.checkout));
        }
        log.append("$ " + command.toUtf8() + '\n');
        const auto ended = runSandboxed({job.profile, command, commands[i].timeout}, log, stop);
        if (!ended) {
            log.close();
            return std::unexpected(ended.error());
        }
        end = *ended;
        verdict.command = command;
        verdict.durationMs += end.duration.count();
        const bool isBefore = i + 1 < commands.size();
        verdict.summary = (isBefore ? QStringLiteral("Before the tests: ") : QString())
            + summaryOf(command, end);
        const bool passed = end.exitCode == 0 && !end.timedOut;
        if (passed && isBuild) {
            TRY(rememberBuilt(job.checkout, verdict.commit));
        }
        if (!passed) {
            break;
        }
    }
    log.close();
    outcome.kind = end.exitCode == 0 && !end.timedOut ? GateOutcome::Kind::Passed
                                                      : GateOutcome::Kind::Failed;
    if (outcome.kind == GateOutcome::Kind::Failed) { // Warnings of a good build are no findings.
        verdict.findings = findingsIn({log.text(), job.checkout});
    }
    verdict.exitCode = end.exitCode;
    verdict.timedOut = end.timedOut;
    verdict.logHash = log.hash();
    verdict.logTail = log.tail();
    verdict.sandbox = sandbox::describe(job.profile);
    verdict.environment = job.profile.environment;
    verdict.environment["os"] = QSysInfo::prettyProductName();
    verdict.environment["kernel"] = QSysInfo::kernelVersion();
    return outcome;
}

} // namespace tamma::gates
