// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/security/security_gate.h"

#include "core/base/counted.h"
#include "core/gates/added_lines.h"
#include "core/gates/command_ground.h"
#include "core/gates/finding_report.h"
#include "core/gates/path_glob.h"
#include "core/gates/project_settings.h"
#include "core/gates/security/dangerous_files.h"
#include "core/gates/security/dependency_changes.h"
#include "core/gates/security/secret_rules.h"
#include "core/sandbox/sandbox.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

struct Scan {
    QList<events::Finding> findings;
    qsizetype secrets = 0;
    qsizetype lines = 0;
    qsizetype ignored = 0; ///< Files.
    QSet<QString> files;
    ScanResult scanned;
    QString walls; ///< What the scanners ran behind.
};

QList<QRegularExpression> compiled(const QStringList& patterns)
{
    QList<QRegularExpression> expressions;
    for (const QString& pattern : patterns) {
        expressions.append(QRegularExpression(pattern));
    }
    return expressions;
}

Result<> scanLines(const QList<git::FileDiff>& change, const QStringList& allow, Scan& scan,
                   const std::stop_token& stop)
{
    const QList<QRegularExpression> allowed = compiled(allow);
    for (const AddedLine& line : addedLines(change)) {
        if (stop.stop_requested()) {
            return failure(errors::CANCELLED, u"The scan was to be stopped"_s);
        }
        ++scan.lines;
        scan.files.insert(line.path);
        const bool isAllowed = std::ranges::any_of(allowed, [&line](const auto& expression) {
            return expression.match(line.text).hasMatch();
        });
        for (const SecretMatch& match :
             isAllowed ? QList<SecretMatch>() : findSecrets(line.path, line.text)) {
            ++scan.secrets;
            scan.findings.append(
                {match.rule, match.severity, line.path, line.line,
                 u"%1 %2: take it out of the change, and revoke it if it was real"_s.arg(
                     match.what, match.masked)});
        }
    }
    return {};
}

QString summaryOf(const Scan& scan)
{
    QString summary = scan.secrets == 0
        ? u"No secrets in %1 of %2"_s.arg(counted(scan.lines, u"added line"),
                                          counted(scan.files.size(), u"file"))
        : u"%1 in %2, the first in %3:%4"_s
              .arg(counted(scan.secrets, u"possible secret"), counted(scan.lines, u"added line"),
                   scan.findings[0].file)
              .arg(scan.findings[0].line);
    const auto count = [&scan](const QString& prefix) {
        return std::ranges::count_if(scan.findings, [&prefix](const events::Finding& finding) {
            return finding.rule.startsWith(prefix);
        });
    };
    if (const auto files = count(u"file."_s); files > 0) {
        summary += u"; %1 to look at"_s.arg(counted(files, u"file"));
    }
    if (const auto packages = count(u"dependency."_s); packages > 0) {
        summary += u"; %1 among the dependencies"_s.arg(counted(packages, u"change"));
    }
    if (!scan.scanned.done.isEmpty()) {
        summary += u"; %1 found %2"_s.arg(scan.scanned.done.join(u", "_s))
                       .arg(scan.scanned.findings.size());
    }
    if (!scan.scanned.failed.isEmpty()) {
        summary += u"; could not run %1"_s.arg(scan.scanned.failed.join(u", "_s));
    }
    if (scan.ignored > 0) {
        summary += u"; %1 not scanned, as the project says"_s.arg(counted(scan.ignored, u"file"));
    }
    return summary;
}

bool fails(const events::Finding& finding)
{
    return finding.rule.startsWith(u"secret."_s) || finding.severity == u"high"_s
        || finding.severity == u"critical"_s;
}

QStringList questionsFor(const Scan& scan)
{
    QStringList questions;
    for (const QString& scanner : scan.scanned.failed) {
        questions.append(u"%1 could not say what it found"_s.arg(scanner));
    }
    for (const events::Finding& finding : scan.findings) {
        if (finding.rule.startsWith(u"file."_s) && !fails(finding)) {
            questions.append(u"%1: %2"_s.arg(finding.file, finding.message));
        }
    }
    return questions;
}

} // namespace

SecurityGate::SecurityGate(SecurityParts parts)
    : m_parts(std::move(parts))
{
}

GateId SecurityGate::id() const
{
    return GateId("security");
}

Result<GateOutcome> SecurityGate::check(const GateRequest& request, GateListener& listener,
                                        std::stop_token stop)
{
    QElapsedTimer elapsed;
    elapsed.start();
    TRY_ASSIGN(const config::ProjectConfig project, projectSettings(m_parts.changes, request));
    const config::GateConfig settings = project.gates.of(id().text());
    TRY_ASSIGN(auto change,
               m_parts.changes.change(request.repository, request.baseCommit, request.commit));
    const qsizetype all = change.size();
    if (all == 0) {
        return skippedOutcome(id(), request, u"The change changes no file"_s);
    }
    const QStringList ignored = project.securityScanIgnore + settings.ignore;
    change.removeIf(
        [&ignored](const git::FileDiff& diff) { return fitsAnyGlob(diff.file.path, ignored); });
    Scan scan;
    scan.ignored = all - change.size();
    TRY(scanLines(change, settings.allow, scan, stop));
    TRY_ASSIGN(const auto dangerous, dangerousFiles(change, m_parts.changes, request));
    scan.findings += dangerous;
    if (!m_parts.scanners.isEmpty()) {
        TRY_ASSIGN(
            const QString checkout,
            m_parts.checkouts.cleanCheckout(request.repository, request.loopId, request.commit));
        TRY_ASSIGN(const auto profile,
                   profileFor(project, request, {checkout, m_parts.cacheFolder}));
        scan.walls = sandbox::describe(profile);
        TRY_ASSIGN(scan.scanned, runScanners(m_parts.scanners, profile, stop));
        const ChangedLines changed(change);
        scan.scanned.findings.removeIf(
            [&changed](const events::Finding& finding) { return !changed.have(finding); });
        scan.findings += scan.scanned.findings;
    }
    scan.findings += dependencyChanges(change);
    GateLog log(listener);
    GateOutcome outcome = outcomeOf({id(), scan.findings, summaryOf(scan),
                                     std::ranges::none_of(scan.findings, fails), elapsed.elapsed()},
                                    request, log);
    outcome.verdict.needsPerson = questionsFor(scan);
    if (!scan.walls.isEmpty()) {
        outcome.verdict.sandbox = scan.walls;
    }
    return outcome;
}

} // namespace tamma::gates
