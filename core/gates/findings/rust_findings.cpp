// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/findings/finding_parsers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

QString rustSeverity(const QString& level)
{
    return level == u"error"_s ? u"high"_s : u"medium"_s;
}

events::Finding fromMessage(const QJsonValue& message)
{
    events::Finding finding{message[u"code"][u"code"].toString(message[u"level"].toString()),
                            rustSeverity(message[u"level"].toString()),
                            {},
                            0,
                            message[u"message"].toString(),
                            u"cargo"_s};
    for (const QJsonValue& span : message[u"spans"].toArray()) {
        if (span[u"is_primary"].toBool()) {
            finding.file = span[u"file_name"].toString();
            finding.line = span[u"line_start"].toInt();
            break;
        }
    }
    return finding;
}

} // namespace

Findings cargoFindings(const QString& text)
{
    Findings findings;
    for (const QString& line : text.split(u'\n')) {
        if (!line.startsWith(u'{')) {
            continue;
        }
        const QJsonValue message = QJsonDocument::fromJson(line.toUtf8())[u"message"];
        const QString level = message[u"level"].toString();
        const bool isSum = message[u"spans"].toArray().isEmpty(); // "2 warnings emitted".
        if ((level == u"error"_s || level == u"warning"_s) && !isSum) {
            findings.append(fromMessage(message));
        }
    }
    return findings + rustFindings(text);
}

Findings rustFindings(const QString& text)
{
    static const QRegularExpression diagnostic(uR"(^(error|warning)(?:\[([\w:-]+)\])?: (.*)$)"_s);
    static const QRegularExpression place(uR"(^ *--> (.+?):(\d+):\d+$)"_s);
    static const QRegularExpression panic(
        uR"(^thread '(.+?)'(?: \(\d+\))? panicked at (?:'(.*)', )?([^\s:']+):(\d+):\d+:?$)"_s);
    Findings findings;
    std::optional<events::Finding> waiting;
    const QStringList lines = linesOf(text);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (const auto match = diagnostic.match(lines[i]); match.hasMatch()) {
            const QString code = match.captured(2);
            waiting = {code.isEmpty() ? match.captured(1) : code,
                       rustSeverity(match.captured(1)),
                       {},
                       0,
                       match.captured(3),
                       u"rustc"_s};
        } else if (const auto where = place.match(lines[i]); waiting && where.hasMatch()) {
            waiting->file = where.captured(1);
            waiting->line = where.captured(2).toInt();
            findings.append(*std::exchange(waiting, std::nullopt));
        } else if (const auto failed = panic.match(lines[i]); failed.hasMatch()) {
            const QString why
                = failed.captured(2).isEmpty() ? lines.value(i + 1).trimmed() : failed.captured(2);
            findings.append({TEST_FAILED, u"high"_s, failed.captured(3), failed.captured(4).toInt(),
                             u"%1: %2"_s.arg(failed.captured(1), why), u"cargo"_s});
        }
    }
    return findings;
}

} // namespace tamma::gates
