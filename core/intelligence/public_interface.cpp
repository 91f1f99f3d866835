// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/public_interface.h"

#include "core/intelligence/cpp_interface.h"
#include "core/intelligence/key_lines.h"
#include "core/intelligence/public_members.h"
#include "core/intelligence/python_interface.h"

#include <QHash>
#include <QRegularExpression>

namespace tamma::intelligence {
namespace {

bool matches(const QString& path, const QString& pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption)
        .match(path)
        .hasMatch();
}

bool isPublicHeader(const QString& path)
{
    static const QString PATTERN
        = QStringLiteral("(^|/)(include|public|api)/.*\\.(h|hh|hpp|hxx|inl)$");
    return matches(path, PATTERN);
}

// A description of a REST interface may be called anything.
bool isOpenApi(const QString& path, const QByteArray& content)
{
    static const QString PATTERN = QStringLiteral("\\.(ya?ml|json)$");
    return matches(path, PATTERN)
        && (content.startsWith("openapi:") || content.startsWith("swagger:")
            || content.left(200).contains("\"openapi\":"));
}

bool isProtocol(const QString& path)
{
    static const QString PATTERN = QStringLiteral(
        "\\.(proto|graphql|graphqls|avsc|prisma)$|(^|/)(openapi|swagger)[^/]*\\.(ya?ml|json)$");
    return matches(path, PATTERN);
}

/// The declarations of languages where one expression is enough to see what is offered.
const QHash<QString, QString>& patterns()
{
    static const QString SCRIPT = QStringLiteral(
        R"(^\s*export\s+const\s+\w+\s*=\s*(?:async\s*)?\([^)]*\)[^={;]*=>)"
        R"(|^\s*export\s+(?:default\s+|declare\s+|abstract\s+|async\s+)*(?:function\*?|class|interface|enum|const|let|var|type)\s[^{;=]*)"
        R"(|^(?:module\.)?exports\.\w+)");
    static const QString MEMBERS = QStringLiteral(R"(^\s*(?:public|protected)\s[^{;=]*)");
    static const QString GO = QStringLiteral(
        R"(^func\s+(?:\([^)]*\)\s*)?[A-Z]\w*[^{]*|^(?:type|var|const)\s+[A-Z]\w*\s+\w+)");
    static const QString RUST
        = QStringLiteral(R"(^\s*pub\s+(?:(?:\w+\s+)*fn\b[^{;]*|\w+\s*:[^\n]*|[^{;=,\n]*))");
    static const QHash<QString, QString> BY_ENDING{
        {QStringLiteral("ts"), SCRIPT},  {QStringLiteral("tsx"), SCRIPT},
        {QStringLiteral("mts"), SCRIPT}, {QStringLiteral("js"), SCRIPT},
        {QStringLiteral("mjs"), SCRIPT}, {QStringLiteral("cjs"), SCRIPT},
        {QStringLiteral("jsx"), SCRIPT}, {QStringLiteral("java"), MEMBERS},
        {QStringLiteral("cs"), MEMBERS}, {QStringLiteral("go"), GO},
        {QStringLiteral("rs"), RUST},
    };
    return BY_ENDING;
}

// What only explains breaks nobody.
bool isRemark(const KeyLine& line)
{
    static const QRegularExpression words(QStringLiteral(
        "^-?\\s*[\"']?(description|summary|title|example|version|x-[\\w-]+)[\"']?:\\s*\\S"));
    return words.match(line.text).hasMatch();
}

/// Takes what a description of an interface says must be given, by the object that wants it.
void readDemands(const KeyLine& line, QMap<QString, QStringList>& demands)
{
    static const QRegularExpression inlineList(QStringLiteral("\\[([^\\]]*)\\]"));
    static const QRegularExpression quote(QStringLiteral("[\"',]"));
    const QString above = line.parent.section(u'.', 0, -2);
    if (line.key == u"properties" || line.key == u"parameters") {
        demands[line.parent];
    }
    if (line.parent.section(u'.', -1) == u"required") {
        demands[above].append(QString(line.key).remove(quote).remove(QStringLiteral("- ")));
    } else if (line.key == u"required" && line.text.contains(u"true")) {
        demands[line.parent.section(QStringLiteral(".parameters."), 0, 0)].append(
            line.parent.section(QStringLiteral(": "), -1));
    } else if (line.key == u"required") {
        for (const QString& name :
             inlineList.match(line.text).captured(1).split(u',', Qt::SkipEmptyParts)) {
            demands[line.parent].append(QString(name).remove(quote).trimmed());
        }
    }
}

PublicInterface protocolInterface(const QString& text)
{
    PublicInterface found;
    for (const KeyLine& line : keyLines(text)) {
        readDemands(line, found.demands);
        if (!isRemark(line)) {
            const QString plain = line.text.endsWith(u',') ? line.text.chopped(1) : line.text;
            found.declarations.append(line.parent.isEmpty() ? plain : line.parent + u' ' + plain);
        }
    }
    return found;
}

bool isPrivatePlace(const QString& path)
{
    static const QString PATTERN = QStringLiteral(
        "(^|/)(internal|detail|impl|examples?|demos?|benches|benchmarks|fixtures|\\.storybook)/"
        "|\\.(stories|story)\\.\\w+$");
    return matches(path, PATTERN);
}

/// Go spells one type in two ways; in Rust, what is built for tests only is nobody's business.
QString withoutVariants(const QString& ending, const QString& text)
{
    static const QRegularExpression any(QStringLiteral("\\binterface\\s*\\{\\s*\\}"));
    static const QRegularExpression tests(
        QStringLiteral("^#\\[cfg\\(test\\)\\]\\s*\\n(?:pub\\s+)?mod\\s.*?^\\}"),
        QRegularExpression::MultilineOption | QRegularExpression::DotMatchesEverythingOption);
    QString plain = text;
    if (ending == u"go") {
        plain.replace(any, QStringLiteral("any"));
    } else if (ending == u"rs") {
        plain.remove(tests);
    }
    return plain;
}

} // namespace

bool isTestPath(const QString& path)
{
    static const QString PATTERN = QStringLiteral(
        "(^|/)(tests?|testing|specs?(?!.*\\.(?:ya?ml|json)$)|__tests__)/|(^|/)(test|tst)_[^/"
        "]*$|[._-](test|tests|spec)\\.\\w+$");
    return matches(path, PATTERN);
}

QString packageOf(const QString& path, const QByteArray& content)
{
    static const QRegularExpression package(QStringLiteral("^package\\s+([\\w.]+)\\s*;"),
                                            QRegularExpression::MultilineOption);
    const QString ending = path.section(u'.', -1);
    return ending == u"java" ? package.match(QString::fromUtf8(content)).captured(1)
        : ending == u"go"    ? path.section(u'/', 0, -2)
        : ending == u"py"    ? path
                             : QString();
}

PublicInterface publicInterface(const QString& path, const QByteArray& content)
{
    if (isTestPath(path)) {
        return {};
    }
    const QString ending = path.section(u'.', -1).toLower();
    if (isProtocol(path) || isOpenApi(path, content)) {
        return protocolInterface(QString::fromUtf8(content));
    }
    if (isPrivatePlace(path)) {
        return {};
    }
    if (isPublicHeader(path)) {
        auto header = cppInterface(content);
        return {header.declarations, header.demands};
    }
    const QString text = withoutVariants(ending, QString::fromUtf8(content));
    if (ending == u"py" || ending == u"pyi") {
        auto module = pythonInterface(text, path.contains(QLatin1StringView("__init__.py")));
        return {module.declarations, module.demands};
    }
    PublicMembers members = publicMembers(ending, text);
    PublicInterface found{members.declarations, members.demands};
    const QString pattern = patterns().value(ending);
    if (pattern.isEmpty()) {
        return found;
    }
    const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
    for (const auto& match : expression.globalMatch(text)) {
        found.declarations.append(match.captured().simplified());
    }
    return found;
}

} // namespace tamma::intelligence
