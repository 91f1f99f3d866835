// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/findings/finding_parsers.h"

#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

// The part of the log about one test: its name between underscores, the source with the reasons in
// lines that start with E, and the places that the exception went through.
Findings fromTracebacks(const QStringList& lines)
{
    static const QRegularExpression head(
        uR"(^_{3,} (?:ERROR (?:at \w+ of|collecting) )?(\S.*?) _{3,}$)"_s);
    static const QRegularExpression place(uR"(^([^\s:]+\.py):(\d+): )"_s);
    static const QRegularExpression reason(uR"(^E {3,}(\S.*)$)"_s);
    Findings findings;
    bool isInside = false;
    bool hasReason = false;
    for (const QString& line : lines) {
        if (const auto match = head.match(line); match.hasMatch()) {
            isInside = true;
            hasReason = false;
            findings.append({TEST_FAILED, u"high"_s, {}, 0, match.captured(1), u"pytest"_s});
        } else if (line.startsWith(u"===="_s)) {
            isInside = false;
        } else if (const auto why = reason.match(line); isInside && !hasReason && why.hasMatch()) {
            hasReason = true;
            findings.last().message += u": "_s + why.captured(1);
        } else if (const auto where = place.match(line); isInside && where.hasMatch()) {
            findings.last().file = where.captured(1);
            findings.last().line = where.captured(2).toInt();
        }
    }
    return findings;
}

Findings fromSummary(const QStringList& lines)
{
    static const QRegularExpression failed(
        uR"(^(?:FAILED|ERROR) ([^\s:]+\.py)(?:::(.+?))?(?: - (.*))?$)"_s);
    Findings findings;
    for (const QString& line : lines) {
        if (const auto match = failed.match(line); match.hasMatch()) {
            QStringList parts{match.captured(2), match.captured(3)};
            parts.removeAll(QString());
            findings.append(
                {TEST_FAILED, u"high"_s, match.captured(1), 0, parts.join(u": "_s), u"pytest"_s});
        }
    }
    return findings;
}

} // namespace

Findings pytestFindings(const QString& text)
{
    const QStringList lines = linesOf(text);
    const Findings found = fromTracebacks(lines);
    return found.isEmpty() ? fromSummary(lines) : found;
}

} // namespace tamma::gates
