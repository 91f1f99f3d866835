// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/command_gate.h"

#include "core/gates/command_ground.h"
#include "core/gates/findings/report_files.h"
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
constexpr int NOT_FOUND_EXIT = 127; // Of the shell, for a program that is not there.
const QString GATE = QStringLiteral("gate-"); // What the folders of their sessions begin with.

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

QString detectedRun(CommandKind kind, const DetectedCommands& detected)
{
    return kind == CommandKind::Build ? detected.build
        : kind == CommandKind::Test   ? detected.test
                                      : QString();
}

std::optional<config::ProjectCommand>
commandFor(CommandKind kind, const config::ProjectConfig& project, const DetectedCommands& detected)
{
    if (configured(project, kind)) {
        return configured(project, kind);
    }
    const QString run = detectedRun(kind, detected);
    return run.isEmpty() ? std::nullopt
                         : std::optional(config::ProjectCommand{run, DEFAULT_TIMEOUT});
}

// Later ones may say it otherwise than the project's `commands` do.
void applyGate(const config::GateConfig& gate, std::optional<config::ProjectCommand>& command)
{
    if (!gate.command.isEmpty()) {
        command
            = config::ProjectCommand{gate.command, command ? command->timeout : DEFAULT_TIMEOUT};
    }
    if (command && gate.timeout) {
        command->timeout = *gate.timeout;
    }
}

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
        return QStringLiteral("No CI command: set commands.ci in .tamma/project.yaml and "
                              "commit it");
    }
    if (detected.system.isEmpty()) {
        return QStringLiteral("No build system is known here: set commands.%1 in "
                              ".tamma/project.yaml and commit that")
            .arg(what);
    }
    return QStringLiteral("This %1 project has nothing to %2; if that is wrong, set commands.%2 in "
                          ".tamma/project.yaml and commit it")
        .arg(detected.system, what);
}

QString summaryOf(const QString& command, const SandboxedEnd& end)
{
    const QString seconds
        = QString::number(static_cast<double>(end.duration.count()) / 1000, 'f', 1);
    if (end.timedOut) {
        return QStringLiteral("`%1` was ended at its time limit, after %2 s").arg(command, seconds);
    }
    if (end.wroteTooMuch) {
        return QStringLiteral("`%1` was ended after %2 s: it wrote too much").arg(command, seconds);
    }
    if (end.exitCode == 0) {
        return QStringLiteral("`%1` passed in %2 s").arg(command, seconds);
    }
    QString failed = QStringLiteral("`%1` failed with exit code %2").arg(command).arg(end.exitCode);
    if (end.exitCode == NOT_FOUND_EXIT) {
        return failed + ": a program was not found; the sandbox shows those under /usr";
    }
    if (end.exitCode == 137) {
        return failed + ": it was killed, probably for using up the memory";
    }
    return failed;
}

bool isGood(const SandboxedEnd& end)
{
    return end.exitCode == 0 && !end.timedOut && !end.wroteTooMuch;
}

// Two commands in one checkout would disturb each other.
void endOtherSessions(const QStringList& own)
{
    const QDir folder = QFileInfo(own.first()).dir();
    for (const QString& name : folder.entryList({GATE + u'*'}, QDir::Dirs)) {
        const QString other = folder.filePath(name);
        if (own.contains(other)) {
            continue;
        }
        if (const auto process = io::SupervisedProcess::attach(other)) {
            (*process)->end(io::end_cause::SIGNALLED);
        }
        QDir(other).removeRecursively();
    }
}

} // namespace

struct CommandGate::Job {
    QString checkout;
    std::optional<config::ProjectCommand> buildFirst;
    std::optional<config::ProjectCommand> command;
    config::GateConfig settings;
    QString skipReason; ///< Meaningful without a command.
    QStringList questions; ///< To a person.
    LoopId loop;
    int round = 0;
    bool mayRepeat = true;
    sandbox::SandboxProfile profile;
};

struct CommandGate::Run {
    GateLog& log;
    std::stop_token stop;
    bool isBefore = false; ///< The build that the tests need.
    bool isRepeated = false; ///< The tests, because they failed.
};

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
    TRY_ASSIGN(const config::ProjectConfig project, projectSettings(m_parts.changes, request));
    TRY_ASSIGN(job.checkout,
               m_parts.checkouts.cleanCheckout(request.repository, request.loopId, request.commit));
    TRY_ASSIGN(const ProjectFiles base, projectFilesAtBase(m_parts.changes, request, job.checkout));
    const DetectedCommands before = detectCommands(base);
    const DetectedCommands now = detectCommands(projectFilesIn(job.checkout));
    const QString run = detectedRun(m_kind, before);
    const DetectedCommands& detected = run.isEmpty() ? now : before;
    job.command = commandFor(m_kind, project, detected);
    job.settings = project.gates.of(id().text());
    applyGate(job.settings, job.command);
    TRY(applyStep(request.settings, job.command));
    if (job.command && job.command->run == run
        && (detectedRun(m_kind, now).isEmpty() || now.system != before.system)) {
        job.questions.append(QStringLiteral("The change would have something else run than `%1`, "
                                            "which the base commit runs")
                                 .arg(run));
    }
    job.loop = request.loopId;
    job.round = request.round;
    job.mayRepeat = request.mayRepeat;
    job.skipReason = skipReason(m_kind, detected);
    if (m_kind == CommandKind::Test && !isBuilt(job.checkout, request.commit)) {
        job.buildFirst = commandFor(CommandKind::Build, project, detected);
        applyGate(project.gates.of(QStringLiteral("build")), job.buildFirst);
    }
    TRY_ASSIGN(job.profile, profileFor(project, request, {job.checkout, m_parts.cacheFolder}));
    return job;
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
    outcome.verdict.needsPerson = job.questions;
    if (!job.command) {
        outcome.kind = GateOutcome::Kind::Skipped;
        outcome.verdict.summary = job.skipReason;
        return outcome;
    }
    return run(job, std::move(outcome), listener, std::move(stop));
}

/// The same work has the same name, so that it is found again.
std::optional<io::SupervisedProcess::Place>
CommandGate::sessionFor(const Job& job, const config::ProjectCommand& command,
                        const events::Verdict& verdict, const Run& run) const
{
    if (m_parts.sessions.supervisor.isEmpty()) {
        return std::nullopt;
    }
    const QStringList work{QString::number(job.round), verdict.stepId.text(), verdict.commit,
                           command.run,
                           run.isBefore         ? QStringLiteral("before")
                               : run.isRepeated ? QStringLiteral("repeated")
                                                : QString()};
    const QByteArray name
        = QCryptographicHash::hash(work.join(QChar::LineFeed).toUtf8(), QCryptographicHash::Sha256);
    return io::SupervisedProcess::Place{m_parts.sessions.supervisor,
                                        QStringLiteral("%1/%2/%3%4-%5")
                                            .arg(m_parts.sessions.root, job.loop.text(), GATE,
                                                 id().text(),
                                                 QString::fromLatin1(name.first(8).toHex()))};
}

Result<SandboxedEnd> CommandGate::runOne(const Job& job, const config::ProjectCommand& command,
                                         events::Verdict& verdict, const Run& run) const
{
    const bool isBuild = m_kind == CommandKind::Build || run.isBefore;
    if (isBuild) {
        QFile::remove(markerOf(job.checkout));
    }
    run.log.append("$ " + command.run.toUtf8() + '\n');
    const auto session = sessionFor(job, command, verdict, run);
    if (session) {
        // A run and its repetition belong together: who comes back in the second knows the first.
        Run other = run;
        other.isRepeated = !run.isRepeated;
        endOtherSessions({session->folder, sessionFor(job, command, verdict, other)->folder});
    }
    TRY_ASSIGN(SandboxedEnd end,
               runSandboxed({job.profile, command.run, command.timeout, session,
                             m_parts.sessions.mostOutput, job.mayRepeat},
                            run.log, run.stop));
    verdict.command = command.run;
    verdict.durationMs += end.duration.count();
    verdict.summary = (run.isBefore ? QStringLiteral("Before the tests: ") : QString())
        + summaryOf(command.run, end);
    if (isGood(end) && isBuild) {
        TRY(rememberBuilt(job.checkout, verdict.commit));
    }
    return end;
}

// Tests that failed may run once more on the same commit: what then passes is flaky, and says so.
Result<SandboxedEnd> CommandGate::runAll(const Job& job, events::Verdict& verdict,
                                         const Run& run) const
{
    if (job.buildFirst) {
        TRY_ASSIGN(SandboxedEnd built,
                   runOne(job, *job.buildFirst, verdict, {run.log, run.stop, true}));
        if (!isGood(built)) {
            return built;
        }
    }
    TRY_ASSIGN(SandboxedEnd first, runOne(job, *job.command, verdict, run));
    const bool mayRepeat = m_kind == CommandKind::Test && job.settings.repeatsFailure
        && !isGood(first) && !first.timedOut && !first.wroteTooMuch
        && first.exitCode != NOT_FOUND_EXIT;
    if (!mayRepeat) {
        return first;
    }
    const QString failed = verdict.summary;
    run.log.append("[The tests failed; once more on the same commit]\n");
    TRY_ASSIGN(SandboxedEnd second,
               runOne(job, *job.command, verdict, {run.log, run.stop, false, true}));
    verdict.flaky = isGood(second);
    if (verdict.flaky) {
        verdict.summary = failed + QStringLiteral(", and passed when it ran again: flaky");
    } else if (!second.timedOut) {
        verdict.summary += QStringLiteral(", twice on the same commit");
    }
    return second;
}

Result<GateOutcome> CommandGate::run(const Job& job, GateOutcome outcome, GateListener& listener,
                                     std::stop_token stop) const
{
    events::Verdict& verdict = outcome.verdict;
    GateLog log(listener);
    const auto ended = runAll(job, verdict, {log, std::move(stop)});
    log.close();
    if (!ended) {
        return std::unexpected(ended.error());
    }
    const bool passed = isGood(*ended) && (!verdict.flaky || job.settings.flakyPasses);
    outcome.kind = passed ? GateOutcome::Kind::Passed : GateOutcome::Kind::Failed;
    if (!passed || verdict.flaky) { // Warnings of a good build are no findings.
        verdict.findings = findingsIn({log.text(), job.checkout});
        verdict.findings += reportedFindings(job.checkout, {job.settings.reports, ended->began});
    }
    verdict.exitCode = ended->exitCode;
    verdict.timedOut = ended->timedOut;
    verdict.logHash = log.hash();
    verdict.logTail = log.tail();
    verdict.sandbox = sandbox::describe(job.profile);
    verdict.environment = job.profile.environment;
    verdict.environment["os"] = QSysInfo::prettyProductName();
    verdict.environment["kernel"] = QSysInfo::kernelVersion();
    return outcome;
}

} // namespace tamma::gates
