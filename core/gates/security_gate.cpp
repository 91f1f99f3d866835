// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/security_gate.h"

#include "core/gates/gate_log.h"
#include "core/gates/project_settings.h"
#include "core/gates/secret_rules.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>

namespace tamma::gates {

namespace {

constexpr qsizetype MOST_FINDINGS = 100;

struct Scan {
    QList<events::Finding> findings;
    qsizetype found = 0; ///< Also those that are too many for the verdict.
    qsizetype lines = 0;
    QSet<QString> files;
    QSet<QString> ignored;
};

void scanLine(const AddedLine& line, Scan& scan)
{
    ++scan.lines;
    scan.files.insert(line.path);
    for (const SecretMatch& match : findSecrets(line.path, line.text)) {
        ++scan.found;
        if (scan.findings.size() < MOST_FINDINGS) {
            scan.findings.append(
                {match.rule, match.severity, line.path, line.line,
                 QStringLiteral("%1 %2: take it out of the change, and revoke it if it was real")
                     .arg(match.what, match.masked)});
        }
    }
}

QString summaryOf(const Scan& scan)
{
    QString summary = scan.found == 0
        ? QStringLiteral("No secrets in %1 added lines of %2 files")
              .arg(scan.lines)
              .arg(scan.files.size())
        : QStringLiteral("%1 possible secrets in %2 added lines, the first in %3:%4")
              .arg(scan.found)
              .arg(scan.lines)
              .arg(scan.findings[0].file)
              .arg(scan.findings[0].line);
    if (!scan.ignored.isEmpty()) {
        summary += QStringLiteral("; %1 files not scanned, as the project says")
                       .arg(scan.ignored.size());
    }
    return summary;
}

// The text for the log, and for the agent that is to mend it.
QString reportOf(const Scan& scan)
{
    QString report;
    for (const events::Finding& finding : scan.findings) {
        report += QStringLiteral("%1:%2: %3 [%4]\n")
                      .arg(finding.file)
                      .arg(finding.line)
                      .arg(finding.message, finding.rule);
    }
    return report + summaryOf(scan) + QLatin1Char('\n');
}

} // namespace

bool fitsGlob(const QString& path, const QString& glob)
{
    QString pattern;
    for (qsizetype i = 0; i < glob.size(); ++i) {
        const QStringView rest = QStringView(glob).sliced(i);
        if (rest.startsWith(u"**/")) {
            pattern += "(?:.*/)?";
            i += 2;
        } else if (rest.startsWith(u"**")) {
            pattern += ".*";
            i += 1;
        } else if (glob[i] == u'*') {
            pattern += "[^/]*";
        } else if (glob[i] == u'?') {
            pattern += "[^/]";
        } else {
            pattern += QRegularExpression::escape(glob.sliced(i, 1));
        }
    }
    const QString start = glob.contains(u'/') ? QString() : QStringLiteral("(?:.*/)?");
    return QRegularExpression(QRegularExpression::anchoredPattern(start + pattern))
        .match(path)
        .hasMatch();
}

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
    TRY_ASSIGN(const QList<AddedLine> lines,
               m_changes.addedLines(request.repository, request.baseCommit, request.commit));
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
    GateOutcome outcome;
    outcome.verdict.gateId = id();
    outcome.verdict.stepId = request.stepId;
    outcome.verdict.attempt = request.attempt;
    outcome.verdict.commit = request.commit;
    if (lines.isEmpty()) {
        outcome.kind = GateOutcome::Kind::Skipped;
        outcome.verdict.summary = QStringLiteral("The change adds no lines of text");
        return outcome;
    }
    GateLog log(listener);
    log.append(reportOf(scan).toUtf8());
    log.close();
    outcome.kind = scan.found == 0 ? GateOutcome::Kind::Passed : GateOutcome::Kind::Failed;
    outcome.verdict.exitCode = scan.found == 0 ? 0 : 1;
    outcome.verdict.durationMs = elapsed.elapsed();
    outcome.verdict.logHash = log.hash();
    outcome.verdict.logTail = log.tail();
    outcome.verdict.sandbox = QStringLiteral("none: no command of the project runs");
    outcome.verdict.findings = scan.findings;
    outcome.verdict.summary = summaryOf(scan);
    return outcome;
}

} // namespace tamma::gates
