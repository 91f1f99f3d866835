// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/gate.h"
#include "core/git/diff.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

namespace tamma::gates {

/// A line that a change adds.
struct AddedLine {
    QString path; ///< Relative to the repository.
    int line = 0; ///< From 1 in the new version of the file.
    QString text; ///< Without its line break.
};

/// Returns the lines that a change adds to text files, file by file.
[[nodiscard]] QList<AddedLine> addedLines(const QList<git::FileDiff>& change);

/// The lines that a change adds, by file: for findings that a tool has in a whole file.
class ChangedLines {
public:
    explicit ChangedLines(const QList<git::FileDiff>& change);

    /// Whether a finding is in a line that the change adds; one without a line, in such a file.
    [[nodiscard]] bool have(const events::Finding& finding) const;

private:
    QHash<QString, QSet<int>> m_lines;
};

} // namespace tamma::gates
