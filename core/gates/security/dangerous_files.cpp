// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/security/dangerous_files.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace tamma::gates {

namespace {

using namespace Qt::StringLiterals;

bool keepsSecrets(const QString& path)
{
    static const QRegularExpression store(
        uR"((^|/)(id_(?:rsa|dsa|ecdsa|ed25519)|\.env(?:\.(?!example|sample|template|dist|test)[\w-]+)?|\.netrc|\.pgpass|\.htpasswd|\.dockercfg|credentials|secring\.gpg|\.vault_pass[^/]*)$|\.(?:p12|pfx|jks|keystore|kdbx?|ppk|ovpn|agekey|mobileprovision)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return store.match(path).hasMatch();
}

bool isProgram(const QString& path, const QByteArray& content)
{
    static const QRegularExpression program(
        uR"(\.(?:exe|dll|so(?:\.\d+)*|dylib|o|a|lib|class|jar|war|pyc|pyd|wasm|msi|apk|deb|rpm|dmg|scr|com|node)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QByteArrayList beginnings{
        "\177ELF",          "MZ", "!<arch>\n", QByteArray("\0asm", 4),
        "\xca\xfe\xba\xbe", // Java, and Mach-O for several processors.
        "\xcf\xfa\xed\xfe", // Mach-O.
        "\xce\xfa\xed\xfe",
    };
    return program.match(path).hasMatch()
        || std::ranges::any_of(beginnings, [&content](const QByteArray& beginning) {
               return content.startsWith(beginning);
           });
}

bool isArchive(const QString& path)
{
    static const QRegularExpression archive(
        uR"(\.(?:zip|tar|tgz|tar\.\w+|7z|rar|gz|xz|bz2|sqlite3?|db|dump|bak|core)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return archive.match(path).hasMatch();
}

// One zero byte makes a text binary, and then no gate reads it.
bool shouldBeText(const QString& path)
{
    static const QRegularExpression text(
        uR"((^|/)(?:Makefile|Dockerfile|Jenkinsfile|[^/.]*rc)$|\.(?:[ch](?:pp|xx|c|h)?|hpp|rs|go|py|rb|php|pl|lua|swift|scala|[cm]?[jt]sx?|java|kts?|cs|sh|bash|zsh|fish|ps1|bat|cmd|sql|ya?ml|json|toml|ini|cfg|conf|properties|xml|html?|css|s[ac]ss|md|rst|txt|cmake|gradle)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return text.match(path).hasMatch();
}

QJsonObject scriptsIn(const QByteArray& package)
{
    return QJsonDocument::fromJson(package).object()[u"scripts"_s].toObject();
}

int lineOf(const QByteArray& text, const QString& key)
{
    const qsizetype at = text.indexOf(u"\"%1\""_s.arg(key).toUtf8());
    return at < 0 ? 0 : static_cast<int>(text.first(at).count('\n')) + 1;
}

QList<events::Finding> installScripts(const git::FileDiff& diff)
{
    const QString& path = diff.file.path;
    if (path.section(u'/', -1) != u"package.json"_s) {
        return {};
    }
    if (!QJsonDocument::fromJson(diff.newText).isObject()) {
        return {{u"file.install-script"_s, u"medium"_s, path, 0,
                 u"Cannot be read: what it runs at installation is not known"_s}};
    }
    const QJsonObject before = scriptsIn(diff.oldText);
    const QJsonObject now = scriptsIn(diff.newText);
    QList<events::Finding> findings;
    for (const QString& name : {u"preinstall"_s, u"install"_s, u"postinstall"_s, u"prepare"_s}) {
        const QString script = now[name].toString();
        if (!script.isEmpty() && script != before[name].toString()) {
            findings.append(
                {u"file.install-script"_s, u"medium"_s, path, lineOf(diff.newText, name),
                 u"Runs on every machine that installs the package: %1"_s.arg(script.left(120))});
        }
    }
    return findings;
}

Result<QByteArray> contentOf(const git::FileDiff& diff, const ChangeReader& reader,
                             const GateRequest& request)
{
    if (!diff.file.binary) {
        return QByteArray();
    }
    const auto content = reader.fileAt(request.repository, request.commit, diff.file.path);
    if (!content && content.error().code == errors::NOT_FOUND) {
        return QByteArray();
    }
    return content;
}

} // namespace

Result<QList<events::Finding>> dangerousFiles(const QList<git::FileDiff>& change,
                                              const ChangeReader& reader,
                                              const GateRequest& request)
{
    QList<events::Finding> findings;
    for (const git::FileDiff& diff : change) {
        if (diff.file.kind == git::ChangeKind::Deleted) {
            continue;
        }
        const QString& path = diff.file.path;
        TRY_ASSIGN(const QByteArray content, contentOf(diff, reader, request));
        if (keepsSecrets(path)) {
            findings.append({u"file.secret-store"_s, u"high"_s, path, 0,
                             u"Files of this kind hold keys or passwords: take it out"_s});
        } else if (diff.file.binary && isProgram(path, content)) {
            findings.append({u"file.program"_s, u"medium"_s, path, 0,
                             u"A built program that nobody can review"_s});
        } else if (diff.file.binary && isArchive(path)) {
            findings.append({u"file.archive"_s, u"medium"_s, path, 0,
                             u"An archive or a database that nobody can review"_s});
        } else if (diff.file.binary && shouldBeText(path)) {
            findings.append({u"file.unreadable"_s, u"medium"_s, path, 0,
                             u"Called like a text, but no gate can read it"_s});
        }
        findings += installScripts(diff);
    }
    return findings;
}

} // namespace tamma::gates
