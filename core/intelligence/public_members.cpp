// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/public_members.h"

#include <QMap>
#include <QRegularExpression>

namespace tamma::intelligence {

using namespace Qt::StringLiterals;

namespace {

constexpr auto EACH_LINE = QRegularExpression::MultilineOption;

struct Language {
    QRegularExpression opener; // The last group is the name of the type.
    QRegularExpression hidden; // Members that are nobody's business.
    bool isWhole = false; // Any difference in it breaks somebody.
};

const QMap<QString, QList<Language>>& languages()
{
    static const QMap<QString, QList<Language>> known = [] {
        const auto expression = [](const QString& text) { return QRegularExpression(text); };
        const QRegularExpression nothing = expression(u"(?!)"_s);
        const Language script{
            expression(
                uR"(^\s*export\s+(?:default\s+|declare\s+|abstract\s+|const\s+)*(?:interface|class|enum)\s+(\w+)[^{]*\{\s*$)"_s),
            expression(u"^(?:private|#|_|static\\s+#|@)"_s)};
        QMap<QString, QList<Language>> map;
        for (const QString& ending : {u"ts"_s, u"tsx"_s, u"mts"_s, u"js"_s, u"mjs"_s, u"jsx"_s}) {
            map[ending] = {script};
        }
        map[u"go"_s] = {
            {expression(u"^type\\s+([A-Z]\\w*)\\s+struct\\s*\\{\\s*$"_s), expression(u"^[a-z_]"_s)},
            {expression(u"^type\\s+([A-Z]\\w*)\\s+interface\\s*\\{\\s*$"_s), nothing, true}};
        map[u"rs"_s]
            = {{expression(u"^\\s*pub\\s+(?:unsafe\\s+)?(?:enum|trait)\\s+(\\w+)[^{]*\\{\\s*$"_s),
                expression(u"^#"_s)}};
        map[u"java"_s]
            = {{expression(uR"(^\s*public\s+(?:\w+\s+)*(?:interface|enum)\s+(\w+)[^{]*\{\s*$)"_s),
                expression(u"^(?:private|@)"_s)}};
        return map;
    }();
    return known;
}

// The part of a line that callers see; empty for comments and ends.
QString memberIn(const QString& line)
{
    static const QRegularExpression body(uR"(\s*(?:\{.*|=(?!>).*|//.*|,\s*$|;\s*$)$)"_s);
    const QString text = line.trimmed();
    const bool isRemark = text.startsWith(u"//"_s) || text.startsWith(u'*')
        || text.startsWith(u"/*"_s) || text.startsWith(u'}');
    return isRemark ? QString() : QString(text).remove(body).simplified();
}

QStringList membersOf(const Language& language, const QStringList& lines)
{
    QStringList found;
    QStringList members;
    QString type;
    int depth = 0;
    for (const QString& line : lines) {
        const auto opens = language.opener.match(line);
        if (type.isEmpty() && opens.hasMatch()) {
            type = opens.captured(opens.lastCapturedIndex());
            depth = 1;
            continue;
        }
        if (type.isEmpty()) {
            continue;
        }
        if (const QString member = memberIn(line);
            depth == 1 && !member.isEmpty() && !language.hidden.match(member).hasMatch()) {
            members.append(type + u"."_s + member);
        }
        depth += static_cast<int>(line.count(u'{') - line.count(u'}'));
        if (depth <= 0) {
            type.clear();
            found += language.isWhole ? QStringList{members.join(u"; "_s)} : members;
            members.clear();
        }
    }
    return found;
}

QStringList namesInLists(const QRegularExpression& list, const QString& text, const QString& head)
{
    static const QRegularExpression separator(u"\\s*,\\s*"_s);
    QStringList names;
    for (const auto& match : list.globalMatch(text)) {
        for (const QString& item : match.captured(1).split(separator, Qt::SkipEmptyParts)) {
            names.append(head + u' ' + item.section(u':', 0, 0).simplified());
        }
    }
    return names;
}

QStringList scriptExports(const QString& text)
{
    static const QRegularExpression list(u"^\\s*export\\s*\\{([^}]*)\\}"_s, EACH_LINE);
    static const QRegularExpression common(u"^module\\.exports\\s*=\\s*\\{([^}]*)\\}"_s, EACH_LINE);
    static const QRegularExpression star(u"^\\s*export\\s+\\*[^;\\n]*"_s, EACH_LINE);
    static const QRegularExpression alias(u"^\\s*export\\s+(?:declare\\s+)?type\\s+\\w+[^;\\n]*"_s,
                                          EACH_LINE);
    QStringList names
        = namesInLists(list, text, u"export"_s) + namesInLists(common, text, u"module.exports"_s);
    for (const QRegularExpression& whole : {star, alias}) {
        for (const auto& match : whole.globalMatch(text)) {
            names.append(match.captured().simplified());
        }
    }
    return names;
}

// A function inside of a function is hidden; a method of a public class is not.
QStringList pythonNames(const QString& text)
{
    static const QRegularExpression definition(
        uR"(^([ \t]*)((?:async\s+)?def|class)\s+(\w+)(\s*\([^()]*(?:\([^()]*\)[^()]*)*\)[^:\n]*)?)"_s,
        EACH_LINE);
    static const QRegularExpression constant(u"^([A-Z][A-Z0-9_]*)\\s*(?::[^=\\n]*)?=(?!=)"_s,
                                             EACH_LINE);
    static const QRegularExpression all(u"^__all__\\s*=\\s*[\\[(]([^\\])]*)"_s, EACH_LINE);
    QStringList names = namesInLists(all, text, u"__all__"_s);
    for (const auto& match : constant.globalMatch(text)) {
        names.append(match.captured(1));
    }
    struct Scope {
        qsizetype indent;
        QString name;
        bool isOpen;
    };
    QList<Scope> scopes;
    for (const auto& match : definition.globalMatch(text)) {
        const qsizetype indent = match.capturedLength(1);
        while (!scopes.isEmpty() && scopes.last().indent >= indent) {
            scopes.removeLast();
        }
        const QString name = match.captured(3);
        const bool isPublic = !name.startsWith(u'_') || name == u"__init__"_s;
        const bool isReached = isPublic && (scopes.isEmpty() || scopes.last().isOpen);
        const QString scope = scopes.isEmpty() ? QString() : scopes.last().name + u'.';
        if (isReached) {
            names.append(scope
                         + (match.captured(2) + u' ' + name + match.captured(4)).simplified());
        }
        scopes.append({indent, scope + name, isReached && match.captured(2) == u"class"_s});
    }
    return names;
}

QStringList goNames(const QString& text)
{
    static const QRegularExpression constant(u"^(?:var|const)\\s+([A-Z]\\w*)\\s*="_s, EACH_LINE);
    QStringList names;
    for (const auto& match : constant.globalMatch(text)) {
        names.append(match.captured(1));
    }
    return names;
}

} // namespace

QStringList publicMembers(const QString& ending, const QString& text)
{
    QStringList found;
    const QStringList lines = text.split(u'\n');
    for (const Language& language : languages().value(ending)) {
        found += membersOf(language, lines);
    }
    if (ending == u"py"_s || ending == u"pyi"_s) {
        found += pythonNames(text);
    } else if (ending == u"go"_s) {
        found += goNames(text);
    } else if (ending.contains(u"js"_s) || ending.contains(u"ts"_s)) {
        found += scriptExports(text);
    }
    return found;
}

} // namespace tamma::intelligence
