// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/findings/finding_parsers.h"

#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MOST_LINES_OF_MESSAGE = 5;

// What a failed check of Qt Test or GoogleTest says below its first line, up to `end`.
QString messageAfter(const QStringList& lines, qsizetype at, const QRegularExpression& end)
{
    QStringList message;
    for (qsizetype i = at + 1; i < lines.size() && message.size() < MOST_LINES_OF_MESSAGE; ++i) {
        if (lines[i].trimmed().isEmpty() || end.match(lines[i]).hasMatch()) {
            break;
        }
        message.append(lines[i].simplified());
    }
    return message.join(u' ');
}

Findings failedChecks(const QStringList& lines)
{
    static const QRegularExpression qt(uR"(^(?:FAIL!  |XPASS  ): ([\w:]+\(.*?\)) ?(.*)$)"_s);
    static const QRegularExpression qtPlace(uR"(^ {3}Loc: \[(.+)\((\d+)\)\]$)"_s);
    static const QRegularExpression google(uR"(^([^\s:][^:]*):(\d+): Failure$)"_s);
    static const QRegularExpression googleEnd(u"^\\["_s);
    Findings findings;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (const auto match = qt.match(lines[i]); match.hasMatch()) {
            const QString more = messageAfter(lines, i, qtPlace);
            findings.append({TEST_FAILED,
                             u"high"_s,
                             {},
                             0,
                             u"%1: %2 %3"_s.arg(match.captured(1), match.captured(2), more),
                             u"qttest"_s});
        } else if (const auto place = qtPlace.match(lines[i]);
                   place.hasMatch() && !findings.isEmpty() && findings.last().file.isEmpty()) {
            findings.last().file = place.captured(1);
            findings.last().line = place.captured(2).toInt();
        } else if (const auto failure = google.match(lines[i]); failure.hasMatch()) {
            findings.append({TEST_FAILED, u"high"_s, failure.captured(1),
                             failure.captured(2).toInt(), messageAfter(lines, i, googleEnd),
                             u"gtest"_s});
        }
    }
    return findings;
}

} // namespace

// A test that says itself where it failed needs no second finding that only has its name.
Findings testProgramFindings(const QString& text)
{
    static const QRegularExpression ended(
        uR"(^ *\d+/\d+ Test +#\d+: (\S+) \.*(\*\*\*.*?| +Passed) +[\d.]+ sec *$)"_s);
    Findings findings;
    QStringList output;
    std::optional<events::Finding> failed;
    const auto finish = [&] {
        const Findings checks = failedChecks(output);
        output.clear();
        findings += checks;
        if (failed && checks.isEmpty()) {
            findings.append(*failed);
        }
        failed.reset();
    };
    for (const QString& line : linesOf(text)) {
        const auto match = ended.match(line);
        if (!match.hasMatch()) {
            output.append(line);
            continue;
        }
        finish();
        if (const QString how = match.captured(2); how.startsWith(u'*')) {
            failed = {TEST_FAILED,
                      u"high"_s,
                      {},
                      0,
                      u"%1: %2"_s.arg(match.captured(1), how.sliced(3).trimmed()),
                      u"ctest"_s};
        }
    }
    finish();
    return findings;
}

} // namespace tamma::gates
