// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace tamma::intelligence {

/// A name that a source file defines.
struct Symbol {
    QString name;
    int line = 0; ///< From 1.
    QString text; ///< The line that defines it, trimmed.

    friend bool operator==(const Symbol&, const Symbol&) = default;
};

/// Finds what a source file defines, in the order of the lines, by one small pattern for each
/// language: C, C++, C#, Go, Java, JavaScript, Kotlin, PHP, Python, Ruby, Rust, Swift, TypeScript.
/// Good enough to point an agent at the right place; no parser. A file in another language has no
/// symbols.
///
/// Threads  Any.
[[nodiscard]] QList<Symbol> symbolsOf(const QString& path, const QByteArray& content);

} // namespace tamma::intelligence
