// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/quality/quality_tools.h"

#include <QRegularExpression>

namespace tamma::gates {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MOST_FILES = 500;

// A name of a file is data: whatever is in it, the shell must not read it.
QString shellQuoted(const QString& text)
{
    return u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'';
}

QString filesWith(const QStringList& files, const QString& endings)
{
    const QRegularExpression ending(u"\\.(?:%1)$"_s.arg(endings));
    QStringList quoted;
    for (const QString& file : files) {
        if (ending.match(file).hasMatch() && quoted.size() < MOST_FILES) {
            quoted.append(shellQuoted(u"./"_s + file));
        }
    }
    return quoted.join(u' ');
}

bool hasAny(const ProjectFiles& project, const QString& pattern)
{
    const QRegularExpression name(QRegularExpression::anchoredPattern(pattern));
    return std::ranges::any_of(project.names, [&name](const QString& candidate) {
        return name.match(candidate).hasMatch();
    });
}

bool says(const ProjectFiles& project, const QString& file, const QByteArray& text)
{
    return project.names.contains(file) && project.read(file).contains(text);
}

class Detection {
public:
    Detection(const ProjectFiles& project, const QStringList& changed)
        : m_project(project)
        , m_changed(changed)
    {
    }

    // `command` has %1 where the files go.
    void add(const QString& name, bool isConfigured, const QString& endings, const QString& command)
    {
        const QString files = isConfigured ? filesWith(m_changed, endings) : QString();
        if (!files.isEmpty()) {
            tools.append({name, QString(command).replace(u"%1"_s, files)});
        }
    }

    [[nodiscard]] bool has(const QString& pattern) const { return hasAny(m_project, pattern); }
    [[nodiscard]] bool isSaid(const QString& file, const QByteArray& text) const
    {
        return says(m_project, file, text);
    }

    QList<QualityTool> tools;

private:
    const ProjectFiles& m_project;
    const QStringList& m_changed;
};

// The newest clang-format and clang-tidy that there are, since Debian numbers them.
QString newest(const QString& program)
{
    return u"\"$(ls /usr/bin/%1 /usr/bin/%1-[0-9]* 2>/dev/null | sort -V | tail -n 1 | grep . || "
           "echo %1)\""_s.arg(program);
}

// What the build installed; a program that is not there ends as the shell's own do.
QString fromModules(const QString& program)
{
    const QString path = u"node_modules/.bin/"_s + program;
    return u"test -x %1 || exit 127; %1"_s.arg(path);
}

} // namespace

QList<QualityTool> qualityTools(const ProjectFiles& project, const QStringList& changedFiles)
{
    static const QString CPP = u"c|cc|cpp|cxx|h|hh|hpp|hxx"_s;
    static const QString CPP_SOURCE = u"c|cc|cpp|cxx"_s;
    static const QString SCRIPT = u"js|jsx|mjs|cjs|ts|tsx|mts|cts|vue"_s;
    Detection found(project, changedFiles);
    found.add(u"clang-format"_s, found.has(u"[._]clang-format"_s), CPP,
              newest(u"clang-format"_s) + u" --dry-run -Werror %1"_s);
    found.add(u"clang-tidy"_s, found.has(u"\\.clang-tidy"_s) && found.has(u"CMakeLists\\.txt"_s),
              CPP_SOURCE,
              u"test -f build-tamma/compile_commands.json || cmake -S . -B build-tamma "
              "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON >/dev/null && "_s
                  + newest(u"clang-tidy"_s) + u" --quiet -p build-tamma %1 2>/dev/null"_s);
    const bool hasEsLint = found.has(u"eslint\\.config\\.\\w+|\\.eslintrc(\\..+)?"_s)
        || found.isSaid(u"package.json"_s, "\"eslintConfig\"");
    found.add(u"eslint"_s, hasEsLint, SCRIPT,
              fromModules(u"eslint"_s) + u" --format json --no-warn-ignored %1"_s);
    const bool hasPrettier = found.has(u"prettier\\.config\\.\\w+|\\.prettierrc(\\..+)?"_s)
        || found.isSaid(u"package.json"_s, "\"prettier\":");
    found.add(u"prettier"_s, hasPrettier, SCRIPT + u"|css|scss|less|html|json|md|ya?ml"_s,
              fromModules(u"prettier"_s) + u" --ignore-unknown --list-different %1"_s);
    const bool hasRuff
        = found.has(u"\\.?ruff\\.toml"_s) || found.isSaid(u"pyproject.toml"_s, "[tool.ruff");
    found.add(u"ruff"_s, hasRuff, u"pyi?"_s, u"ruff check --output-format sarif --no-cache %1"_s);
    found.add(u"cargo fmt"_s, found.has(u"Cargo\\.toml"_s), u"rs"_s,
              u"rustfmt --check -l --edition 2021 %1"_s);
    found.add(u"cargo clippy"_s, found.has(u"Cargo\\.toml"_s), u"rs"_s,
              u"cargo clippy --version >/dev/null 2>&1 || exit 127; "
              "cargo clippy --all-targets --message-format=json"_s);
    found.add(u"gofmt"_s, found.has(u"go\\.mod"_s), u"go"_s, u"gofmt -l %1"_s);
    found.add(u"go vet"_s, found.has(u"go\\.mod"_s), u"go"_s, u"go vet ./..."_s);
    return found.tools;
}

} // namespace tamma::gates
