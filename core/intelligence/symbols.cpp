// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/symbols.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace tamma::intelligence {
namespace {

// Each pattern works on one line; the first group that took part is the name.
const QString C_LIKE = QStringLiteral(
    R"(^(?:template\s*<.*>\s*)?(?:class|struct|union|enum(?:\s+class)?|namespace)\s+(?:\[\[\w+\]\]\s*)?([A-Za-z_]\w*(?:::\w+)*)\s*(?:final\s*)?(?:[:{]|$))"
    R"(|^\s*#\s*define\s+([A-Za-z_]\w*))"
    R"(|^\s*(?!return\b|else\b|if\b|for\b|while\b|switch\b|case\b|throw\b|new\b|delete\b|using\b|typedef\b)(?:\[\[\w+\]\]\s*)?(?:[\w:<>,*&~]+\s+)+[*&]*((?:\w+::)*~?[A-Za-z_]\w*)\s*\()"
    R"(|^((?:\w+::)+~?[A-Za-z_]\w*)\s*\()");
const QString PYTHON = QStringLiteral(R"(^\s*(?:async\s+)?(?:def|class)\s+([A-Za-z_]\w*))");
const QString JAVASCRIPT = QStringLiteral(
    R"(^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|interface|type|enum|namespace)\s+([A-Za-z_$][\w$]*))"
    R"(|^(?:export\s+)?(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*[:=])"
    R"(|^\s+(?:(?:public|private|protected|static|async|readonly|get|set)\s+)*(?!if\b|for\b|while\b|switch\b|catch\b|return\b|function\b)([A-Za-z_$][\w$]*)\s*\([^;]*\)\s*(?::[^={;]+)?\{)");
const QString GO = QStringLiteral(
    R"(^func\s+(?:\([^)]*\)\s*)?([A-Za-z_]\w*)|^(?:type|var|const)\s+([A-Za-z_]\w*))");
const QString RUST = QStringLiteral(
    R"(^\s*(?:pub(?:\([^)]*\))?\s+)?(?:async\s+|unsafe\s+|const\s+)*(?:fn|struct|enum|trait|type|mod|static|const|macro_rules!)\s+([A-Za-z_]\w*))");
const QString JAVA_LIKE = QStringLiteral(
    R"(^\s*(?:(?:public|private|protected|internal|static|final|abstract|sealed|open|override|data|partial|async|virtual|suspend)\s+)*(?:class|interface|enum|record|struct|object|trait|protocol|extension|fun|func|function|def|module)\s+(?:self\.)?([A-Za-z_]\w*))"
    R"(|^\s*(?:(?:public|private|protected|internal|static|final|abstract|override|async|virtual|synchronized)\s+)+[\w<>\[\],.? ]+\s+([A-Za-z_]\w*)\s*\()");

const QRegularExpression* patternFor(const QString& path)
{
    static const QHash<QString, QRegularExpression> PATTERNS = [] {
        QHash<QString, QRegularExpression> patterns;
        const auto set = [&patterns](const QString& pattern, const QString& endings) {
            for (const QString& ending : endings.split(u' ')) {
                patterns.insert(ending, QRegularExpression(pattern));
            }
        };
        set(C_LIKE, QStringLiteral("c h cc cpp cxx hh hpp hxx ipp"));
        set(PYTHON, QStringLiteral("py pyi"));
        set(JAVASCRIPT, QStringLiteral("js jsx mjs cjs ts tsx mts"));
        set(GO, QStringLiteral("go"));
        set(RUST, QStringLiteral("rs"));
        set(JAVA_LIKE, QStringLiteral("java kt cs swift php rb scala"));
        return patterns;
    }();
    const auto found = PATTERNS.constFind(path.section(u'.', -1).toLower());
    return found == PATTERNS.constEnd() ? nullptr : &*found;
}

QString firstGroup(const QRegularExpressionMatch& match)
{
    for (int group = 1; group <= match.lastCapturedIndex(); ++group) {
        if (match.hasCaptured(group)) {
            return match.captured(group);
        }
    }
    return {};
}

} // namespace

QList<Symbol> symbolsOf(const QString& path, const QByteArray& content)
{
    constexpr int LONGEST_LINE = 300; // Longer ones are generated or minified.
    const QRegularExpression* pattern = patternFor(path);
    QList<Symbol> symbols;
    if (pattern == nullptr) {
        return symbols;
    }
    QSet<QString> seen;
    int number = 0;
    for (const QByteArray& raw : content.split('\n')) {
        ++number;
        if (raw.size() > LONGEST_LINE) {
            continue;
        }
        const QString line = QString::fromUtf8(raw);
        const auto match = pattern->match(line);
        const QString name = match.hasMatch() ? firstGroup(match) : QString();
        if (!name.isEmpty() && !seen.contains(name)) {
            seen.insert(name);
            symbols.append({name, number, line.trimmed()});
        }
    }
    return symbols;
}

} // namespace tamma::intelligence
