// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/public_members.h"

#include <QMap>
#include <QRegularExpression>
#include <QSet>

namespace tamma::intelligence {

using namespace Qt::StringLiterals;

namespace {

constexpr auto EACH_LINE = QRegularExpression::MultilineOption;

struct Language {
    QRegularExpression opener; // The last group is the name of the type.
    QRegularExpression hidden; // Members that are nobody's business.
    QRegularExpression demand; // Members, as written, that others have to bring or to know.
    bool isBuilt = false; // Others build it, as long as nothing in it is hidden.
};

QList<Language> scriptTypes()
{
    const auto opener = [](const QString& kinds) {
        return QRegularExpression(
            uR"(^\s*export\s+(?:default\s+|declare\s+|abstract\s+|const\s+)*(?:%1)\s+(\w+)[^{]*\{\s*$)"_s
                .arg(kinds));
    };
    const QRegularExpression hidden(u"^(?:private|#|_|static\\s+#|@)"_s);
    return {{opener(u"class|enum"_s), hidden, QRegularExpression(u"^(?:\\w+\\s+)*abstract\\s"_s)},
            {opener(u"interface"_s), hidden, QRegularExpression(u"^(?!\\[)[^?(:]+(?:\\(|:)"_s)}};
}

QList<Language> rustTypes()
{
    const QRegularExpression hidden(u"^#"_s);
    const QRegularExpression any(u"."_s);
    const QRegularExpression nothing(u"(?!)"_s);
    // Attributes stand in the same line here; see withJoinedAttributes().
    const auto opener = [](const QString& attributes, const QString& declared) {
        return QRegularExpression(
            uR"(^\s*%1(?:#\[[^\]]*\]\s*)*%2\s+(\w+)[^{]*\{\s*$)"_s.arg(attributes, declared));
    };
    return {{opener(u"(?=.*non_exhaustive)"_s, u"pub\\s+enum"_s), hidden, nothing},
            {opener(u"(?!.*non_exhaustive)"_s, u"pub\\s+enum"_s), hidden, any},
            {opener({}, u"pub\\s+(?:unsafe\\s+)?trait"_s), hidden,
             QRegularExpression(u"(?:\\bfn\\b.*|^(?:type|const)\\s[^=]*);\\s*$"_s)},
            {opener(u"(?!.*non_exhaustive)"_s, u"pub\\s+struct"_s),
             QRegularExpression(u"^(?:#\\[[^\\]]*\\]\\s*)*+(?!pub\\b)"_s), any, true},
            {opener(u"(?=.*\\bSubcommand\\b)"_s, u"enum"_s), hidden, nothing}};
}

const QMap<QString, QList<Language>>& languages()
{
    static const QMap<QString, QList<Language>> known = [] {
        const QRegularExpression nothing(u"(?!)"_s);
        const QRegularExpression any(u"."_s);
        const QRegularExpression bodyless(u"^(?!.*\\b(?:default|static)\\b).*\\(.*\\)[^{=]*;"_s);
        QMap<QString, QList<Language>> map;
        for (const QString& ending : {u"ts"_s, u"tsx"_s, u"mts"_s, u"js"_s, u"mjs"_s, u"jsx"_s}) {
            map[ending] = scriptTypes();
        }
        map[u"go"_s] = {
            {QRegularExpression(u"^type\\s+([A-Z]\\w*)\\s+struct\\s*\\{\\s*$"_s),
             QRegularExpression(u"^[a-z_]"_s), nothing},
            {QRegularExpression(u"^type\\s+([A-Z]\\w*)\\s+interface\\s*\\{\\s*$"_s), nothing, any}};
        map[u"rs"_s] = rustTypes();
        map[u"java"_s]
            = {{QRegularExpression(
                    uR"(^\s*public\s+(?:\w+\s+)*(?:interface|enum)\s+(\w+)[^{]*\{\s*$)"_s),
                QRegularExpression(u"^(?:private|@)"_s), bodyless}};
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

void readMembers(const Language& language, const QStringList& lines, PublicMembers& found)
{
    QSet<QString> closed;
    QString type;
    int depth = 0;
    for (const QString& line : lines) {
        const auto opens = language.opener.match(line);
        if (type.isEmpty() && opens.hasMatch()) {
            type = opens.captured(opens.lastCapturedIndex());
            depth = 1;
            found.demands[type];
            continue;
        }
        if (type.isEmpty()) {
            continue;
        }
        const QString member = depth == 1 ? memberIn(line) : QString();
        const bool isHidden = language.hidden.match(member).hasMatch();
        if (!member.isEmpty() && isHidden && language.isBuilt) {
            closed.insert(type);
        } else if (!member.isEmpty() && !isHidden) {
            found.declarations.append(type + u'.' + member);
            if (language.demand.match(line.trimmed()).hasMatch()) {
                found.demands[type].append(member);
            }
        }
        depth += static_cast<int>(line.count(u'{') - line.count(u'}'));
        if (depth <= 0) {
            type.clear();
        }
    }
    for (const QString& name : std::as_const(closed)) {
        found.demands.remove(name);
    }
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

QStringList goNames(const QString& text)
{
    static const QRegularExpression constant(u"^(?:var|const)\\s+([A-Z]\\w*)\\s*="_s, EACH_LINE);
    static const QRegularExpression block(u"^(?:var|const)\\s*\\(\\n(.*?)^\\)"_s,
                                          EACH_LINE
                                              | QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression inBlock(u"^\\s+([A-Z]\\w*)"_s, EACH_LINE);
    QStringList names;
    for (const auto& match : constant.globalMatch(text)) {
        names.append(match.captured(1));
    }
    for (const auto& match : block.globalMatch(text)) {
        for (const auto& name : inBlock.globalMatch(match.captured(1))) {
            names.append(name.captured(1));
        }
    }
    return names;
}

/// What an attribute says about an item stands above it.
QString withJoinedAttributes(const QString& text)
{
    static const QRegularExpression attribute(u"^(\\s*#\\[[^\\n]*\\])\\s*\\n\\s*"_s, EACH_LINE);
    return QString(text).replace(attribute, u"\\1 "_s);
}

} // namespace

PublicMembers publicMembers(const QString& ending, const QString& text)
{
    PublicMembers found;
    const QStringList lines = (ending == u"rs"_s ? withJoinedAttributes(text) : text).split(u'\n');
    for (const Language& language : languages().value(ending)) {
        readMembers(language, lines, found);
    }
    if (ending == u"go"_s) {
        found.declarations += goNames(text);
    } else if (ending.contains(u"js"_s) || ending.contains(u"ts"_s)) {
        found.declarations += scriptExports(text);
    }
    return found;
}

} // namespace tamma::intelligence
