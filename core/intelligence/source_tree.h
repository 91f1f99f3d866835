// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace tamma::intelligence {

/// A file of a commit.
struct SourceFile {
    QString path; ///< Relative to the repository.
    qint64 sizeBytes = 0;
};

/// A commit of the past.
struct PastCommit {
    QString hash; ///< Full.
    QString subject; ///< First line of the message.
    QString date; ///< "2026-03-31", UTC.
    QStringList paths; ///< What it changed.
};

/// A repository at one commit, as the gathering of context needs it.
///
/// Errors   The git codes; NOT_FOUND for a path that is not in the commit.
class SourceTree {
public:
    virtual ~SourceTree() = default;

    /// Returns every regular file; symbolic links and submodules are none.
    [[nodiscard]] virtual Result<QList<SourceFile>> files() const = 0;

    [[nodiscard]] virtual Result<QByteArray> content(const QString& path) const = 0;

    /// Returns the newest commits, at most `limit`, newest first.
    [[nodiscard]] virtual Result<QList<PastCommit>> history(int limit) const = 0;
};

} // namespace tamma::intelligence
