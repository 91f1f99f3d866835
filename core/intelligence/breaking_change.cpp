// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/breaking_change.h"

#include "core/intelligence/public_interface.h"

#include <QRegularExpression>
#include <QSet>

namespace tamma::intelligence {
namespace {

constexpr qsizetype MOST_REASONS = 12;

bool isMigration(const QString& path)
{
    static const QRegularExpression PATTERN(QStringLiteral("(^|/)migrations?/[^/]+"));
    return PATTERN.match(path).hasMatch() && !isTestPath(path);
}

QStringList goneDeclarations(const git::FileDiff& diff)
{
    const QString& oldPath = diff.file.oldPath.isEmpty() ? diff.file.path : diff.file.oldPath;
    const QStringList now = diff.file.kind == git::ChangeKind::Deleted
        ? QStringList()
        : publicDeclarations(diff.file.path, diff.newText);
    const QSet<QString> kept(now.begin(), now.end());
    QStringList gone;
    for (const QString& declaration : publicDeclarations(oldPath, diff.oldText)) {
        if (!kept.contains(declaration)) {
            gone.append(declaration);
        }
    }
    return gone;
}

} // namespace

QStringList breakingReasons(const QList<git::FileDiff>& files, const QStringList& labels)
{
    QStringList reasons;
    if (labels.contains(QLatin1StringView("breaking-change"), Qt::CaseInsensitive)) {
        reasons.append(QStringLiteral("The issue is labelled breaking-change."));
    }
    for (const git::FileDiff& diff : files) {
        if (diff.file.kind == git::ChangeKind::Added || diff.file.binary) {
            continue;
        }
        if (isMigration(diff.file.path)) {
            reasons.append(QStringLiteral("The database migration %1 was changed or removed.")
                               .arg(diff.file.path));
            continue;
        }
        for (const QString& declaration : goneDeclarations(diff)) {
            reasons.append(
                QStringLiteral("%1: \"%2\" was removed or changed; others may rely on it.")
                    .arg(diff.file.path, declaration));
        }
    }
    if (reasons.size() > MOST_REASONS) {
        const auto more = reasons.size() - MOST_REASONS + 1;
        reasons.resize(MOST_REASONS - 1);
        reasons.append(QStringLiteral("And %1 more of this kind.").arg(more));
    }
    return reasons;
}

} // namespace tamma::intelligence
