// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/public_interface.h"

#include "core/intelligence/cpp_declarations.h"
#include "core/intelligence/public_members.h"

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
        "\\.(proto|graphql|graphqls|avsc)$|(^|/)(openapi|swagger)[^/]*\\.(ya?ml|json)$");
    return matches(path, PATTERN);
}

/// The declarations of languages where one expression is enough to see what is offered.
const QHash<QString, QString>& patterns()
{
    static const QString SCRIPT = QStringLiteral(
        R"(^\s*export\s+(?:default\s+|declare\s+|abstract\s+|async\s+)*(?:function\*?|class|interface|enum|const|let|var|type)\s[^{;=]*)"
        R"(|^(?:module\.)?exports\.\w+)");
    static const QString MEMBERS = QStringLiteral(R"(^\s*(?:public|protected)\s[^{;=]*)");
    static const QString GO = QStringLiteral(
        R"(^func\s+(?:\([^)]*\)\s*)?[A-Z]\w*[^{]*|^(?:type|var|const)\s+[A-Z]\w*\s+\w+)");
    static const QString RUST = QStringLiteral(R"(^\s*pub\s+[^{;=]*)");
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

QStringList lines(const QString& text)
{
    // What only explains breaks nobody.
    static const QRegularExpression words(QStringLiteral(
        "^-?\\s*[\"']?(description|summary|title|example|version|x-[\\w-]+)[\"']?:"));
    QStringList kept;
    for (const QString& line : text.split(u'\n')) {
        const QString plain = line.simplified();
        if (!words.match(plain).hasMatch() && !plain.isEmpty() && !plain.startsWith(u'#')
            && !plain.startsWith(u"//")) {
            kept.append(plain);
        }
    }
    return kept;
}

} // namespace

bool isTestPath(const QString& path)
{
    static const QString PATTERN
        = QStringLiteral("(^|/)(tests?|testing|specs?|__tests__)/|(^|/)(test|tst)_[^/"
                         "]*$|[._-](test|tests|spec)\\.\\w+$");
    return matches(path, PATTERN);
}

QStringList publicDeclarations(const QString& path, const QByteArray& content)
{
    if (isTestPath(path)) {
        return {};
    }
    if (isPublicHeader(path)) {
        return cppDeclarations(content);
    }
    const QString text = QString::fromUtf8(content);
    if (isProtocol(path) || isOpenApi(path, content)) {
        return lines(text);
    }
    const QString ending = path.section(u'.', -1).toLower();
    QStringList declarations = publicMembers(ending, text);
    const QString pattern = patterns().value(ending);
    if (pattern.isEmpty()) {
        return declarations;
    }
    const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
    for (const auto& match : expression.globalMatch(text)) {
        declarations.append(match.captured().simplified());
    }
    return declarations;
}

} // namespace tamma::intelligence
