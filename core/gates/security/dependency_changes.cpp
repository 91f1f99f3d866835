// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/security/dependency_changes.h"

#include "core/base/counted.h"

#include <QMap>
#include <QRegularExpression>

#include <numeric>

namespace tamma::gates {

namespace {

using namespace Qt::StringLiterals;

// The first group that took part is the name, the last one the version.
struct Manifest {
    QRegularExpression file;
    QRegularExpression line;
};

const QList<Manifest>& manifests()
{
    static const auto manifest = [](const QString& file, const QString& line) {
        return Manifest{QRegularExpression(u"(^|/)(?:%1)$"_s.arg(file)), QRegularExpression(line)};
    };
    static const QList<Manifest> list{
        manifest(
            u"package\\.json|composer\\.json|vcpkg\\.json"_s,
            uR"re(^\s*"(?!version"|node"|npm"|php"|name"|license")(@?[\w.-]+(?:/[\w.-]+)?)"\s*:\s*"((?:[~^<>=v*]|\d|latest|workspace:|file:|git|https?:|npm:)[^"]*)")re"_s),
        manifest(
            u"[\\w.-]*requirements[\\w.-]*\\.(?:txt|in)|constraints\\.txt"_s,
            uR"(^([A-Za-z][\w.-]*)(?:\[[\w,-]+\])?\s*((?:[=<>~!]=?|===)\s*[^#;]+?)?\s*(?:[#;].*)?$)"_s),
        manifest(
            u"pyproject\\.toml"_s,
            uR"re(^\s*"([A-Za-z][\w.-]*)(?:\[[\w,-]+\])?\s*([=<>~!][^";]*)?[^"]*",?\s*\]?$|^(?!python\b|version\b|name\b|requires-python\b)([a-z][\w.-]*)\s*=\s*"([\^~<>=*\d][^"]*)")re"_s),
        manifest(u"go\\.mod"_s, uR"(^\s*(?:require\s+)?([\w.-]+\.[\w.-]+/\S+)\s+(v\S+))"_s),
        manifest(
            u"Cargo\\.toml"_s,
            uR"re(^(?!version\b|edition\b|rust-version\b|name\b)([a-z][\w-]*)\s*=\s*(?:\{.*version\s*=\s*)?"([\^~<>=*\d][^"]*)")re"_s),
        manifest(u"pom\\.xml"_s, uR"(^\s*<(artifactId|version)>([^<]+)<)"_s),
        manifest(
            u"build\\.gradle(?:\\.kts)?|libs\\.versions\\.toml"_s,
            uR"re((?:implementation|api|compileOnly|runtimeOnly|testImplementation|kapt|classpath|annotationProcessor)\s*\(?\s*["']([\w.-]+:[\w.-]+):([^"']+)["'])re"_s),
        manifest(
            u"Gemfile|[\\w.-]+\\.gemspec"_s,
            uR"re(^\s*(?:gem|\w+\.add_\w*dependency)\s*\(?["']([\w-]+)["'](?:\s*,\s*["']([^"']+)["'])?)re"_s),
        manifest(u"[\\w.-]+\\.(?:cs|fs|vb)proj|Directory\\.Packages\\.props"_s,
                 uR"re(<Package(?:Reference|Version)\s+Include="([^"]+)"\s+Version="([^"]+)")re"_s),
        manifest(u"conanfile\\.txt"_s, uR"(^([\w.+-]+)/([\w.+-]+))"_s),
    };
    return list;
}

bool isLockFile(const QString& path)
{
    static const QRegularExpression lock(
        uR"((^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|Pipfile\.lock|uv\.lock|pdm\.lock|Cargo\.lock|go\.sum|Gemfile\.lock|composer\.lock|packages\.lock\.json|gradle\.lockfile|conan\.lock|flake\.lock)$)"_s);
    return lock.match(path).hasMatch();
}

struct Version {
    QString text;
    int line = 0;
};

QMap<QString, Version> packagesIn(const QByteArray& text, const QRegularExpression& expression)
{
    QMap<QString, Version> packages;
    QString artifact; // Maven has name and version in two lines.
    int number = 0;
    for (const QString& line : QString::fromUtf8(text).split(u'\n')) {
        ++number;
        const auto match = expression.match(line.left(1000));
        if (!match.hasMatch()) {
            continue;
        }
        QStringList parts = match.capturedTexts().sliced(1);
        parts.removeAll(QString());
        if (parts.value(0) == u"artifactId"_s) {
            artifact = parts.value(1);
        } else if (parts.value(0) == u"version"_s) {
            packages.insert(std::exchange(artifact, {}), {parts.value(1), number});
        } else if (!parts.isEmpty()) {
            packages.insert(parts.first(), {parts.value(1).trimmed(), number});
        }
    }
    packages.remove({});
    return packages;
}

QList<events::Finding> compared(const git::FileDiff& diff, const QRegularExpression& expression)
{
    const auto before = packagesIn(diff.oldText, expression);
    const auto after = packagesIn(diff.newText, expression);
    QList<events::Finding> findings;
    for (auto it = after.begin(); it != after.end(); ++it) {
        const auto old = before.constFind(it.key());
        if (old == before.cend()) {
            findings.append({u"dependency.added"_s, u"low"_s, diff.file.path, it->line,
                             u"Uses %1 %2 now"_s.arg(it.key(), it->text).simplified()});
        } else if (old->text != it->text) {
            findings.append({u"dependency.changed"_s, u"low"_s, diff.file.path, it->line,
                             u"%1 %2 instead of %3"_s.arg(it.key(), it->text, old->text)});
        }
    }
    for (auto it = before.begin(); it != before.end(); ++it) {
        if (!after.contains(it.key())) {
            findings.append({u"dependency.removed"_s, u"low"_s, diff.file.path, 0,
                             u"Does not use %1 any more"_s.arg(it.key())});
        }
    }
    return findings;
}

} // namespace

QList<events::Finding> dependencyChanges(const QList<git::FileDiff>& change)
{
    QList<events::Finding> findings;
    for (const git::FileDiff& diff : change) {
        if (isLockFile(diff.file.path)) {
            const auto lines = std::accumulate(
                diff.hunks.begin(), diff.hunks.end(), 0,
                [](int sum, const git::Hunk& hunk) { return sum + hunk.newCount + hunk.oldCount; });
            findings.append({u"dependency.lock"_s, u"low"_s, diff.file.path, 0,
                             u"The pinned packages change, in "_s + counted(lines, u"line")});
            continue;
        }
        const auto manifest = std::ranges::find_if(manifests(), [&diff](const Manifest& candidate) {
            return candidate.file.match(diff.file.path).hasMatch();
        });
        if (manifest != manifests().end()) {
            findings += compared(diff, manifest->line);
        }
    }
    return findings;
}

} // namespace tamma::gates
