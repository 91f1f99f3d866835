// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/python_interface.h"

#include <QList>
#include <QRegularExpression>

namespace tamma::intelligence {

using namespace Qt::StringLiterals;

namespace {

struct LogicalLine {
    qsizetype indent = 0;
    QString text; // Simplified.
};

/// Joins what brackets hold together, and leaves texts of several lines out.
QList<LogicalLine> logicalLines(const QString& text)
{
    static const QRegularExpression quotes(u"\"\"\"|'''"_s);
    static const QRegularExpression literal(u"\"[^\"]*\"|'[^']*'"_s);
    QList<LogicalLine> lines;
    bool isInText = false;
    int depth = 0;
    for (const QString& line : text.split(u'\n')) {
        const auto marks = line.count(quotes);
        const bool isText = isInText || line.trimmed().startsWith(u"\"\"\"");
        isInText = isInText != (marks % 2 == 1);
        const QString plain = line.simplified();
        if (isText || plain.isEmpty() || plain.startsWith(u'#')) {
            continue;
        }
        if (depth > 0) {
            lines.last().text += u' ' + plain;
        } else {
            qsizetype indent = 0;
            while (line[indent].isSpace()) {
                ++indent;
            }
            lines.append({indent, plain});
        }
        const QString code = QString(plain).remove(literal).section(u'#', 0, 0);
        for (const QChar c : code) {
            depth += u"([{"_s.contains(c) ? 1 : u")]}"_s.contains(c) ? -1 : 0;
        }
        depth = std::max(depth, 0);
    }
    return lines;
}

/// The declaration without the colon and what follows it.
QString headOf(const QString& text)
{
    int depth = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        depth += u"([{"_s.contains(text[i]) ? 1 : u")]}"_s.contains(text[i]) ? -1 : 0;
        if (depth == 0 && text[i] == u':') {
            return text.left(i).simplified();
        }
    }
    return text;
}

class PythonReader {
public:
    PythonReader(const QString& text, bool isPackage)
        : m_isPackage(isPackage)
    {
        for (const LogicalLine& line : logicalLines(text)) {
            take(line);
        }
    }

    PythonInterface result;

private:
    struct Scope {
        qsizetype indent;
        QString name;
        bool isOpenClass;
        bool isRecord;
    };

    void take(const LogicalLine& line)
    {
        static const QRegularExpression definition(u"^((?:async )?def|class) (\\w+)"_s);
        while (!m_scopes.isEmpty() && m_scopes.last().indent >= line.indent) {
            m_scopes.removeLast();
        }
        if (line.text.startsWith(u'@')) {
            m_decorators.append(line.text.mid(1));
        } else if (const auto match = definition.match(line.text); match.hasMatch()) {
            define(line, match.captured(2), match.captured(1) == u"class"_s);
            m_decorators.clear();
        } else if (m_scopes.isEmpty() && line.indent == 0) {
            takeStatement(line.text);
        } else if (!m_scopes.isEmpty() && m_scopes.last().isOpenClass) {
            takeField(line.text);
        }
    }

    void define(const LogicalLine& line, const QString& name, bool isClass)
    {
        const bool isPublic = !name.startsWith(u'_') || name == u"__init__"_s;
        const bool isReached = isPublic && (m_scopes.isEmpty() || m_scopes.last().isOpenClass);
        const QString path = m_scopes.isEmpty() ? name : m_scopes.last().name + u'.' + name;
        static const QRegularExpression record(
            u"\\((?:.*\\b)?(?:NamedTuple|TypedDict|BaseModel)\\b"_s);
        const bool isRecord = isClass
            && (!m_decorators.filter(u"dataclass"_s).isEmpty()
                || record.match(line.text).hasMatch());
        if (isReached) {
            const QString scope = m_scopes.isEmpty() ? QString() : m_scopes.last().name + u'.';
            QString kind;
            for (const char* binding : {"property", "staticmethod", "classmethod"}) {
                if (m_decorators.contains(QLatin1StringView(binding))) {
                    kind = QLatin1StringView(binding) + u' ';
                }
            }
            result.declarations.append(scope + kind + headOf(line.text));
        }
        if (isReached && isClass) {
            result.demands[path];
        } else if (isReached && !m_decorators.filter(u"abstractmethod"_s).isEmpty()) {
            result.demands[path.section(u'.', 0, -2)].append(name);
        }
        m_scopes.append({line.indent, path, isReached && isClass, isRecord});
    }

    void takeField(const QString& text)
    {
        static const QRegularExpression field(u"^([A-Za-z]\\w*)\\s*(:[^=]+)?(=(?!=).*)?$"_s);
        const auto match = field.match(text);
        if (!match.hasMatch() || (!match.hasCaptured(2) && !match.hasCaptured(3))) {
            return;
        }
        const QString& type = m_scopes.last().name;
        result.declarations.append(type + u'.' + match.captured(1));
        if (m_scopes.last().isRecord && !match.hasCaptured(3)) {
            result.demands[type].append(match.captured(1));
        }
    }

    void takeStatement(const QString& text)
    {
        static const QRegularExpression constant(u"^([A-Z][A-Z0-9_]*)\\s*(?::[^=]*)?=(?!=)"_s);
        static const QRegularExpression all(u"^__all__\\s*\\+?=\\s*[\\[(]([^\\])]*)"_s);
        static const QRegularExpression own(u"^from \\.[\\w.]* import \\(?([^)]*)"_s);
        if (const auto match = constant.match(text); match.hasMatch()) {
            result.declarations.append(match.captured(1));
        } else if (const auto list = all.match(text); list.hasMatch()) {
            takeNames(u"__all__ "_s, list.captured(1));
        } else if (const auto names = own.match(text); m_isPackage && names.hasMatch()) {
            takeNames(u"import "_s, names.captured(1));
        }
    }

    void takeNames(const QString& head, const QString& list)
    {
        static const QRegularExpression quote(u"[\"']"_s);
        for (const QString& item : list.split(u',', Qt::SkipEmptyParts)) {
            const QString name = QString(item).remove(quote).simplified().section(u' ', -1);
            if (!name.isEmpty() && !name.startsWith(u'_')) {
                result.declarations.append(head + name);
            }
        }
    }

    bool m_isPackage;
    QList<Scope> m_scopes;
    QStringList m_decorators;
};

} // namespace

PythonInterface pythonInterface(const QString& text, bool isPackage)
{
    return PythonReader(text, isPackage).result;
}

} // namespace tamma::intelligence
