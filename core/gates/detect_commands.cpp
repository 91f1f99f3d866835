// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/detect_commands.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace tamma::gates {

namespace {

// Not "build": a project may keep something of its own there, and a build that is there already
// must not change what the next gate runs.
const QString BUILD_FOLDER = QStringLiteral("build-tamma");

constexpr qint64 LARGEST_FILE = 1024 * 1024;

bool has(const ProjectFiles& project, const char* name)
{
    return project.names.contains(QLatin1StringView(name));
}

QByteArray read(const ProjectFiles& project, const char* name)
{
    return has(project, name) ? project.read(QString::fromLatin1(name)) : QByteArray();
}

DetectedCommands cmake(const ProjectFiles& project)
{
    DetectedCommands commands{
        "CMake",
        QStringLiteral("cmake -S . -B %1 && cmake --build %1 -j \"$(nproc)\"").arg(BUILD_FOLDER),
        {}};
    static const QRegularExpression testing(
        QStringLiteral("^\\s*(enable_testing|include)\\s*\\(\\s*(CTest\\s*)?\\)"),
        QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    if (testing.match(QString::fromUtf8(read(project, "CMakeLists.txt"))).hasMatch()) {
        commands.test = QStringLiteral("ctest --test-dir %1 --output-on-failure --no-tests=error "
                                       "-j \"$(nproc)\"")
                            .arg(BUILD_FOLDER);
    }
    return commands;
}

DetectedCommands meson(const ProjectFiles& project)
{
    DetectedCommands commands{
        "Meson",
        QStringLiteral("{ test -f %1/build.ninja || meson setup %1; } && meson compile -C %1")
            .arg(BUILD_FOLDER),
        {}};
    const QByteArray text = read(project, "meson.build");
    if (text.contains("test(") || text.contains("subdir('test")) {
        commands.test = QStringLiteral("meson test -C %1 --print-errorlogs").arg(BUILD_FOLDER);
    }
    return commands;
}

DetectedCommands javaScript(const ProjectFiles& project)
{
    const QJsonObject package = QJsonDocument::fromJson(read(project, "package.json")).object();
    const QJsonObject scripts = package["scripts"].toObject();
    DetectedCommands commands{"npm", {}, {}};
    QString program = "npm";
    QString install = has(project, "package-lock.json")
        ? "npm ci --prefer-offline --no-audit --no-fund"
        : "npm install --prefer-offline --no-audit --no-fund --no-package-lock";
    if (has(project, "pnpm-lock.yaml")) {
        program = commands.system = "pnpm";
        install = "pnpm install --frozen-lockfile --prefer-offline";
    } else if (has(project, "yarn.lock")) {
        program = commands.system = "yarn";
        install = "yarn install --frozen-lockfile --prefer-offline";
    }
    QStringList build;
    if (!package["dependencies"].toObject().isEmpty()
        || !package["devDependencies"].toObject().isEmpty()) {
        build.append(install);
    }
    if (scripts.contains("build")) {
        build.append(program + " run build");
    }
    commands.build = build.join(" && ");
    // What `npm init` writes fails always and tests nothing.
    const QString test = scripts["test"].toString();
    if (!test.isEmpty() && !test.contains("no test specified")) {
        commands.test = program + " test";
    }
    return commands;
}

DetectedCommands python(const ProjectFiles& project)
{
    DetectedCommands commands{"Python", {}, {}};
    bool usesPytest = has(project, "pytest.ini") || has(project, "conftest.py");
    for (const char* name : {"pyproject.toml", "setup.cfg", "tox.ini", "requirements.txt",
                             "requirements-dev.txt", "dev-requirements.txt"}) {
        usesPytest = usesPytest || read(project, name).contains("pytest");
    }
    if (usesPytest) {
        commands.test = "python3 -m pytest";
    } else if (project.folders.contains("tests") || project.folders.contains("test")) {
        commands.test = project.folders.contains("tests")
            ? "python3 -m unittest discover -s tests -t ."
            : "python3 -m unittest discover -s test -t .";
    }
    return commands;
}

DetectedCommands make(const ProjectFiles& project, const char* file)
{
    static const QRegularExpression target(QStringLiteral("^(test|check)\\s*:(?!=)"),
                                           QRegularExpression::MultilineOption);
    DetectedCommands commands{"make", "make -j \"$(nproc)\"", {}};
    const auto match = target.match(QString::fromUtf8(read(project, file)));
    if (match.hasMatch()) {
        commands.test = "make " + match.captured(1);
    }
    return commands;
}

DetectedCommands gradle(const ProjectFiles& project)
{
    const QString program = has(project, "gradlew") ? "./gradlew" : "gradle";
    return {"Gradle", program + " --no-daemon assemble", program + " --no-daemon test"};
}

DetectedCommands maven(const ProjectFiles& project)
{
    const QString program = has(project, "mvnw") ? "./mvnw" : "mvn";
    return {"Maven", program + " -B -ntp -DskipTests package", program + " -B -ntp test"};
}

} // namespace

ProjectFiles projectFilesIn(const QString& folder)
{
    const QDir top(folder);
    const auto readFile = [top](const QString& name) {
        const QFileInfo entry(top.filePath(name));
        QFile file(entry.filePath());
        const bool readable
            = entry.isFile() && !entry.isSymLink() && file.open(QIODevice::ReadOnly);
        return readable ? file.read(LARGEST_FILE) : QByteArray();
    };
    return {top.entryList(QDir::Files | QDir::Hidden), readFile,
            top.entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot)};
}

DetectedCommands detectCommands(const ProjectFiles& project)
{
    struct Rule {
        const char* file;
        std::function<DetectedCommands(const ProjectFiles&)> commands;
    };
    static const QList<Rule> rules{
        {"CMakeLists.txt", cmake},
        {"meson.build", meson},
        {"Cargo.toml",
         [](const auto&) {
             return DetectedCommands{"Cargo", "cargo build --all-targets", "cargo test"};
         }},
        {"go.mod",
         [](const auto&) { return DetectedCommands{"Go", "go build ./...", "go test ./..."}; }},
        {"pom.xml", maven},
        {"build.gradle", gradle},
        {"build.gradle.kts", gradle},
        {"package.json", javaScript},
        {"pyproject.toml", python},
        {"setup.py", python},
        {"pytest.ini", python},
        {"requirements.txt", python},
        {"GNUmakefile", [](const auto& files) { return make(files, "GNUmakefile"); }},
        {"Makefile", [](const auto& files) { return make(files, "Makefile"); }},
        {"makefile", [](const auto& files) { return make(files, "makefile"); }},
    };
    for (const Rule& rule : rules) {
        if (has(project, rule.file)) {
            return rule.commands(project);
        }
    }
    return {};
}

} // namespace tamma::gates
