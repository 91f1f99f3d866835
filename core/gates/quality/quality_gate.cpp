// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/quality/quality_gate.h"

#include "core/gates/command_ground.h"
#include "core/gates/finding_report.h"
#include "core/gates/findings/tool_findings.h"
#include "core/gates/path_glob.h"
#include "core/gates/project_settings.h"
#include "core/gates/sandboxed_run.h"
#include "core/sandbox/sandbox.h"

#include <QElapsedTimer>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

constexpr auto TOOL_LIMIT = std::chrono::minutes(10);
constexpr int NOT_INSTALLED = 127; // Of the shell.

// Formatters name the files that they would write otherwise, one a line, and nothing else.
QList<events::Finding> listedFiles(const QString& text, const QualityTool& tool,
                                   const QStringList& changed)
{
    QList<events::Finding> findings;
    for (QString line : text.split(u'\n')) {
        line = line.trimmed();
        const QString path = line.startsWith(u"./"_s) ? line.sliced(2) : line;
        if (changed.contains(path)) {
            findings.append({u"format"_s, u"medium"_s, path, 0,
                             u"Not formatted as %1 does it"_s.arg(tool.name), tool.name});
        }
    }
    return findings;
}

// A change may bring a tool, and take none away.
void addNewTools(QList<QualityTool>& tools, const QList<QualityTool>& others)
{
    for (const QualityTool& other : others) {
        if (std::ranges::find(tools, other.name, &QualityTool::name) == tools.end()) {
            tools.append(other);
        }
    }
}

// The listener hears everything; what one tool wrote is kept besides.
class Tee final : public GateListener {
public:
    explicit Tee(GateLog& log)
        : m_log(log)
    {
    }

    void onLog(const QString& text) override { m_log.append(text.toUtf8()); }

private:
    GateLog& m_log;
};

} // namespace

struct QualityGate::Job {
    QStringList changed; ///< Files, without those that the project ignores.
    QList<git::FileDiff> change;
    QList<QualityTool> tools;
    bool wholeFiles = false;
    std::chrono::milliseconds timeLimit = TOOL_LIMIT; ///< Of each tool.
    sandbox::SandboxProfile profile;
};

struct QualityGate::Judgement {
    GateLog& log;
    std::stop_token stop;
    QList<events::Finding> findings;
    qsizetype besides = 0; ///< Findings outside of the changed lines.
    QStringList done;
    QStringList missing;
    QStringList broken; ///< Ended with a fault and said nothing that could be read.
};

QualityGate::QualityGate(Checkouts& checkouts, const ChangeReader& changes, QString cacheFolder)
    : m_checkouts(checkouts)
    , m_changes(changes)
    , m_cacheFolder(std::move(cacheFolder))
{
}

GateId QualityGate::id() const
{
    return GateId("quality");
}

Result<QualityGate::Job> QualityGate::plan(const GateRequest& request) const
{
    Job job;
    TRY_ASSIGN(const config::ProjectConfig project, projectSettings(m_changes, request));
    const config::GateConfig settings = project.gates.of(id().text());
    TRY_ASSIGN(job.change,
               m_changes.change(request.repository, request.baseCommit, request.commit));
    job.wholeFiles = settings.wholeFiles;
    job.timeLimit = settings.timeout.value_or(TOOL_LIMIT);
    for (const git::FileDiff& diff : job.change) {
        const bool isThere = diff.file.kind != git::ChangeKind::Deleted && !diff.file.binary;
        if (isThere && !fitsAnyGlob(diff.file.path, settings.ignore)) {
            job.changed.append(diff.file.path);
        }
    }
    if (job.changed.isEmpty()) {
        return job;
    }
    TRY_ASSIGN(const QString checkout,
               m_checkouts.cleanCheckout(request.repository, request.loopId, request.commit));
    const QString command = request.settings.value(u"command"_s, settings.command).trimmed();
    if (command.isEmpty()) {
        TRY_ASSIGN(const ProjectFiles base, projectFilesAtBase(m_changes, request, checkout));
        job.tools = qualityTools(base, job.changed);
        addNewTools(job.tools, qualityTools(projectFilesIn(checkout), job.changed));
    } else {
        job.tools = {{u"the project's command"_s, command}};
    }
    TRY_ASSIGN(job.profile, profileFor(project, request, {checkout, m_cacheFolder}));
    return job;
}

Result<> QualityGate::run(const Job& job, const QualityTool& tool, Judgement& judgement) const
{
    judgement.log.append("$ " + tool.command.toUtf8() + '\n');
    Tee tee(judgement.log);
    GateLog own(tee, GateLog::KEPT_OF_A_DOCUMENT);
    TRY_ASSIGN(const SandboxedEnd end,
               runSandboxed({job.profile, tool.command, job.timeLimit}, own, judgement.stop));
    own.close();
    if (end.exitCode == NOT_INSTALLED) {
        judgement.missing.append(tool.name);
        return {};
    }
    const ChangedLines lines(job.change);
    QList<events::Finding> said = findingsIn({own.text(), job.profile.workFolder, ALL_FINDINGS});
    said += listedFiles(own.text(), tool, job.changed);
    if (said.isEmpty() && (end.exitCode != 0 || end.timedOut)) {
        judgement.broken.append(tool.name);
        return {};
    }
    judgement.done.append(tool.name);
    for (const events::Finding& finding : said) {
        const bool isOurs
            = job.changed.contains(finding.file) && (job.wholeFiles || lines.have(finding));
        if (isOurs) {
            judgement.findings.append(finding);
        } else {
            ++judgement.besides;
        }
    }
    return {};
}

Result<GateOutcome> QualityGate::check(const GateRequest& request, GateListener& listener,
                                       std::stop_token stop)
{
    QElapsedTimer elapsed;
    elapsed.start();
    TRY_ASSIGN(const Job job, plan(request));
    if (job.tools.isEmpty()) {
        return skippedOutcome(id(), request,
                              u"No formatter or linter is set up for the changed files: set "
                              "gates.quality.command in .tamma/project.yaml and commit it"_s);
    }
    GateLog log(listener);
    Judgement judgement{log, stop, {}, 0, {}, {}, {}};
    for (const QualityTool& tool : job.tools) {
        TRY(run(job, tool, judgement));
    }
    if (judgement.done.isEmpty() && judgement.broken.isEmpty()) {
        log.close();
        return skippedOutcome(id(), request,
                              u"Not installed: %1"_s.arg(judgement.missing.join(u", "_s)));
    }
    QString summary = judgement.findings.isEmpty()
        ? u"Nothing to say about the changed lines"_s
        : u"%1 findings in the changed lines"_s.arg(judgement.findings.size());
    summary += u", by %1"_s.arg((judgement.done + judgement.broken).join(u", "_s));
    if (judgement.besides > 0) {
        summary += u"; %1 more in lines that were there before"_s.arg(judgement.besides);
    }
    if (!judgement.broken.isEmpty()) {
        summary += u"; could not work: %1"_s.arg(judgement.broken.join(u", "_s));
    }
    if (!judgement.missing.isEmpty()) {
        summary += u"; not installed: %1"_s.arg(judgement.missing.join(u", "_s));
    }
    const bool passed = judgement.findings.isEmpty() && judgement.broken.isEmpty();
    GateOutcome outcome
        = outcomeOf({id(), judgement.findings, summary, passed, elapsed.elapsed()}, request, log);
    outcome.verdict.command = job.tools.first().command;
    outcome.verdict.sandbox = sandbox::describe(job.profile);
    outcome.verdict.environment = job.profile.environment;
    return outcome;
}

} // namespace tamma::gates
