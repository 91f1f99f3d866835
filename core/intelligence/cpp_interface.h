// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QStringList>

namespace tamma::intelligence {

/// What a C or C++ header offers.
struct CppInterface {
    QStringList declarations;
    QMap<QString, QStringList> demands; ///< By class: its pure virtual functions.
};

/// Returns the declarations of a C or C++ header that others can use, normalised: comments, spaces
/// and function bodies are gone, private sections too, and the scope stands in front.
///
/// Shape    A scanner of braces, not a parser: macros are not expanded, both sides of an #if are
///          read. Namespaces called detail, internal or impl are hidden.
[[nodiscard]] CppInterface cppInterface(const QByteArray& header);

} // namespace tamma::intelligence
