// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace tamma::intelligence {

/// Returns what stands inside of exported types, and names that are exported by lists: one text a
/// member, with its type in front.
///
/// Shape    TypeScript and JavaScript: members of exported classes, interfaces and enums, lists of
///          `export {}` and `module.exports`. Python: functions and methods that no function hides,
///          `__all__`, constants. Go: capitalised fields and constants; an interface is one text,
///          since a new method breaks those who implement it. Rust: variants of `pub enum`,
///          functions of `pub trait`. Java: members of interfaces and enums. A scanner of braces
///          and indentation, not a parser.
[[nodiscard]] QStringList publicMembers(const QString& ending, const QString& text);

} // namespace tamma::intelligence
