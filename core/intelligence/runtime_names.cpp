// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/runtime_names.h"

#include "core/intelligence/public_interface.h"

#include <QMap>
#include <QRegularExpression>
#include <QSet>

namespace tamma::intelligence {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LONGEST_LINE = 1000;

// Names with the line that they stand in.
struct RuntimeNames {
    QMap<QString, int> offered;
    QMap<QString, int> demanded;
};

bool definesFlags(const QString& line)
{
    static const QRegularExpression definition(
        uR"(add_argument|\.(?:option|requiredOption|flag|boolean|arg|visible_alias|addOption|add_option|add_flag|on|opt)\(|QCommandLineOption|[Ff]lags?\(?\)?\.\w+\(|#\[(?:arg|clap|structopt)|Arg::new|Option\.builder|@(?:click\.)?[oO]ption|getopt|long_options|OptionParser|addSwitch|\bflag\.)"_s);
    return definition.match(line).hasMatch();
}

void takeFlags(const QString& line, int number, RuntimeNames& names)
{
    static const QRegularExpression dashed(uR"(["'`][^"'`]*?(--[a-z][\w-]+))"_s);
    static const QRegularExpression goFlag(
        uR"re([Ff]lags?\(?\)?\.\w*(?:String|Bool|Int|Duration|Float|Uint|Count)\w*\((?:&\w[\w.]*,\s*)?"([a-z][\w-]+)")re"_s);
    static const QRegularExpression attribute(uR"re(long\s*(?:=|\()\s*"([a-z][\w-]+)")re"_s);
    static const QRegularExpression qt(
        uR"re(QCommandLineOption\s*\w*\s*[({]\s*\{?\s*(?:"\w",\s*)?u?"([a-z][\w-]+)")re"_s);
    static const QRegularExpression yargs(uR"re(\.option\(\s*["']([a-z][\w-]*)["']\s*,\s*\{)re"_s);
    static const QRegularExpression positional(uR"re(add_argument\(\s*["']([a-z]\w*)["'])re"_s);
    static const QRegularExpression choices(uR"(choices\s*[=(:]\s*[\[(]([^\])]*))"_s);
    static const QRegularExpression required(
        uR"(required\s*[=:]\s*[tT]rue|\.required\(true\)|requiredOption|demandOption:\s*true)"_s);
    QString last;
    for (const QRegularExpression& form : {dashed, goFlag, attribute, qt, yargs}) {
        for (const auto& match : form.globalMatch(line)) {
            const QString name = match.captured(1);
            last = name.startsWith(u"--"_s) ? name : u"--"_s + name;
            names.offered.insert(last, number);
        }
    }
    if (const auto match = positional.match(line); match.hasMatch()) {
        const QString name = u"argument "_s + match.captured(1);
        names.offered.insert(name, number);
        if (!line.contains(u"nargs"_s)) {
            names.demanded.insert(name, number);
        }
    }
    if (last.isEmpty()) {
        return;
    }
    if (required.match(line).hasMatch()) {
        names.demanded.insert(last, number);
    }
    for (const QString& choice : choices.match(line).captured(1).split(u',', Qt::SkipEmptyParts)) {
        names.offered.insert(last + u' ' + choice.simplified(), number);
    }
}

/// Flags that a table or a loop over the arguments knows.
void takeHandmadeFlags(const QString& path, const QString& line, int number, RuntimeNames& names)
{
    static const QRegularExpression table(
        uR"re(\{\s*"([a-z][\w-]+)"\s*,\s*(?:no|required|optional)_argument)re"_s);
    static const QRegularExpression shellCase(
        uR"(^\s*(?:-\w\s*\|\s*)?(--[a-z][\w-]+)(?:=\*)?\s*\))"_s);
    static const QRegularExpression script(u"\\.(?:sh|bash|zsh)$"_s);
    if (const auto match = table.match(line); match.hasMatch()) {
        names.offered.insert(u"--"_s + match.captured(1), number);
    } else if (const auto option = shellCase.match(line);
               option.hasMatch() && script.match(path).hasMatch()) {
        names.offered.insert(option.captured(1), number);
    }
}

void takeCommands(const QString& line, int number, RuntimeNames& names)
{
    static const QRegularExpression command(
        uR"re((?:\badd_parser\(|\.command\(|\badd_subcommand\(|Command::new\()\s*["'](\w[\w-]*)|\bAddCommand\((\w+)\))re"_s);
    for (const auto& match : command.globalMatch(line)) {
        names.offered.insert(u"command "_s + match.captured(match.lastCapturedIndex()), number);
    }
}

void takeRoutes(const QString& path, const QString& line, int number, RuntimeNames& names)
{
    static const QRegularExpression django(uR"re(\b(?:re_)?path\(\s*r?["']([^"']*)["'])re"_s);
    static const QRegularExpression call(
        uR"re((?:\b(?:app|router|server|fastify|api|blueprint|bp|mux|r|e|http)\.|@\w+\.)(get|post|put|patch|delete|route|handle|handlefunc)\(\s*["'`](/[^"'`]*))re"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression mapping(
        uR"re(@(Get|Post|Put|Patch|Delete|Request)Mapping\(\s*(?:(?:value|path)\s*=\s*)?"([^"]*)")re"_s);
    static const QRegularExpression methods(uR"(methods\s*=\s*[\[(]([^\])]*))"_s);
    static const QRegularExpression parameter(uR"(:\w+|\{[^}]*\}|<[^>]*>)"_s);
    static const QRegularExpression quote(u"[\"']"_s);
    if (const auto match = django.match(line); match.hasMatch() && path.endsWith(u"urls.py")) {
        names.offered.insert(u"route "_s + match.captured(1).replace(parameter, u"{}"_s), number);
    }
    for (const QRegularExpression& form : {call, mapping}) {
        for (const auto& match : form.globalMatch(line)) {
            const QString route = match.captured(2).replace(parameter, u"{}"_s);
            const QStringList verbs
                = methods.match(line).captured(1).remove(quote).split(u',', Qt::SkipEmptyParts);
            for (const QString& verb : verbs.isEmpty() ? QStringList{match.captured(1)} : verbs) {
                names.offered.insert(u"route %1 %2"_s.arg(verb.simplified().toUpper(), route),
                                     number);
            }
        }
    }
}

void takeVariables(const QString& line, int number, RuntimeNames& names)
{
    static const QRegularExpression variable(
        uR"re((?:os\.environ(?:\.get)?[\[(]|\bgetenv\(|\bos\.Getenv\(|\bos\.LookupEnv\(|\benv::var\(|qEnvironmentVariable\()\s*["']([A-Z][A-Z0-9_]+)["']|\bprocess\.env\.([A-Z][A-Z0-9_]+))re"_s);
    for (const auto& match : variable.globalMatch(line)) {
        names.offered.insert(u"variable "_s + match.captured(match.lastCapturedIndex()), number);
    }
}

RuntimeNames runtimeNames(const QString& path, const QByteArray& text)
{
    RuntimeNames names;
    if (isTestPath(path)) {
        return names;
    }
    QString opened; // A call whose arguments begin on the next line.
    int number = 0;
    for (const QString& whole : QString::fromUtf8(text).split(u'\n')) {
        ++number;
        const QString line = whole.left(LONGEST_LINE);
        const QString statement = opened + line;
        opened.clear();
        if (definesFlags(statement)) {
            takeFlags(statement, number, names);
            opened = statement.trimmed().endsWith(u'(') ? statement.left(LONGEST_LINE) : QString();
        }
        takeHandmadeFlags(path, line, number, names);
        takeCommands(line, number, names);
        takeRoutes(path, line, number, names);
        takeVariables(line, number, names);
    }
    return names;
}

QString whyGone(const QString& name)
{
    return name.startsWith(u"--"_s)
        ? (name.contains(u' ') ? u"is no choice any more; scripts may use it"_s
                               : u"is no flag any more; scripts may use it"_s)
        : name.startsWith(u"command "_s) ? u"is gone; scripts may call it"_s
        : name.startsWith(u"route "_s)   ? u"is not answered any more; clients may call it"_s
                                         : u"is not read any more; somebody may have set it"_s;
}

} // namespace

QList<BreakingHit> goneRuntimeNames(const QList<git::FileDiff>& files)
{
    RuntimeNames before;
    QSet<QString> now;
    QList<BreakingHit> hits;
    for (const git::FileDiff& diff : files) {
        before.demanded.insert(runtimeNames(diff.file.oldPath, diff.oldText).demanded);
    }
    for (const git::FileDiff& diff : files) {
        const RuntimeNames names = runtimeNames(diff.file.path, diff.newText);
        now.unite({names.offered.keyBegin(), names.offered.keyEnd()});
        for (auto it = names.demanded.begin(); it != names.demanded.end(); ++it) {
            const bool isNewProgram = diff.file.kind == git::ChangeKind::Added;
            if (!isNewProgram && !before.demanded.contains(it.key())) {
                hits.append({diff.file.path, it.value(), it.key(),
                             u"has to be given now; scripts may leave it out"_s});
            }
        }
    }
    for (const git::FileDiff& diff : files) {
        const RuntimeNames names = runtimeNames(diff.file.path, diff.oldText);
        for (auto it = names.offered.begin(); it != names.offered.end(); ++it) {
            if (!now.contains(it.key())) {
                hits.append({diff.file.path, it.value(), it.key(), whyGone(it.key())});
            }
        }
    }
    return hits;
}

} // namespace tamma::intelligence
