// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/security/scanners.h"

#include "core/gates/findings/finding_parsers.h"
#include "core/gates/findings/tool_findings.h"
#include "core/gates/sandboxed_run.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

constexpr auto SCANNER_LIMIT = std::chrono::minutes(5);

// What scanners write is read here and shown to nobody.
class Nobody final : public GateListener {
public:
    void onLog(const QString& /*text*/) override { }
};

// A part of a report would look like one with fewer findings.
bool isWholeReport(const QString& text)
{
    return QJsonDocument::fromJson(jsonIn(text))[u"runs"_s].isArray();
}

bool isInstalled(const QString& program)
{
    return QFileInfo(u"/usr/bin/"_s + program).isExecutable()
        || QFileInfo(u"/usr/local/bin/"_s + program).isExecutable();
}

} // namespace

QList<Scanner> installedScanners()
{
    QList<Scanner> scanners{
        {u"gitleaks"_s,
         u"gitleaks dir . --no-banner --exit-code 0 --report-format sarif "
         "--report-path /dev/stdout 2>/dev/null"_s},
        {u"semgrep"_s,
         u"semgrep scan --sarif --quiet --metrics=off --disable-version-check "
         "--config .semgrep.yml . 2>/dev/null"_s,
         u".semgrep.yml"_s},
        {u"trivy"_s,
         u"trivy fs --quiet --offline-scan --skip-db-update --skip-java-db-update "
         "--format sarif . 2>/dev/null"_s},
        {u"osv-scanner"_s, u"osv-scanner --offline --format sarif -r . 2>/dev/null"_s},
        {u"bandit"_s, u"bandit -q -r . -f sarif 2>/dev/null"_s, u"pyproject.toml"_s},
    };
    scanners.removeIf([](const Scanner& scanner) { return !isInstalled(scanner.name); });
    return scanners;
}

Result<ScanResult> runScanners(const QList<Scanner>& scanners,
                               const sandbox::SandboxProfile& profile, std::stop_token stop)
{
    ScanResult result;
    for (const Scanner& scanner : scanners) {
        const QString needed = profile.workFolder + u'/' + scanner.needs;
        if (!scanner.needs.isEmpty() && !QFileInfo::exists(needed)) {
            continue;
        }
        Nobody nobody;
        GateLog log(nobody, GateLog::KEPT_OF_A_DOCUMENT);
        TRY_ASSIGN(const SandboxedEnd end,
                   runSandboxed({profile, scanner.command, SCANNER_LIMIT}, log, stop));
        const QString text = log.text();
        if (end.timedOut || !isWholeReport(text)) {
            result.failed.append(scanner.name);
            continue;
        }
        result.done.append(scanner.name);
        result.findings += findingsIn({text, profile.workFolder, ALL_FINDINGS});
    }
    return result;
}

} // namespace tamma::gates
