// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/signature.h"

#include <QList>
#include <QRegularExpression>
#include <QStringList>

#include <optional>

namespace tamma::intelligence {

using namespace Qt::StringLiterals;

namespace {

enum class Family { Cpp, Java, Go, Rust, Script, Python, Other };

Family familyOf(const QString& ending)
{
    const auto isOneOf = [&ending](const char* list) {
        return QString::fromLatin1(list).split(u' ').contains(ending);
    };
    return isOneOf("h hh hpp hxx inl")         ? Family::Cpp
        : isOneOf("java cs")                   ? Family::Java
        : ending == u"go"                      ? Family::Go
        : ending == u"rs"                      ? Family::Rust
        : isOneOf("ts tsx mts js jsx mjs cjs") ? Family::Script
        : ending == u"py" || ending == u"pyi"  ? Family::Python
                                               : Family::Other;
}

struct Parameter {
    QString name; // Only where callers use it.
    QString type;
    bool isOptional = false;
};

struct Signature {
    QString head;
    QList<Parameter> parameters;
    QString tail;
    bool isVirtual = false;
};

/// Returns where one of `signs` stands outside of any bracket, or -1.
qsizetype topLevel(const QString& text, const QString& signs, qsizetype from = 0)
{
    int depth = 0;
    for (qsizetype i = from; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isArrow = c == u'>' && i > 0 && (text[i - 1] == u'-' || text[i - 1] == u'=');
        const bool isDoubled
            = c == u':' && (text.mid(i, 2) == u"::" || text.mid(i - 1, 2) == u"::");
        if (depth == 0 && signs.contains(c) && !isArrow && !isDoubled) {
            return i;
        }
        if (u"([{<"_s.contains(c)) {
            ++depth;
        } else if (u")]}>"_s.contains(c) && !isArrow) {
            --depth;
        }
    }
    return -1;
}

QStringList splitTopLevel(const QString& text, QChar separator)
{
    QStringList parts;
    qsizetype start = 0;
    for (qsizetype at = topLevel(text, separator); at >= 0; at = topLevel(text, separator, start)) {
        parts.append(text.mid(start, at - start).trimmed());
        start = at + 1;
    }
    if (const QString last = text.mid(start).trimmed(); !last.isEmpty()) {
        parts.append(last);
    }
    return parts;
}

/// `const std::string&text` is a `const std::string&` with a name that is nobody's business.
QString withoutName(const QString& parameter)
{
    static const QRegularExpression named(u"^(.*[&*>\\s])(\\w+)((?:\\[\\w*\\])*)$"_s);
    static const QRegularExpression keyword(
        u"^(?:int|long|char|short|double|float|bool|unsigned|signed|const|void|auto|_Bool)$"_s);
    static const QRegularExpression qualifiers(
        u"^(?:(?:const|volatile|struct|enum|class|union|typename|unsigned|signed)\\s*)+$"_s);
    const auto match = named.match(parameter);
    if (!match.hasMatch() || keyword.match(match.captured(2)).hasMatch()
        || qualifiers.match(match.captured(1)).hasMatch()) {
        return parameter;
    }
    return match.captured(1).trimmed() + match.captured(3);
}

Parameter withTypeBehind(const QString& text)
{
    const qsizetype equals = topLevel(text, u"="_s);
    const QString declared = text.left(equals < 0 ? text.size() : equals).trimmed();
    const qsizetype colon = topLevel(declared, u":"_s);
    Parameter parameter{declared.left(colon < 0 ? declared.size() : colon).trimmed(),
                        colon < 0 ? QString() : declared.mid(colon + 1).trimmed(), equals >= 0};
    if (parameter.name.endsWith(u'?')) {
        parameter.name.chop(1);
        parameter.isOptional = true;
    }
    return parameter;
}

Parameter parameterOf(Family family, const QString& text)
{
    static const QRegularExpression annotations(u"@\\w+(?:\\([^)]*\\))?\\s*|\\bfinal\\s+"_s);
    switch (family) {
    case Family::Cpp: {
        const qsizetype equals = topLevel(text, u"="_s);
        const QString declared = text.left(equals < 0 ? text.size() : equals).trimmed();
        return {{}, withoutName(declared), equals >= 0};
    }
    case Family::Java: {
        const QString plain = QString(text).remove(annotations).trimmed();
        return {{}, plain.section(u' ', 0, -2), false};
    }
    case Family::Python: {
        Parameter parameter = withTypeBehind(text);
        parameter.isOptional = parameter.isOptional || text.startsWith(u'*') || text == u"/";
        return parameter;
    }
    case Family::Script: {
        Parameter parameter = withTypeBehind(text);
        static const QString patterns = u"{["_s;
        const bool isPattern
            = !parameter.name.isEmpty() && patterns.contains(parameter.name.front());
        const bool isRest = parameter.name.startsWith(u"...");
        parameter.isOptional = parameter.isOptional || isRest;
        if (!isPattern || !parameter.type.isEmpty()) {
            parameter.name = isRest ? u"..."_s : QString();
        }
        return parameter;
    }
    case Family::Rust: {
        const Parameter parameter = withTypeBehind(text);
        return {{}, parameter.type.isEmpty() ? text : parameter.type, false};
    }
    default:
        return {{}, text, false};
    }
}

/// In `a, b int` both have the type that stands last.
QList<Parameter> goParameters(const QStringList& texts)
{
    const bool areNamed = std::ranges::any_of(texts, [](const QString& text) {
        return text.contains(u' ') && !text.startsWith(u"func") && !text.startsWith(u"chan ");
    });
    QList<Parameter> parameters;
    QString type;
    for (auto it = texts.rbegin(); it != texts.rend(); ++it) {
        if (!areNamed) {
            type = *it;
        } else if (it->contains(u' ')) {
            type = it->section(u' ', 1);
        }
        parameters.prepend({{}, type, false});
    }
    return parameters;
}

void normaliseCpp(Signature& signature)
{
    static const QRegularExpression inHead(u"\\b(?:virtual|inline)\\s+"_s);
    static const QRegularExpression inTail(u"\\s*(?:\\b(?:override|noexcept)\\b|=default)\\s*"_s);
    signature.isVirtual
        = signature.head.contains(u"virtual "_s) || signature.tail.contains(u"override"_s);
    signature.head.remove(inHead);
    signature.tail.remove(inTail);
}

std::optional<Signature> signatureOf(Family family, const QString& declaration)
{
    static const QRegularExpression attributes(u"\\[\\[.*?\\]\\]\\s*"_s);
    static const QRegularExpression receiver(u"^func\\s*\\((?:\\w+\\s+)?(\\*?\\w+)\\)\\s*"_s);
    QString text = declaration;
    if (family == Family::Cpp) {
        text.remove(attributes);
    } else if (family == Family::Go) {
        text.replace(receiver, u"func \\1."_s);
    }
    const qsizetype open = text.indexOf(u'(');
    const qsizetype close = open < 0 ? -1 : topLevel(text, u")"_s, open + 1);
    // The parameters of a function type stand behind its name.
    if (close < 0 || text.startsWith(u'#') || text.mid(open + 1, 1) == u"*") {
        return std::nullopt;
    }
    Signature signature{text.left(open).trimmed(), {}, text.mid(close + 1).trimmed()};
    const QStringList parts = splitTopLevel(text.mid(open + 1, close - open - 1), u',');
    if (family == Family::Go) {
        signature.parameters = goParameters(parts);
    } else {
        for (const QString& part : parts) {
            signature.parameters.append(parameterOf(family, part));
        }
    }
    if (family == Family::Cpp) {
        normaliseCpp(signature);
    } else if (family == Family::Rust) {
        signature.head.replace(u"pub const fn"_s, u"pub fn"_s);
    }
    return signature;
}

bool isWider(const QString& before, const QString& after)
{
    const QStringList now = splitTopLevel(after, u'|');
    return std::ranges::all_of(splitTopLevel(before, u'|'),
                               [&now](const QString& type) { return now.contains(type); });
}

bool fits(Family family, const Parameter& before, const Parameter& after)
{
    if (before.name != after.name || (before.isOptional && !after.isOptional)) {
        return false;
    }
    const bool isHint = family == Family::Python || family == Family::Script;
    return before.type == after.type || (isHint && before.type.isEmpty())
        || (family == Family::Script && isWider(before.type, after.type));
}

/// A variable may begin with another value; an enumerator, which has no type, may not.
bool isSameVariable(const QString& before, const QString& after)
{
    const QString declared = before.section(u'=', 0, 0);
    return declared.contains(u' ') && !before.contains(u'(') && !before.startsWith(u'#')
        && declared == after.section(u'=', 0, 0);
}

} // namespace

bool stillServes(const QString& ending, const QString& before, const QString& after)
{
    if (before == after) {
        return true;
    }
    const Family family = familyOf(ending);
    if (family == Family::Cpp && isSameVariable(before, after)) {
        return true;
    }
    const auto old = family == Family::Other ? std::nullopt : signatureOf(family, before);
    const auto now = old ? signatureOf(family, after) : std::nullopt;
    if (!now || old->head != now->head || (old->isVirtual && !now->isVirtual)
        || old->parameters.size() > now->parameters.size()) {
        return false;
    }
    const bool isHint = family == Family::Python || family == Family::Script;
    if (old->tail != now->tail && !(isHint && old->tail.isEmpty())) {
        return false;
    }
    for (qsizetype i = 0; i < now->parameters.size(); ++i) {
        // A default in C++ is no part of what was compiled against the old header.
        const bool isAddition = i >= old->parameters.size();
        if (isAddition ? !isHint || !now->parameters[i].isOptional
                       : !fits(family, old->parameters[i], now->parameters[i])) {
            return false;
        }
    }
    return true;
}

} // namespace tamma::intelligence
