// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"

#include <QSet>
#include <QStringList>

namespace tamma::gates {

/// A line on one side of a change.
struct ChangedLine {
    int line = 0; ///< From 1, in the text of its side.
    QString text;
};

/// What one hunk took away and put in its place.
struct LineChange {
    QList<ChangedLine> removed;
    QList<ChangedLine> added;
};

/// One changed file, split into lines, with what its path says about it.
struct ChangedText {
    QString path;
    git::ChangeKind kind = git::ChangeKind::Modified;
    bool isTest = false;
    bool isSnapshot = false; ///< What tests compare with: pictures, golden files.
    bool isProduct = false; ///< Source code that is no test.
    QStringList oldLines;
    QStringList newLines;
    QList<LineChange> changes;

    [[nodiscard]] QList<ChangedLine> added() const;
    [[nodiscard]] QList<ChangedLine> removed() const;
};

/// A change as the search for tampering sees it: all files at once, because a test that moved or
/// went with its feature is honest.
///
/// Shape    A rename that takes a file out of what judges changes stands here as a deleted file and
///          an added one.
/// Owns     Everything; nothing points into the diffs.
struct ChangeView {
    explicit ChangeView(const QList<git::FileDiff>& diffs);

    QList<ChangedText> files;
    QSet<QString> addedLines; ///< Of all files, trimmed.
    QSet<QString> removedLines;
    QSet<QString> testsBefore; ///< The names of the tests in all files.
    QSet<QString> testsAfter;
    bool changesProduct = false;

    /// Whether a text speaks of something that the change takes out of the product.
    [[nodiscard]] bool speaksOfGoneCode(const QString& text) const;

private:
    void take(const ChangedText& text, QSet<QString>& present);

    QSet<QString> m_goneWords; // Identifiers that the product had, and has no longer.
    QStringList m_goneFiles; // Names of files that are deleted, without their endings.
};

/// Returns what the test is called that a line begins, or nothing. A prefix that switches a test
/// off is no part of its name.
[[nodiscard]] QString testNameIn(const QString& line);
[[nodiscard]] QSet<QString> testNames(const QStringList& lines);

} // namespace tamma::gates
