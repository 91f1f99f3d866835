// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

namespace tamma::sandbox {

/// How much a command may use up.
///
/// Shape    The kernel counts the processes of a user, and never those of root: for root only the
///          time limit of the run ends a fork bomb. Memory is not limited.
struct SandboxLimits {
    qint64 fileBytes = qint64(8) << 30; ///< Of any one file that it writes.
    qint64 temporaryBytes = qint64(1) << 30; ///< Of /tmp, and again of /dev/shm: both are memory.
    int processes = 4096;
};

/// What a command may touch. Everything that is not named here is not there for it.
///
/// Shape    Absolute paths of folders that exist; they have the same path inside, but `home`.
struct SandboxProfile {
    QString workFolder; ///< Writable and the current folder; its .git and .tamma are read-only.
    QString home; ///< Writable, $HOME inside. Empty: $HOME is empty and forgotten at the end.
    QStringList writable;
    QStringList readOnly;
    QStringList hidden; ///< Folders inside the others that look empty.
    bool network = false; ///< Off: a loopback of its own. On: no UNIX sockets instead.
    QMap<QString, QString> environment; ///< On top of PATH, HOME, USER, LANG and TMPDIR.
    SandboxLimits limits;
};

} // namespace tamma::sandbox
