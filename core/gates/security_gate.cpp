// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/security_gate.h"

#include "core/gates/added_lines.h"
#include "core/gates/finding_report.h"
#include "core/gates/path_glob.h"
#include "core/gates/project_settings.h"
#include "core/gates/secret_rules.h"

#include <QElapsedTimer>
#include <QSet>

namespace tamma::gates {

namespace {

struct Scan {
    QList<events::Finding> findings;
    qsizetype lines = 0;
    QSet<QString> files;
    QSet<QString> ignored;
};

void scanLine(const AddedLine& line, Scan& scan)
{
    ++scan.lines;
    scan.files.insert(line.path);
    for (const SecretMatch& match : findSecrets(line.path, line.text)) {
        scan.findings.append(
            {match.rule, match.severity, line.path, line.line,
             QStringLiteral("%1 %2: take it out of the change, and revoke it if it was real")
                 .arg(match.what, match.masked)});
    }
}

QString summaryOf(const Scan& scan)
{
    QString summary = scan.findings.isEmpty()
        ? QStringLiteral("No secrets in %1 added lines of %2 files")
              .arg(scan.lines)
              .arg(scan.files.size())
        : QStringLiteral("%1 possible secrets in %2 added lines, the first in %3:%4")
              .arg(scan.findings.size())
              .arg(scan.lines)
              .arg(scan.findings[0].file)
              .arg(scan.findings[0].line);
    if (!scan.ignored.isEmpty()) {
        summary += QStringLiteral("; %1 files not scanned, as the project says")
                       .arg(scan.ignored.size());
    }
    return summary;
}

} // namespace

SecurityGate::SecurityGate(const ChangeReader& changes)
    : m_changes(changes)
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
    TRY_ASSIGN(const config::ProjectConfig project, projectSettings(m_changes, request));
    TRY_ASSIGN(const auto change,
               m_changes.change(request.repository, request.baseCommit, request.commit));
    const QList<AddedLine> lines = addedLines(change);
    if (lines.isEmpty()) {
        return skippedOutcome(id(), request, QStringLiteral("The change adds no lines of text"));
    }
    Scan scan;
    for (const AddedLine& line : lines) {
        if (stop.stop_requested()) {
            return failure(errors::CANCELLED, QStringLiteral("The scan was to be stopped"));
        }
        if (scan.ignored.contains(line.path)) {
            continue;
        }
        const bool isNew = !scan.files.contains(line.path);
        const auto fits = [&line](const QString& glob) { return fitsGlob(line.path, glob); };
        if (isNew && std::ranges::any_of(project.securityScanIgnore, fits)) {
            scan.ignored.insert(line.path);
            continue;
        }
        scanLine(line, scan);
    }
    GateLog log(listener);
    return outcomeOf(
        {id(), scan.findings, summaryOf(scan), scan.findings.isEmpty(), elapsed.elapsed()}, request,
        log);
}

} // namespace tamma::gates
