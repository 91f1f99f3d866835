// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/breaking_change.h"

#include "core/intelligence/contract_changes.h"
#include "core/intelligence/public_interface.h"

#include <QRegularExpression>
#include <QSet>

namespace tamma::intelligence {
namespace {

constexpr qsizetype MOST_REASONS = 12;

// What a declaration declares: the last name in front of its parameters, or the last one at all.
QString nameIn(const QString& declaration)
{
    static const QRegularExpression word(QStringLiteral("[A-Za-z_$][\\w$]*"));
    const QString head = declaration.section(u'(', 0, 0).section(u':', -1);
    QString name;
    for (const auto& match : word.globalMatch(head.isEmpty() ? declaration : head)) {
        name = match.captured();
    }
    return name;
}

int lineOf(const QStringList& lines, const QString& declaration)
{
    const QString name = nameIn(declaration);
    if (name.isEmpty()) {
        return 0;
    }
    const QRegularExpression word(QStringLiteral("\\b%1\\b").arg(QRegularExpression::escape(name)));
    const auto found = std::ranges::find_if(
        lines, [&word](const QString& line) { return word.match(line).hasMatch(); });
    return found == lines.end() ? 0 : static_cast<int>(found - lines.begin()) + 1;
}

QList<BreakingHit> goneDeclarations(const git::FileDiff& diff)
{
    const QString& oldPath = diff.file.oldPath.isEmpty() ? diff.file.path : diff.file.oldPath;
    const QStringList now = diff.file.kind == git::ChangeKind::Deleted
        ? QStringList()
        : publicDeclarations(diff.file.path, diff.newText);
    const QSet<QString> kept(now.begin(), now.end());
    const QStringList lines = QString::fromUtf8(diff.oldText).split(u'\n');
    QList<BreakingHit> gone;
    for (const QString& declaration : publicDeclarations(oldPath, diff.oldText)) {
        if (!kept.contains(declaration)) {
            gone.append({oldPath, lineOf(lines, declaration), declaration,
                         QStringLiteral("was removed or changed; others may rely on it")});
        }
    }
    return gone;
}

QString sentenceOf(const BreakingHit& hit)
{
    const QString place
        = hit.line > 0 ? QStringLiteral("%1:%2").arg(hit.file).arg(hit.line) : hit.file;
    return QStringLiteral("%1: \"%2\" %3.").arg(place, hit.symbol, hit.why);
}

} // namespace

QList<BreakingHit> breakingHits(const QList<git::FileDiff>& files)
{
    QList<BreakingHit> hits = goneFlags(files);
    for (const git::FileDiff& diff : files) {
        if (diff.file.binary || isTestPath(diff.file.path)) {
            continue;
        }
        hits += databaseChanges(diff);
        hits += newMajorVersion(diff);
        if (diff.file.kind != git::ChangeKind::Added) {
            hits += goneSettings(diff);
            hits += goneDeclarations(diff);
        }
    }
    return hits;
}

QStringList breakingReasons(const QList<git::FileDiff>& files, const QStringList& labels)
{
    QStringList reasons;
    if (labels.contains(QLatin1StringView("breaking-change"), Qt::CaseInsensitive)) {
        reasons.append(QStringLiteral("The issue is labelled breaking-change."));
    }
    for (const BreakingHit& hit : breakingHits(files)) {
        reasons.append(sentenceOf(hit));
    }
    if (reasons.size() > MOST_REASONS) {
        const auto more = reasons.size() - MOST_REASONS + 1;
        reasons.resize(MOST_REASONS - 1);
        reasons.append(QStringLiteral("And %1 more of this kind.").arg(more));
    }
    return reasons;
}

} // namespace tamma::intelligence
