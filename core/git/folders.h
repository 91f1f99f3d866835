// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace tamma::git {

/// Deletes a folder with all that is in it, read-only folders too (module caches are), and follows
/// no link. A folder that is not there is no error. Fails with FILE_WRITE_FAILED.
[[nodiscard]] Result<> removeFolder(const QString& folder);

/// Makes a folder and its parents. Fails with FILE_WRITE_FAILED, or DISK_FULL.
[[nodiscard]] Result<> makeFolder(const QString& folder);

/// Writes a small file, whole or not at all. Fails with FILE_WRITE_FAILED, or DISK_FULL.
[[nodiscard]] Result<> writeFile(const QString& file, const QByteArray& content);

/// Moves a file or folder to the first free name "<beside>.replaced-git-<n>" instead of deleting
/// it.
[[nodiscard]] Result<> putAside(const QString& item, const QString& beside);

/// Returns the content, or nothing when there is no such file. Follows no link.
[[nodiscard]] QByteArray contentOf(const QString& file);

} // namespace tamma::git
