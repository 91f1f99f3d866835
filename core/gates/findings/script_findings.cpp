// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/findings/finding_parsers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

Findings typeScriptFindings(const QString& text)
{
    static const QRegularExpression diagnostic(
        uR"(^([^\s(:][^(:]*)(?:\((\d+),\d+\):|:(\d+):\d+ -) (error|warning) (TS\d+): (.*)$)"_s);
    Findings findings;
    for (const QString& line : linesOf(text)) {
        const auto match = diagnostic.match(line);
        if (match.hasMatch()) {
            const QString number = match.captured(2) + match.captured(3);
            findings.append({match.captured(5),
                             match.captured(4) == u"error"_s ? u"high"_s : u"medium"_s,
                             match.captured(1), number.toInt(), match.captured(6), u"tsc"_s});
        }
    }
    return findings;
}

Findings esLintFindings(const QString& text)
{
    Findings findings;
    for (const QJsonValue& file : QJsonDocument::fromJson(jsonIn(text)).array()) {
        for (const QJsonValue& message : file[u"messages"].toArray()) {
            const bool isError = message[u"severity"].toInt() == 2;
            findings.append({message[u"ruleId"].toString(u"parse"_s),
                             isError ? u"high"_s : u"medium"_s, file[u"filePath"].toString(),
                             message[u"line"].toInt(), message[u"message"].toString(),
                             u"eslint"_s});
        }
    }
    return findings;
}

} // namespace tamma::gates
