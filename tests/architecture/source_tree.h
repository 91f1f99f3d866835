// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace tamma::architecture {

/// One source as the rules read it. All three texts have the same lines at the same numbers.
struct SourceFile {
    QString path; ///< From the repository root.
    QString text; ///< As it is in the file.
    QString code; ///< Comments and the insides of literals are spaces.
    QString comments; ///< Everything but comments is spaces.

    [[nodiscard]] bool isHeader() const { return path.endsWith(u".h"); }
    [[nodiscard]] bool isTest() const { return path.startsWith(u"tests/"); }
};

/// Takes a text apart into code and comments; knows raw strings and digit separators.
[[nodiscard]] SourceFile sourceFile(const QString& path, const QString& text);

/// Every C++ source and header below `folders` of `root`, sorted by path.
[[nodiscard]] QList<SourceFile> readSources(const QString& root, const QStringList& folders);

/// One broken rule: "path:line: what. Why and what to do instead."
[[nodiscard]] QString violation(const SourceFile& file, qsizetype line, const QString& message);

/// The number of the line, from 1, in which `offset` of `text` lies.
[[nodiscard]] qsizetype lineAt(const QString& text, qsizetype offset);

} // namespace tamma::architecture
