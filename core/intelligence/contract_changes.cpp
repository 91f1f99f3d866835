// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/contract_changes.h"

#include "core/intelligence/public_interface.h"

#include <QMap>
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

// Names with the line that they first stand in.
using Places = QMap<QString, int>;

Places namesIn(const QByteArray& text, const QRegularExpression& expression)
{
    Places places;
    int number = 0;
    for (const QString& line : contractLines(text)) {
        ++number;
        for (const auto& match : expression.globalMatch(line.left(1000))) {
            const QString name = match.captured(match.lastCapturedIndex());
            if (!name.isEmpty() && !places.contains(name)) {
                places.insert(name, number);
            }
        }
    }
    return places;
}

bool definesFlags(const QString& line)
{
    static const QRegularExpression definition(
        uR"(add_argument|\.(?:option|requiredOption|flag|boolean|arg|visible_alias|addOption|add_option|add_flag|on|opt)\(|QCommandLineOption|[Ff]lags?\(?\)?\.\w+\(|#\[(?:arg|clap|structopt)|Arg::new|Option\.builder|@(?:click\.)?[oO]ption|getopt|long_options|OptionParser|addSwitch|\bflag\.)"_s);
    return definition.match(line).hasMatch();
}

Places flagsIn(const git::FileDiff& diff, const QByteArray& text)
{
    static const QRegularExpression dashed(uR"(["'`][^"'`]*?(--[a-z][\w-]+))"_s);
    static const QRegularExpression goFlag(
        uR"re([Ff]lags?\(?\)?\.\w*(?:String|Bool|Int|Duration|Float|Uint|Count)\w*\((?:&\w[\w.]*,\s*)?"([a-z][\w-]+)")re"_s);
    static const QRegularExpression attribute(uR"re(long\s*(?:=|\()\s*"([a-z][\w-]+)")re"_s);
    static const QRegularExpression qt(
        uR"re(QCommandLineOption\s*\w*\s*[({]\s*\{?\s*(?:"\w",\s*)?u?"([a-z][\w-]+)")re"_s);
    Places flags;
    int number = 0;
    for (const QString& line : contractLines(text)) {
        ++number;
        if (!definesFlags(line) || isTestPath(diff.file.path)) {
            continue;
        }
        for (const QRegularExpression& form : {dashed, goFlag, attribute, qt}) {
            for (const auto& match : form.globalMatch(line.left(1000))) {
                const QString name = match.captured(1);
                flags.insert(name.startsWith(u"--"_s) ? name : u"--"_s + name, number);
            }
        }
    }
    return flags;
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
    static const QRegularExpression settings(
        uR"((^|/)(?:config|conf|settings)/[^/]+\.(?:ya?ml|json|toml|ini|properties|conf)$|(^|/)(?:config|settings|application|defaults?|values)[\w.-]*\.(?:ya?ml|json|toml|ini|properties|conf)$|\.env\.(?:example|sample|template|dist)$|\.schema\.json$)"_s);
    static const QRegularExpression key(
        uR"(^\s*(?:#\s*)?(?:export\s+)?(?:-\s+)?["']?([A-Za-z_][\w.-]*)["']?\s*[:=])"_s);
    if (!settings.match(diff.file.path).hasMatch()) {
        return {};
    }
    const Places now = namesIn(diff.newText, key);
    const Places old = namesIn(diff.oldText, key);
    QList<BreakingHit> hits;
    for (auto it = old.begin(); it != old.end(); ++it) {
        if (!now.contains(it.key())) {
            hits.append({diff.file.path, it.value(), it.key(),
                         u"is no setting any more; somebody may have set it"_s});
        }
    }
    return hits;
}

QList<BreakingHit> newMajorVersion(const git::FileDiff& diff)
{
    static const QRegularExpression manifest(
        uR"((^|/)(?:package\.json|Cargo\.toml|pyproject\.toml|setup\.(?:py|cfg)|CMakeLists\.txt|pom\.xml|build\.gradle(?:\.kts)?|VERSION|[\w.-]+\.csproj|[\w.-]+\.gemspec|meson\.build)$)"_s);
    static const QRegularExpression version(
        uR"((?:^\s*["']?version["']?\s*[:=]\s*["']?|project\s*\([^)]*VERSION\s+|<[vV]ersion>|^\s*version\s*:\s*'|\.version\s*=\s*["']|\A)(\d+)\.\d+)"_s,
        QRegularExpression::MultilineOption);
    if (!manifest.match(diff.file.path).hasMatch()) {
        return {};
    }
    const auto before = version.match(QString::fromUtf8(diff.oldText));
    const auto after = version.match(QString::fromUtf8(diff.newText));
    if (!before.hasMatch() || !after.hasMatch()
        || after.captured(1).toInt() <= before.captured(1).toInt()) {
        return {};
    }
    const auto line = QString::fromUtf8(diff.newText).first(after.capturedStart(1)).count(u'\n');
    return {{diff.file.path, static_cast<int>(line) + 1, u"version %1"_s.arg(after.captured(1)),
             u"is a new major version, which says that something breaks"_s}};
}

QList<BreakingHit> goneFlags(const QList<git::FileDiff>& files)
{
    QSet<QString> now;
    for (const git::FileDiff& diff : files) {
        const QStringList names = flagsIn(diff, diff.newText).keys();
        now.unite(QSet<QString>(names.begin(), names.end()));
    }
    QList<BreakingHit> hits;
    for (const git::FileDiff& diff : files) {
        const Places old = flagsIn(diff, diff.oldText);
        for (auto it = old.begin(); it != old.end(); ++it) {
            if (!now.contains(it.key())) {
                hits.append({diff.file.path, it.value(), it.key(),
                             u"is no flag any more; scripts may use it"_s});
            }
        }
    }
    return hits;
}

} // namespace tamma::intelligence
