// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"

#include <QList>
#include <QStringList>

namespace tamma::intelligence {

/// Looks for what may break others: declarations of the public interface that are gone or read
/// differently now, changed database migrations, and the label `breaking-change` on the issue.
/// Returns one plain sentence for each, none when nothing was found.
///
/// Shape    Additions never count. What it cannot see: changed meaning behind an unchanged
///          interface, and interfaces of languages that it does not know.
/// Threads  Any.
[[nodiscard]] QStringList breakingReasons(const QList<git::FileDiff>& files,
                                          const QStringList& labels);

} // namespace tamma::intelligence
