// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/security/dangerous_files.h"

#include "core/gates/added_lines.h"

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

bool isProgram(const QString& path, const QByteArray& start)
{
    static const QRegularExpression program(
        uR"(\.(?:exe|dll|so(?:\.\d+)*|dylib|o|a|lib|class|jar|war|pyc|pyd|wasm|msi|apk|deb|rpm|dmg|scr|com|node)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return program.match(path).hasMatch()
        || start.startsWith("\x7f"
                            "ELF")
        || start.startsWith("MZ");
}

bool isArchive(const QString& path)
{
    static const QRegularExpression archive(
        uR"(\.(?:zip|tar|tgz|tar\.\w+|7z|rar|gz|xz|bz2|sqlite3?|db|dump|bak|core)$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return archive.match(path).hasMatch();
}

} // namespace

QList<events::Finding> dangerousFiles(const QList<git::FileDiff>& change)
{
    static const QRegularExpression installScript(
        uR"re(^\s*"(preinstall|install|postinstall|prepare)"\s*:\s*"(.+)")re"_s);
    QList<events::Finding> findings;
    for (const git::FileDiff& diff : change) {
        if (diff.file.kind == git::ChangeKind::Deleted) {
            continue;
        }
        const QString& path = diff.file.path;
        if (keepsSecrets(path)) {
            findings.append({u"file.secret-store"_s, u"high"_s, path, 0,
                             u"Files of this kind hold keys or passwords: take it out"_s});
        } else if (diff.file.binary && isProgram(path, diff.newText)) {
            findings.append({u"file.program"_s, u"medium"_s, path, 0,
                             u"A built program that nobody can review"_s});
        } else if (diff.file.binary && isArchive(path)) {
            findings.append({u"file.archive"_s, u"medium"_s, path, 0,
                             u"An archive or a database that nobody can review"_s});
        }
    }
    for (const AddedLine& line : addedLines(change)) {
        if (!line.path.endsWith(u"package.json"_s)) {
            continue;
        }
        if (const auto match = installScript.match(line.text); match.hasMatch()) {
            findings.append({u"file.install-script"_s, u"medium"_s, line.path, line.line,
                             u"Runs on every machine that installs the package: %1"_s.arg(
                                 match.captured(2).left(120))});
        }
    }
    return findings;
}

} // namespace tamma::gates
