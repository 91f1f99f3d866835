// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamma::intelligence {

/// Whether code that was written for the declaration `before` still compiles and runs with
/// `after`: names of parameters do not matter where callers cannot use them, nor do attributes,
/// hints that are new, and parameters that may be left out where that costs callers nothing.
///
/// Shape    `ending` is the one of the file and says which language it is. What is no function of
///          a known language serves only when both texts are equal.
[[nodiscard]] bool stillServes(const QString& ending, const QString& before, const QString& after);

} // namespace tamma::intelligence
