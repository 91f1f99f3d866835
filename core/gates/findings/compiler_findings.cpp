// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/findings/finding_parsers.h"

#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

QString toolOf(const QString& rule, const QString& text)
{
    if (!rule.isEmpty() && !rule.startsWith(u'-')) {
        return u"clang-tidy"_s;
    }
    static const QRegularExpression byClang(u"\\d+ (?:error|warning)s? (?:and|generated)"_s);
    return text.contains(byClang) ? u"clang"_s : u"gcc"_s;
}

// CMake puts the text of a message, indented, below its place.
QString indentedAfter(const QStringList& lines, qsizetype at)
{
    QStringList message;
    for (qsizetype i = at + 1; i < lines.size() && message.size() < 4; ++i) {
        if (!lines[i].isEmpty() && !lines[i].startsWith(u' ')) {
            break;
        }
        if (!lines[i].trimmed().isEmpty()) {
            message.append(lines[i].trimmed());
        }
    }
    return message.join(u' ');
}

} // namespace

Findings compilerFindings(const QString& text)
{
    static const QRegularExpression diagnostic(
        uR"(^([^\s:][^:]*):(\d+):(?:\d+:)? (fatal error|error|warning): (.*?)(?: \[(-W[^\]]*|[a-z][\w.,-]*-[\w.,-]+)\])?$)"_s);
    static const QRegularExpression undefined(
        uR"(^(?:\S*ld: )?([^\s:()][^:()]*)(?::(\d+))?(?::\(\.[^)]*\))?: (undefined reference to .*)$)"_s);
    static const QRegularExpression cmake(
        uR"(^CMake (Error|Warning)(?: \(dev\))? at ([^:]+):(\d+) \((\w+)\):$)"_s);
    Findings findings;
    const QStringList lines = linesOf(text);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString& line = lines[i];
        if (const auto match = diagnostic.match(line); match.hasMatch()) {
            const bool isWarning = match.captured(3) == u"warning"_s;
            const QString rule = match.captured(5);
            findings.append({rule.isEmpty() ? match.captured(3) : rule,
                             isWarning ? u"medium"_s : u"high"_s, match.captured(1),
                             match.captured(2).toInt(), match.captured(4), toolOf(rule, text)});
        } else if (const auto link = undefined.match(line); link.hasMatch()) {
            findings.append({u"undefined-reference"_s, u"high"_s, link.captured(1),
                             link.captured(2).toInt(), link.captured(3), u"ld"_s});
        } else if (const auto configure = cmake.match(line); configure.hasMatch()) {
            findings.append({configure.captured(4),
                             configure.captured(1) == u"Error"_s ? u"high"_s : u"medium"_s,
                             configure.captured(2), configure.captured(3).toInt(),
                             indentedAfter(lines, i), u"cmake"_s});
        }
    }
    return findings;
}

} // namespace tamma::gates
