// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/tamper/watched_files.h"

#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

bool isFoundByName(const QString& path)
{
    static const QRegularExpression found(
        uR"re((?:(^|/)test_[^/]*|[._-](?:tests?|spec)|(?:Tests?|Spec|IT))\.(?:py|go|[cm]?[jt]sx?|rb|java|kt|scala|groovy)$)re"_s);
    return found.match(path).hasMatch();
}

bool isGateFile(const QString& path)
{
    static const QRegularExpression gate(
        uR"re(^\.(?:github|gitea|forgejo)/workflows/|^\.gitlab-ci|^\.gitlab/ci/|^\.circleci/|(^|/)Jenkinsfile|(^|/)azure-pipelines[^/]*\.ya?ml$|^\.travis\.yml$|^\.?appveyor\.yml$|^bitbucket-pipelines\.yml$|^\.drone\.yml$|^\.woodpecker|^\.buildkite/|^\.tamma/|^\.pre-commit-config\.yaml$|^\.husky/|^lefthook\.ya?ml$|^\.?codecov\.ya?ml$|(^|/)CODEOWNERS$|^\.ci/|^\.cirrus\.yml$|^\.builds?/)re"
        uR"re(|(^|/)(?:\.semgrep\.ya?ml|\.semgrepignore|\.gitleaks\.toml|\.gitleaksignore|\.trivyignore(?:\.ya?ml)?|trivy\.ya?ml|osv-scanner\.toml|\.bandit|\.gitattributes)$|^\.semgrep/)re"_s);
    return gate.match(path).hasMatch();
}

bool isLinterFile(const QString& path)
{
    static const QRegularExpression linter(
        uR"re((^|/)(?:\.eslintrc[^/]*|eslint\.config\.\w+|\.clang-tidy|\.clang-format|\.?ruff\.toml|\.flake8|\.pylintrc|mypy\.ini|\.golangci\.ya?ml|\.?clippy\.toml|\.?rustfmt\.toml|tsconfig[^/]*\.json|biome\.json|\.prettierrc[^/]*|\.rubocop\.yml|phpstan\.neon[^/]*|checkstyle[^/]*\.xml|\.editorconfig|\.eslintignore|\.prettierignore|\.swiftlint\.yml|detekt\.yml)$)re"_s);
    return linter.match(path).hasMatch();
}

bool isToolFile(const QString& path)
{
    static const QRegularExpression tool(
        uR"re((^|/)(?:package\.json|CMake(?:User)?Presets\.json|pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|noxfile\.py|\.coveragerc|jest\.config[^/]*|vitest\.config[^/]*|vite\.config[^/]*|karma\.conf[^/]*|playwright\.config[^/]*|\.nycrc[^/]*|\.c8rc[^/]*|\.mocharc[^/]*|sonar-project\.properties|pom\.xml|build\.gradle(?:\.kts)?|Cargo\.toml|CMakeLists\.txt|CTestCustom\.cmake|CTestTestfile\.cmake|meson\.build|Makefile|GNUmakefile|makefile|[^/]+\.mk|[Jj]ustfile|Taskfile\.ya?ml|Rakefile|phpunit\.xml[^/]*|[^/]+\.(?:sh|bash|zsh|ps1|bat)|.*\.csproj|\.runsettings)$)re"_s);
    return tool.match(path).hasMatch();
}

bool isTestFile(const QString& path)
{
    static const QRegularExpression test(
        uR"re((^|/)(tests?|specs?|__tests__|e2e|testing|[\w.-]*tests)/|(^|/)(test|tst)_[^/]*$|[._-](tests?|spec|it)\.\w+$|(^|/)conftest\.py$|(Tests?|Spec|IT)\.(java|kt|cs|swift|scala|php|groovy)$)re"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression noCode(
        u"(^|/)(CMakeLists\\.txt|Makefile|[^/]+\\.(md|rst|yml|yaml|json|toml|sh))$"_s);
    return test.match(path).hasMatch() && !noCode.match(path).hasMatch();
}

bool losesItsPart(const QString& oldPath, const QString& path)
{
    const bool isDeeper = path.count(u'/') > oldPath.count(u'/');
    return (isGateFile(oldPath) && !isGateFile(path))
        || (isLinterFile(oldPath) && (isDeeper || !isLinterFile(path)))
        || (isToolFile(oldPath) && !isToolFile(path)) || (isTestFile(oldPath) && !isTestFile(path));
}

} // namespace tamma::gates
