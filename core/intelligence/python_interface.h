// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace tamma::intelligence {

/// What a Python module offers.
struct PythonInterface {
    QStringList declarations; ///< Functions, classes, their members, constants, re-exports.
    QMap<QString, QStringList> demands; ///< By class: abstract methods, fields to give.
};

/// Reads a module by its indentation: what stands in a function is hidden, so is what begins with
/// an underscore. `isPackage` says that names which are imported from the package are offered.
[[nodiscard]] PythonInterface pythonInterface(const QString& text, bool isPackage);

} // namespace tamma::intelligence
