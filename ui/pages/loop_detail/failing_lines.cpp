// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/failing_lines.h"

#include <QRegularExpression>

#include <algorithm>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

/// Shorter words are in too many lines.
constexpr qsizetype LEAST_MESSAGE = 5;
constexpr qsizetype LONGEST_MESSAGE = 120;

constexpr QByteArrayView BEFORE_NUMBER[] = {":", "(", "\", line "};

bool endsNumber(QByteArrayView line, qsizetype at)
{
    return at >= line.size() || line[at] < '0' || line[at] > '9';
}

/// Finds "total.cpp:11", "total.cpp(11" and `total.py", line 11`.
bool namesPlace(QByteArrayView line, const QByteArray& file, const QByteArray& number)
{
    for (qsizetype at = 0; (at = line.indexOf(file, at)) >= 0; at += file.size()) {
        const QByteArrayView rest = line.sliced(at + file.size());
        for (const QByteArrayView between : BEFORE_NUMBER) {
            if (rest.startsWith(between) && rest.sliced(between.size()).startsWith(number)
                && endsNumber(rest, between.size() + number.size())) {
                return true;
            }
        }
    }
    return false;
}

/// What speaks of a failure, where nothing better is known.
bool speaksOfFailure(QByteArrayView line)
{
    static const QRegularExpression failure(
        u"\\b(error|fatal|fail(ed|ure|ures)?|not ok|panic|exception|assertion|abort(ed)?|undefined "
        "reference|traceback|segmentation fault|cannot|timed out)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression praise(
        u"\\b(0|no|without) (errors?|failures?|failed|tests? failed)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QString text = QString::fromUtf8(line);
    return failure.match(text).hasMatch() && !praise.match(text).hasMatch();
}

template <typename Matches> int firstLine(const LineIndex& log, const Matches& matches)
{
    for (int line = 0; line < log.count(); ++line) {
        if (matches(log.bytes(line))) {
            return line;
        }
    }
    return -1;
}

/// The message, and what stands between its colons: mostly the name of a test and what it said.
QList<QByteArray> wordsOf(const events::Finding& finding)
{
    const QString message = finding.message.section(u'\n', 0, 0).trimmed();
    QList<QByteArray> words{message.left(LONGEST_MESSAGE).toUtf8()};
    for (const QString& part : message.split(u": "_s)) {
        words.append(part.left(LONGEST_MESSAGE).toUtf8());
    }
    words.removeIf([](const QByteArray& part) { return part.size() < LEAST_MESSAGE; });
    return words;
}

int lineOf(const events::Finding& finding, const LineIndex& log)
{
    int found = -1;
    if (finding.line > 0 && !finding.file.isEmpty()) {
        const QByteArray file = finding.file.section(u'/', -1).toUtf8();
        const QByteArray number = QByteArray::number(finding.line);
        found = firstLine(log, [&](QByteArrayView line) { return namesPlace(line, file, number); });
    }
    const QList<QByteArray> words = wordsOf(finding);
    for (const bool strict : {true, false}) {
        for (const QByteArray& part : words) {
            if (found < 0) {
                found = firstLine(log, [&](QByteArrayView line) {
                    return line.contains(part) && (!strict || speaksOfFailure(line));
                });
            }
        }
    }
    return found;
}

QList<int> suspiciousLines(const LineIndex& log)
{
    QList<int> lines;
    for (int line = 0; line < log.count(); ++line) {
        if (speaksOfFailure(log.bytes(line))) {
            lines.append(line);
        }
    }
    return lines;
}

} // namespace

QList<int> failingLines(const LineIndex& log, const QList<events::Finding>& findings)
{
    QList<int> lines;
    for (const events::Finding& finding : findings) {
        if (const int line = lineOf(finding, log); line >= 0) {
            lines.append(line);
        }
    }
    if (lines.isEmpty()) {
        lines = suspiciousLines(log);
    }
    for (int line = log.count() - 1; line >= 0 && lines.isEmpty(); --line) {
        if (!log.bytes(line).trimmed().isEmpty()) {
            lines.append(line);
        }
    }
    std::ranges::sort(lines);
    const auto repeated = std::ranges::unique(lines);
    lines.erase(repeated.begin(), repeated.end());
    return lines;
}

} // namespace tamma::ui
