// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/playback/recording.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace tamma::providers {

/// Sees which files of a work folder changed since the last look. Files that git ignores are left
/// out (build folders), and so are symbolic links and files of more than 8 MB, with a warning in
/// the log.
///
/// Shape    The folder is a git worktree. Commits do not matter: contents are compared.
/// Threads  One at a time.
class ChangedFiles {
public:
    /// From when on changes count.
    enum class Since { Now, Commit };

    explicit ChangedFiles(QString workFolder, Since since = Since::Now);

    /// Returns what turns the folder as it was at the last look into the folder as it is, ordered
    /// by path. Fails with GIT_FAILED when git does not answer; the next look makes up for it.
    [[nodiscard]] Result<QList<RecordedEdit>> look();

private:
    struct State {
        bool exists = false;
        bool executable = false;
        QByteArray hash;

        friend bool operator==(const State&, const State&) = default;
    };

    [[nodiscard]] Result<QStringList> changedPaths() const;

    QString m_workFolder;
    QHash<QString, State> m_known;
};

} // namespace tamma::providers
