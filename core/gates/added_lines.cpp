// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/added_lines.h"

namespace tamma::gates {

QList<AddedLine> addedLines(const QList<git::FileDiff>& change)
{
    QList<AddedLine> added;
    for (const git::FileDiff& diff : change) {
        const QList<QByteArray> lines = diff.newText.split('\n');
        for (const git::Hunk& hunk : diff.hunks) {
            for (int i = hunk.newStart; i < hunk.newStart + hunk.newCount; ++i) {
                added.append({diff.file.path, i + 1, QString::fromUtf8(lines.value(i))});
            }
        }
    }
    return added;
}

} // namespace tamma::gates
