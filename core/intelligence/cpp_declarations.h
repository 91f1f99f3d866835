// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>

namespace tamma::intelligence {

/// Returns the declarations of a C or C++ header that others can use, normalised: comments, spaces
/// and function bodies are gone, private sections too, and the scope stands in front.
///
/// Shape    A scanner of braces, not a parser: macros are not expanded, both sides of an #if are
///          read, and renaming a parameter counts as another declaration.
[[nodiscard]] QStringList cppDeclarations(const QByteArray& header);

} // namespace tamma::intelligence
