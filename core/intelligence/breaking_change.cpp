// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/breaking_change.h"

#include "core/intelligence/contract_changes.h"
#include "core/intelligence/public_interface.h"
#include "core/intelligence/runtime_names.h"
#include "core/intelligence/signature.h"

#include <QRegularExpression>
#include <QSet>

namespace tamma::intelligence {
namespace {

constexpr qsizetype MOST_REASONS = 12;

// What a declaration declares: the last name in front of its parameters, or the last one at all.
QString nameIn(const QString& declaration)
{
    static const QRegularExpression word(QStringLiteral("[A-Za-z_$][\\w$]*"));
    static const QRegularExpression attribute(QStringLiteral("\\[\\[.*?\\]\\]"));
    const QString head
        = QString(declaration).remove(attribute).section(u'(', 0, 0).section(u':', -1);
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
    int first = 0;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (!word.match(lines[i]).hasMatch()) {
            continue;
        }
        // A name may stand in many places; the declaration says which one.
        if (declaration.endsWith(lines[i].simplified())) {
            return static_cast<int>(i) + 1;
        }
        first = first == 0 ? static_cast<int>(i) + 1 : first;
    }
    return first;
}

/// Both sides of one file, and what other files of the change offer now.
struct Comparison {
    const git::FileDiff& diff;
    QString ending;
    PublicInterface before;
    PublicInterface after;
};

Comparison comparisonOf(const git::FileDiff& diff)
{
    const QString& path = diff.file.path;
    const QString& oldPath = diff.file.oldPath.isEmpty() ? path : diff.file.oldPath;
    Comparison comparison{
        diff, path.section(u'.', -1).toLower(), publicInterface(oldPath, diff.oldText), {}};
    // Who moves to another package is out of reach for those who knew the old one.
    if (diff.file.kind != git::ChangeKind::Deleted
        && packageOf(oldPath, diff.oldText) == packageOf(path, diff.newText)) {
        comparison.after = publicInterface(path, diff.newText);
    }
    return comparison;
}

/// Whether the declaration moved to another file of the change, and the old one passes it on.
bool isPassedOn(const Comparison& comparison, const QString& declaration,
                const QList<git::FileDiff>& files)
{
    static const QRegularExpression passes(
        QStringLiteral("^\\s*(?:#\\s*include|export|from|import|pub use)\\b.*$"),
        QRegularExpression::MultilineOption);
    QString passed;
    for (const auto& match : passes.globalMatch(QString::fromUtf8(comparison.diff.newText))) {
        passed += match.captured() + u'\n';
    }
    const QString& path = comparison.diff.file.path;
    return std::ranges::any_of(files, [&](const git::FileDiff& other) {
        const QString module = other.file.path.section(u'/', -1).section(u'.', 0, 0);
        // In Go the files of a folder are one package.
        const bool isReached = comparison.ending == u"go"
            ? other.file.path.section(u'/', 0, -2) == path.section(u'/', 0, -2)
            : passed.contains(module);
        return other.file.path != path && isReached
            && publicInterface(other.file.path, other.newText).declarations.contains(declaration);
    });
}

/// `export name` and `import name` only pass on what may as well be declared in the file itself.
bool isDeclaredInstead(const QString& declaration, const QStringList& now)
{
    static const QRegularExpression list(
        QStringLiteral("^(?:export|import|__all__|module\\.exports) (\\w+)$"));
    const QString name = list.match(declaration).captured(1);
    return !name.isEmpty() && std::ranges::any_of(now, [&name](const QString& other) {
        return nameIn(other) == name
            && (other.startsWith(QLatin1StringView("export"))
                || other.startsWith(QLatin1StringView("def "))
                || other.startsWith(QLatin1StringView("class ")));
    });
}

QList<BreakingHit> goneDeclarations(const Comparison& comparison, const QList<git::FileDiff>& files)
{
    const QStringList& now = comparison.after.declarations;
    const QSet<QString> kept(now.begin(), now.end());
    const QStringList lines = QString::fromUtf8(comparison.diff.oldText).split(u'\n');
    const QString& oldPath = comparison.diff.file.oldPath;
    QSet<int> seen; // What two readings of one line say is said once.
    QList<BreakingHit> gone;
    for (const QString& declaration : comparison.before.declarations) {
        const QString name = nameIn(declaration);
        const auto serves = [&](const QString& other) {
            return other.contains(name) && stillServes(comparison.ending, declaration, other);
        };
        if (!kept.contains(declaration) && std::ranges::none_of(now, serves)
            && !isDeclaredInstead(declaration, now)
            && !isPassedOn(comparison, declaration, files)) {
            const int line = lineOf(lines, declaration);
            if (line == 0 || !seen.contains(line)) {
                gone.append({oldPath.isEmpty() ? comparison.diff.file.path : oldPath, line,
                             declaration,
                             QStringLiteral("was removed or changed; others may rely on it")});
            }
            seen.insert(line);
        }
    }
    return gone;
}

QList<BreakingHit> newDemands(const Comparison& comparison)
{
    const QStringList lines = QString::fromUtf8(comparison.diff.newText).split(u'\n');
    QList<BreakingHit> hits;
    for (const auto& [type, demands] : comparison.after.demands.asKeyValueRange()) {
        if (!comparison.before.demands.contains(type)) {
            continue; // Nobody can know it yet.
        }
        QStringList old = comparison.before.demands.value(type);
        for (const QString& demand : demands) {
            if (!old.removeOne(demand)) {
                hits.append(
                    {comparison.diff.file.path, lineOf(lines, demand), type + u'.' + demand,
                     QStringLiteral("is asked now of all who build, implement or match it")});
            }
        }
    }
    return hits;
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
    QList<BreakingHit> hits = goneRuntimeNames(files);
    for (const git::FileDiff& diff : files) {
        if (diff.file.binary || isTestPath(diff.file.path)) {
            continue;
        }
        hits += databaseChanges(diff);
        hits += newMajorVersion(diff);
        if (diff.file.kind != git::ChangeKind::Added) {
            hits += goneSettings(diff);
            const Comparison comparison = comparisonOf(diff);
            hits += goneDeclarations(comparison, files);
            hits += newDemands(comparison);
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
