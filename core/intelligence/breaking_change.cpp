// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/breaking_change.h"

#include "core/intelligence/contract_changes.h"
#include "core/intelligence/public_interface.h"
#include "core/intelligence/runtime_names.h"
#include "core/intelligence/signature.h"

#include <QHash>
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
        if (!lines[i].contains(name) || !word.match(lines[i]).hasMatch()) {
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

/// What one file offered and offers.
struct Comparison {
    git::FileDiff diff;
    QString ending;
    PublicInterface before;
    PublicInterface after;
    QSet<QString> kept;
    QMultiHash<QString, QString> byName; // What is declared now.
    QString passed; // The lines that pass on what other files declare.
};

QString passedOnIn(const git::FileDiff& diff)
{
    static const QRegularExpression passes(
        QStringLiteral("^\\s*(?:#\\s*include|export|from|import|pub use)\\b.*$"),
        QRegularExpression::MultilineOption);
    QString passed;
    for (const auto& match : passes.globalMatch(QString::fromUtf8(diff.newText))) {
        passed += match.captured() + u'\n';
    }
    return passed;
}

Comparison comparisonOf(const git::FileDiff& diff)
{
    const QString& path = diff.file.path;
    const QString& oldPath = diff.file.oldPath.isEmpty() ? path : diff.file.oldPath;
    Comparison comparison;
    comparison.diff = diff;
    comparison.ending = path.section(u'.', -1).toLower();
    comparison.before = publicInterface(oldPath, diff.oldText);
    comparison.passed = passedOnIn(diff);
    // Who moves to another package is out of reach for those who knew the old one.
    if (diff.file.kind == git::ChangeKind::Added
        || (diff.file.kind != git::ChangeKind::Deleted
            && packageOf(oldPath, diff.oldText) == packageOf(path, diff.newText))) {
        comparison.after = publicInterface(path, diff.newText);
    }
    const QStringList& now = comparison.after.declarations;
    comparison.kept = {now.begin(), now.end()};
    for (const QString& declaration : now) {
        comparison.byName.insert(nameIn(declaration), declaration);
    }
    return comparison;
}

/// Whether the declaration moved to another file of the change, and the old one passes it on.
bool isPassedOn(const Comparison& comparison, const QString& declaration,
                const QList<Comparison>& all)
{
    const QString& path = comparison.diff.file.path;
    return std::ranges::any_of(all, [&](const Comparison& other) {
        const QString& place = other.diff.file.path;
        // In Go the files of a folder are one package.
        const bool isReached = comparison.ending == u"go"
            ? place.section(u'/', 0, -2) == path.section(u'/', 0, -2)
            : comparison.passed.contains(place.section(u'/', -1).section(u'.', 0, 0));
        return place != path && isReached && other.kept.contains(declaration);
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

QList<BreakingHit> goneDeclarations(const Comparison& comparison, const QList<Comparison>& all)
{
    const QStringList& now = comparison.after.declarations;
    const QStringList lines = QString::fromUtf8(comparison.diff.oldText).split(u'\n');
    const QString& oldPath = comparison.diff.file.oldPath;
    QSet<int> seen; // What two readings of one line say is said once.
    QList<BreakingHit> gone;
    for (const QString& declaration : comparison.before.declarations) {
        const QStringList sameName = comparison.byName.values(nameIn(declaration));
        const auto serves = [&](const QString& other) {
            return stillServes(comparison.ending, declaration, other);
        };
        if (!comparison.kept.contains(declaration) && std::ranges::none_of(sameName, serves)
            && !isDeclaredInstead(declaration, now) && !isPassedOn(comparison, declaration, all)) {
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
    QList<Comparison> comparisons;
    for (const git::FileDiff& diff : files) {
        if (diff.file.binary || isTestPath(diff.file.path)) {
            continue;
        }
        hits += databaseChanges(diff);
        hits += newMajorVersion(diff);
        if (diff.file.kind != git::ChangeKind::Added) {
            hits += goneSettings(diff);
        }
        comparisons.append(comparisonOf(diff));
    }
    for (const Comparison& comparison : std::as_const(comparisons)) {
        hits += goneDeclarations(comparison, comparisons);
        hits += newDemands(comparison);
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
