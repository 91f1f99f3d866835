// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/contract_changes.h"

#include "core/intelligence/key_lines.h"

#include <QRegularExpression>
#include <QSet>

namespace tamma::intelligence {

using namespace Qt::StringLiterals;

namespace {

constexpr auto ANY_CASE = QRegularExpression::CaseInsensitiveOption;

QStringList contractLines(const QByteArray& text)
{
    return QString::fromUtf8(text).split(u'\n');
}

/// The keys that others may set, or ask a package for.
QList<KeyLine> settingsIn(const QString& path, const QByteArray& text)
{
    static const QRegularExpression settings(
        uR"((^|/)(?:config|conf|settings)/[^/]+\.(?:ya?ml|json|toml|ini|properties|conf)$|(^|/)(?:config|settings|application|defaults?|values)[\w.-]*\.(?:ya?ml|json|toml|ini|properties|conf)$|\.schema\.json$)"_s);
    static const QRegularExpression environment(u"\\.env\\.(?:example|sample|template|dist)$"_s);
    static const QRegularExpression offer(u"^(?:features|exports|bin|project\\.scripts)$"_s);
    static const QRegularExpression manifest(
        u"(^|/)(?:package\\.json|Cargo\\.toml|pyproject\\.toml)$"_s);
    static const QRegularExpression commentedOut(u"^#\\s*(?=[A-Z_]+=)"_s,
                                                 QRegularExpression::MultilineOption);
    QString content = QString::fromUtf8(text);
    if (environment.match(path).hasMatch()) {
        return keyLines(content.remove(commentedOut));
    }
    const bool isManifest = manifest.match(path).hasMatch();
    // What an editor keeps is nobody's setting.
    if (!isManifest
        && (!settings.match(path).hasMatch() || path.contains(u"/."_s) || path.startsWith(u'.'))) {
        return {};
    }
    QList<KeyLine> keys = keyLines(content);
    if (isManifest) {
        keys.removeIf([](const KeyLine& key) {
            return !offer.match(key.parent).hasMatch() && !offer.match(key.path()).hasMatch();
        });
    }
    return keys;
}

} // namespace

QList<BreakingHit> databaseChanges(const git::FileDiff& diff)
{
    static const QRegularExpression migration(
        u"(^|/)(?:db/migrate|migrations?|alembic/versions)/"_s);
    static const QRegularExpression destructive(
        uR"(\b(DROP\s+(?:TABLE|COLUMN|VIEW|INDEX|CONSTRAINT|SCHEMA|TYPE)|RENAME\s+(?:TABLE|COLUMN|TO)|ALTER\s+COLUMN|MODIFY\s+COLUMN|TRUNCATE|SET\s+NOT\s+NULL|remove_column|drop_table|rename_column|change_column|RemoveField|DeleteModel|RenameField|AlterField|drop_column|alter_column|dropColumn|dropTable|renameColumn)\b.*)"_s,
        ANY_CASE);
    const QString& path = diff.file.path;
    const bool isMigration = migration.match(path).hasMatch();
    QList<BreakingHit> hits;
    if (!isMigration && !path.endsWith(u".sql"_s)) {
        return hits;
    }
    const QStringList old = contractLines(diff.oldText);
    const QSet<QString> before(old.begin(), old.end());
    int number = 0;
    for (const QString& line : contractLines(diff.newText)) {
        ++number;
        const auto match = destructive.match(line.left(1000));
        if (match.hasMatch() && !before.contains(line) && !line.trimmed().startsWith(u"--"_s)) {
            hits.append({path, number, match.captured().simplified().left(160),
                         u"takes something from those who use the database"_s});
        }
    }
    if (isMigration && hits.isEmpty()) {
        const bool isNew = diff.file.kind == git::ChangeKind::Added;
        hits.append(
            {path, 0, path.section(u'/', -1),
             isNew ? u"is a new migration, and every migration may break something"_s
                   : u"is a migration that others have run, and it was changed or removed"_s});
    }
    return hits;
}

QList<BreakingHit> goneSettings(const git::FileDiff& diff)
{
    const QString& path = diff.file.path;
    const QList<KeyLine> old = settingsIn(path, diff.oldText);
    QSet<QString> now;
    for (const KeyLine& key : settingsIn(path, diff.newText)) {
        now.insert(key.path());
    }
    QList<BreakingHit> hits;
    for (const KeyLine& key : old) {
        const bool isItem = key.key == key.text;
        // One hit for a whole group.
        const bool isBelowGone = !key.parent.isEmpty() && !now.contains(key.parent);
        if (!now.contains(key.path()) && !isBelowGone && !isItem) {
            hits.append({path, key.line, key.path(),
                         u"is no setting any more; somebody may have set it"_s});
        }
    }
    return hits;
}

QList<BreakingHit> newMajorVersion(const git::FileDiff& diff)
{
    static const QRegularExpression manifest(
        uR"((^|/)(?:package\.json|Cargo\.toml|pyproject\.toml|go\.mod|gradle\.properties|__(?:init|version|about)__\.py|_?version\.py|setup\.(?:py|cfg)|CMakeLists\.txt|pom\.xml|build\.gradle(?:\.kts)?|VERSION|[\w.-]+\.csproj|[\w.-]+\.gemspec|meson\.build)$)"_s);
    static const QRegularExpression version(
        uR"((?:^\s*["']?version["']?\s*[:=]\s*["']?|project\s*\([^)]*VERSION\s+|<[vV]ersion>|^\s*version\s*:\s*'|\.version\s*=\s*["']|^__version__\s*=\s*["']|\A)(\d+)\.\d+|^module\s+\S+/v(\d+)$)"_s,
        QRegularExpression::MultilineOption);
    if (!manifest.match(diff.file.path).hasMatch()) {
        return {};
    }
    const auto before = version.match(QString::fromUtf8(diff.oldText));
    const auto after = version.match(QString::fromUtf8(diff.newText));
    const int group = after.lastCapturedIndex();
    if (!before.hasMatch() || !after.hasMatch()
        || after.captured(group).toInt() <= before.captured(before.lastCapturedIndex()).toInt()) {
        return {};
    }
    const auto line
        = QString::fromUtf8(diff.newText).first(after.capturedStart(group)).count(u'\n');
    return {{diff.file.path, static_cast<int>(line) + 1, u"version %1"_s.arg(after.captured(group)),
             u"is a new major version, which says that something breaks"_s}};
}

} // namespace tamma::intelligence
