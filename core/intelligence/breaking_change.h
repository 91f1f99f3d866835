// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"

#include <QList>
#include <QStringList>

namespace tamma::intelligence {

/// One thing that a change takes away from others.
struct BreakingHit {
    QString file; ///< Where it was.
    int line = 0; ///< From 1 in the old text, or in the new one for what was added; 0: the file.
    QString symbol; ///< The declaration, key, flag or statement.
    QString why; ///< One English sentence.

    friend bool operator==(const BreakingHit&, const BreakingHit&) = default;
};

/// Looks for what may break others: declarations of the public interface that are gone or read
/// differently now, database migrations and statements that destroy, keys of settings and flags of
/// the command line that are gone, and a new major version.
///
/// Shape    By file. Additions count for migrations only: every one may break (a rule of the
///          product). What it cannot see: changed meaning behind an unchanged interface, and
///          interfaces of languages that it does not know.
/// Threads  Any.
[[nodiscard]] QList<BreakingHit> breakingHits(const QList<git::FileDiff>& files);

/// Says the same in plain sentences, at most twelve, and first of all when the issue has the label
/// `breaking-change`; none when nothing was found.
[[nodiscard]] QStringList breakingReasons(const QList<git::FileDiff>& files,
                                          const QStringList& labels);

} // namespace tamma::intelligence
