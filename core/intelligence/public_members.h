// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace tamma::intelligence {

/// What stands inside of exported types, and names that are exported by lists.
struct PublicMembers {
    QStringList declarations; ///< One text a member, with its type in front.
    QMap<QString, QStringList> demands; ///< By type: what those have to bring who implement or
                                        ///< build it, or have to know who match it.
};

/// Reads the types of a file.
///
/// Shape    TypeScript and JavaScript: members of exported classes, interfaces and enums, lists of
///          `export {}` and `module.exports`. Go: capitalised fields, methods of interfaces,
///          constants. Rust: variants of `pub enum`, functions of `pub trait`; variants of the
///          enums that clap reads commands from. Java: members of interfaces and enums. A scanner
///          of braces, not a parser.
[[nodiscard]] PublicMembers publicMembers(const QString& ending, const QString& text);

} // namespace tamma::intelligence
