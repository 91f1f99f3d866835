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

ChangedLines::ChangedLines(const QList<git::FileDiff>& change)
{
    for (const git::FileDiff& diff : change) {
        QSet<int>& lines = m_lines[diff.file.path];
        for (const git::Hunk& hunk : diff.hunks) {
            for (int i = hunk.newStart; i < hunk.newStart + hunk.newCount; ++i) {
                lines.insert(i + 1);
            }
        }
    }
}

bool ChangedLines::have(const events::Finding& finding) const
{
    const auto lines = m_lines.constFind(finding.file);
    return lines != m_lines.cend() && (finding.line == 0 || lines->contains(finding.line));
}

} // namespace tamma::gates
