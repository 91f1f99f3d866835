// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/diff_text.h"

#include "core/intelligence/token_budget.h"

#include <algorithm>

namespace tamma::intelligence {
namespace {

constexpr int CONTEXT = 3;
constexpr int ROOM_FOR_NOTE = 24;

QList<QByteArray> linesOf(const QByteArray& text)
{
    QList<QByteArray> lines = text.split('\n');
    if (lines.last().isEmpty()) {
        lines.removeLast();
    }
    return lines;
}

/// Hunks whose context would touch are shown as one.
QList<QList<git::Hunk>> groupsOf(const QList<git::Hunk>& hunks)
{
    QList<QList<git::Hunk>> groups;
    for (const git::Hunk& hunk : hunks) {
        if (!groups.isEmpty()) {
            const git::Hunk& before = groups.last().last();
            if (hunk.oldStart - (before.oldStart + before.oldCount) <= 2 * CONTEXT) {
                groups.last().append(hunk);
                continue;
            }
        }
        groups.append({hunk});
    }
    return groups;
}

void append(QByteArray& text, char mark, const QList<QByteArray>& lines, qsizetype from,
            qsizetype to)
{
    for (qsizetype i = from; i < std::min(to, lines.size()); ++i) {
        text += mark + lines.at(i) + '\n';
    }
}

QByteArray groupText(const QList<git::Hunk>& group, const QList<QByteArray>& oldLines,
                     const QList<QByteArray>& newLines)
{
    const git::Hunk& first = group.first();
    const git::Hunk& last = group.last();
    const int lead = std::min(first.oldStart, CONTEXT);
    const int oldEnd = std::min<int>(int(oldLines.size()), last.oldStart + last.oldCount + CONTEXT);
    const int tail = oldEnd - (last.oldStart + last.oldCount);
    const int oldFrom = first.oldStart - lead;
    const int newFrom = first.newStart - lead;
    const int newEnd = last.newStart + last.newCount + tail;
    QByteArray text = QStringLiteral("@@ -%1,%2 +%3,%4 @@\n")
                          .arg(oldFrom + 1)
                          .arg(oldEnd - oldFrom)
                          .arg(newFrom + 1)
                          .arg(newEnd - newFrom)
                          .toLatin1();
    qsizetype at = newFrom;
    for (const git::Hunk& hunk : group) {
        append(text, ' ', newLines, at, hunk.newStart);
        append(text, '-', oldLines, hunk.oldStart, hunk.oldStart + hunk.oldCount);
        append(text, '+', newLines, hunk.newStart, hunk.newStart + hunk.newCount);
        at = hunk.newStart + hunk.newCount;
    }
    append(text, ' ', newLines, at, newEnd);
    return text;
}

QString fileText(const git::FileDiff& diff)
{
    const bool isNew = diff.file.kind == git::ChangeKind::Added;
    const bool isGone = diff.file.kind == git::ChangeKind::Deleted;
    const QString& oldPath = diff.file.oldPath.isEmpty() ? diff.file.path : diff.file.oldPath;
    QByteArray text = "--- " + (isNew ? QByteArray("/dev/null") : "a/" + oldPath.toUtf8()) + '\n';
    text += "+++ " + (isGone ? QByteArray("/dev/null") : "b/" + diff.file.path.toUtf8()) + '\n';
    if (diff.file.binary) {
        return QString::fromUtf8(text + "Binary file\n");
    }
    const QList<QByteArray> oldLines = linesOf(diff.oldText);
    const QList<QByteArray> newLines = linesOf(diff.newText);
    for (const QList<git::Hunk>& group : groupsOf(diff.hunks)) {
        text += groupText(group, oldLines, newLines);
    }
    return QString::fromUtf8(text);
}

} // namespace

QString diffText(const QList<git::FileDiff>& files, int tokens)
{
    QString text;
    int left = tokens - ROOM_FOR_NOTE;
    qsizetype shown = 0;
    for (const git::FileDiff& diff : files) {
        const QString next = fileText(diff);
        left -= estimatedTokens(next.toUtf8());
        if (left < 0) {
            break;
        }
        text += next;
        ++shown;
    }
    if (shown < files.size() && tokens >= ROOM_FOR_NOTE) {
        text += QStringLiteral("[%1 more changed files are not shown: read them]\n")
                    .arg(files.size() - shown);
    }
    return text;
}

} // namespace tamma::intelligence
