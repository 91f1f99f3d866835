// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

namespace tamma::intelligence {

/// What a file offers to code outside of its own project.
struct PublicInterface {
    QStringList declarations; ///< One normalised text each.
    QMap<QString, QStringList> demands; ///< What others have to bring, by the type that wants it;
                                        ///< a type that wants nothing has an empty list.
};

/// Reads what a file offers: equal declarations before and after a change mean that callers still
/// compile, and a demand that is new to an old type breaks those who implement or build it.
///
/// Shape    C and C++: namespace-level, public and protected declarations and macros of headers in
///          an `include`, `public` or `api` folder, without function bodies. TypeScript and
///          JavaScript: exports. Python: functions and classes without a leading underscore. Java
///          and C#: `public` and `protected` members. Go: capitalised names. Rust: `pub`.
///          Protocol files (proto, GraphQL, OpenAPI, Prisma): every line with the keys above it.
///          Tests, examples and what is called internal offer nothing.
/// Threads  Any.
[[nodiscard]] PublicInterface publicInterface(const QString& path, const QByteArray& content);

/// What callers write to reach a file, as far as its place or its text say so: its package.
[[nodiscard]] QString packageOf(const QString& path, const QByteArray& content);

/// Whether a path belongs to tests.
[[nodiscard]] bool isTestPath(const QString& path);

} // namespace tamma::intelligence
