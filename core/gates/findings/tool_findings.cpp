// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/findings/tool_findings.h"

#include "core/gates/findings/finding_parsers.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LONGEST_TOOL_LINE = 4096;
constexpr qsizetype LONGEST_MESSAGE = 500;

struct Format {
    QList<QString> signature; // All of them must be in the text.
    Findings (*parse)(const QString& text);
};

// Documents that are one piece of JSON or XML; what a log has besides them is not looked at.
const QList<Format>& documents()
{
    static const QList<Format> formats{
        {{u"\"runs\""_s, u"\"results\""_s}, sarifFindings},
        {{u"<testsuite"_s}, junitFindings},
        {{u"\"filePath\""_s, u"\"messages\""_s}, esLintFindings},
        {{u"\"reason\":\"compiler-"_s}, cargoFindings},
        {{u"\"Action\":\""_s}, goTestFindings},
    };
    return formats;
}

const QList<Format>& logs()
{
    static const QList<Format> formats{
        {{u": error TS"_s}, typeScriptFindings},
        {{u" - error "_s, u"TS"_s}, typeScriptFindings},
        {{u"--> "_s}, rustFindings},
        {{u" panicked at "_s}, rustFindings},
        {{u".go:"_s}, goFindings},
        {{u"not ok "_s}, tapFindings},
        {{u"= "_s, u".py"_s}, pytestFindings},
        {{u"Test"_s, u"#"_s}, testProgramFindings},
        {{u"FAIL!  : "_s}, testProgramFindings},
        {{u": Failure\n"_s}, testProgramFindings},
        {{u"error: "_s}, compilerFindings},
        {{u"warning: "_s}, compilerFindings},
        {{u"undefined reference to"_s}, compilerFindings},
        {{u"CMake Error at"_s}, compilerFindings},
    };
    return formats;
}

Findings parsed(const QString& text)
{
    const auto fits = [&text](const Format& format) {
        return std::ranges::all_of(format.signature,
                                   [&text](const QString& part) { return text.contains(part); });
    };
    for (const Format& format : documents()) {
        if (fits(format)) {
            return format.parse(text);
        }
    }
    Findings all;
    QList<Findings (*)(const QString&)> done;
    for (const Format& format : logs()) {
        if (!done.contains(format.parse) && fits(format)) {
            done.append(format.parse);
            all += format.parse(text);
        }
    }
    return all;
}

// A tool names files from the folder that it runs in, which need not be the top.
QString relativeTo(const QString& folder, QString path)
{
    if (path.startsWith(u"file:"_s)) {
        path = QUrl(path).toLocalFile();
    }
    path = QDir::cleanPath(path.replace(u'\\', u'/'));
    if (folder.isEmpty() || path.isEmpty()) {
        return path;
    }
    const QString top = QDir::cleanPath(folder) + u'/';
    if (path.startsWith(top)) {
        path.remove(0, top.size());
    }
    if (path.startsWith(u'/')) {
        return {};
    }
    while (path.startsWith(u"../"_s)) {
        path.remove(0, 3);
    }
    for (qsizetype at = 0; at >= 0; at = path.indexOf(u'/', at) + 1) {
        if (QFileInfo(top + path.sliced(at)).isFile()) {
            return path.sliced(at);
        }
        if (path.indexOf(u'/', at) < 0) {
            break;
        }
    }
    // The frames of a JVM have the package, and not the folder that it stands in.
    for (const QString& root :
         {u"src/test/java/"_s, u"src/main/java/"_s, u"src/test/kotlin/"_s, u"src/main/kotlin/"_s}) {
        if (QFileInfo(top + root + path).isFile()) {
            return root + path;
        }
    }
    return {};
}

void place(events::Finding& finding, const QString& folder)
{
    const QString said = finding.file;
    finding.file = relativeTo(folder, said);
    if (finding.file.isEmpty() && !said.isEmpty()) {
        finding.message = u"%1:%2: %3"_s.arg(said).arg(finding.line).arg(finding.message);
    }
    if (finding.file.isEmpty() || finding.line < 0) {
        finding.line = 0;
    }
    finding.message = finding.message.trimmed();
    if (finding.message.size() > LONGEST_MESSAGE) {
        finding.message = finding.message.first(LONGEST_MESSAGE - 1) + QChar(0x2026);
    }
}

int gravity(const events::Finding& finding)
{
    static const QStringList order{u"critical"_s, u"high"_s, u"medium"_s, u"low"_s};
    return static_cast<int>(order.indexOf(finding.severity));
}

} // namespace

QStringList linesOf(const QString& text)
{
    QStringList lines = text.split(u'\n');
    for (QString& line : lines) {
        if (line.size() > LONGEST_TOOL_LINE) {
            line.clear();
        }
    }
    return lines;
}

QByteArray jsonIn(const QString& text)
{
    static const QRegularExpression begin(u"^\\s*[\\[{]"_s, QRegularExpression::MultilineOption);
    const qsizetype start = text.indexOf(begin);
    const qsizetype end = std::max(text.lastIndexOf(u'}'), text.lastIndexOf(u']'));
    return start < 0 || end < start ? QByteArray()
                                    : text.sliced(start, end - start + 1).trimmed().toUtf8();
}

QList<events::Finding> findingsIn(const ToolOutput& output)
{
    Findings findings;
    QSet<QString> seen;
    for (events::Finding& finding : parsed(output.text)) {
        place(finding, output.folder);
        const QString key = u"%1\n%2\n%3\n%4"_s.arg(finding.file, QString::number(finding.line),
                                                    finding.rule, finding.message);
        if (!seen.contains(key)) {
            seen.insert(key);
            findings.append(std::move(finding));
        }
    }
    std::ranges::stable_sort(findings, {}, gravity);
    return findings.first(std::min(findings.size(), output.most));
}

} // namespace tamma::gates
