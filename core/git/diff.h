// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace tamma::git {

/// What happened to a file between two commits.
enum class ChangeKind { Added, Modified, Deleted, Renamed };

/// One changed file, without its content.
struct ChangedFile {
    QString path; ///< Relative to the repository; the old one for a deleted file.
    QString oldPath; ///< Differs from `path` for a rename only.
    ChangeKind kind = ChangeKind::Modified;
    int linesAdded = 0;
    int linesRemoved = 0;
    bool binary = false;

    friend bool operator==(const ChangedFile&, const ChangedFile&) = default;
};

/// A run of lines that differs: lines [oldStart, oldStart + oldCount) of the old text became
/// lines [newStart, newStart + newCount) of the new one.
///
/// Units    Lines, counted from 0. No context lines: hunks hold changed lines only.
struct Hunk {
    int oldStart = 0;
    int oldCount = 0;
    int newStart = 0;
    int newCount = 0;

    friend bool operator==(const Hunk&, const Hunk&) = default;
};

/// Both texts of one file and where they differ: everything that a diff view needs.
///
/// Shape    Texts are UTF-8 as stored in git (invalid bytes are kept); hunks ascend and never
///          touch. Both texts are empty for a binary file.
struct FileDiff {
    ChangedFile file;
    QByteArray oldText;
    QByteArray newText;
    QList<Hunk> hunks;
};

} // namespace tamma::git
