// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/find_program.h"

#include <QStandardPaths>

namespace tamma::io {

Result<QString> findProgram(const QString& name, const QStringList& extraFolders)
{
    QString found;
    if (!extraFolders.isEmpty()) {
        found = QStandardPaths::findExecutable(name, extraFolders);
    }
    if (found.isEmpty()) {
        found = QStandardPaths::findExecutable(name);
    }
    if (found.isEmpty()) {
        return failure(errors::PROGRAM_NOT_FOUND, name + QStringLiteral(" is not installed"),
                       {{QStringLiteral("program"), name}});
    }
    return found;
}

} // namespace tamma::io
