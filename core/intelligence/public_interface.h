// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace tamma::intelligence {

/// Returns what a file offers to code outside of its own project, one normalised text a
/// declaration: equal texts before and after a change mean that callers still compile.
///
/// Shape    C and C++: namespace-level, public and protected declarations and macros of headers in
///          an `include`, `public` or `api` folder, without function bodies. TypeScript and
///          JavaScript: exports. Python: functions and classes without a leading underscore. Java
///          and C#: `public` and `protected` members. Go: capitalised names. Rust: `pub`.
///          Protocol files (proto, GraphQL, OpenAPI): every line. Tests offer nothing.
/// Threads  Any.
[[nodiscard]] QStringList publicDeclarations(const QString& path, const QByteArray& content);

/// Whether a path belongs to tests.
[[nodiscard]] bool isTestPath(const QString& path);

} // namespace tamma::intelligence
