// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/cpp_interface.h"

#include <QList>
#include <QRegularExpression>

namespace tamma::intelligence {
namespace {

struct Scope {
    enum class Kind { Namespace, Class, Enum, Hidden };
    Kind kind = Kind::Namespace;
    QString name;
    bool isVisible = true;
};

bool isIdentifierPart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

/// Returns the end of the string or character literal that begins at `at`.
qsizetype endOfLiteral(const QString& text, qsizetype at)
{
    const QChar quote = text.at(at);
    for (qsizetype i = at + 1; i < text.size(); ++i) {
        if (text.at(i) == u'\\') {
            ++i;
        } else if (text.at(i) == quote || text.at(i) == u'\n') {
            return i + 1;
        }
    }
    return text.size();
}

bool beginsLiteral(const QString& text, qsizetype at)
{
    // 1'000'000 holds no literals.
    return text.at(at) == u'"'
        || (text.at(at) == u'\'' && (at == 0 || !isIdentifierPart(text.at(at - 1))));
}

QString withoutComments(const QString& text)
{
    QString kept;
    for (qsizetype i = 0; i < text.size();) {
        if (beginsLiteral(text, i)) {
            const qsizetype end = endOfLiteral(text, i);
            kept += QStringView(text).mid(i, end - i);
            i = end;
        } else if (QStringView(text).mid(i).startsWith(u"//")) {
            const qsizetype end = text.indexOf(u'\n', i);
            i = end < 0 ? text.size() : end;
        } else if (QStringView(text).mid(i).startsWith(u"/*")) {
            const qsizetype end = text.indexOf(QLatin1StringView("*/"), i + 2);
            i = end < 0 ? text.size() : end + 2;
            kept += u' ';
        } else {
            kept += text.at(i++);
        }
    }
    return kept;
}

QString normalised(const QString& text)
{
    static const QRegularExpression AROUND(QStringLiteral("\\s*([^\\w\\s])\\s*"));
    return text.simplified().replace(AROUND, QStringLiteral("\\1"));
}

/// Reads the header once, character by character, and keeps what is visible.
class Scanner {
public:
    explicit Scanner(const QByteArray& header)
    {
        const QString text = withoutComments(QString::fromUtf8(header));
        m_text.reserve(text.size());
        QString joined = text;
        joined.replace(QStringLiteral("\\\n"), QStringLiteral(" "));
        QString before;
        for (const QString& line : joined.split(u'\n')) {
            const QString plain = line.simplified();
            // A macro that keeps a header from being read twice offers nothing.
            const bool isGuard = before.startsWith(QLatin1StringView("#ifndef "))
                && plain == QStringLiteral("#define ") + before.section(u' ', 1);
            if (!plain.startsWith(u'#')) {
                m_text += line + u'\n';
            } else if (plain.mid(1).trimmed().startsWith(QLatin1StringView("define")) && !isGuard) {
                m_declarations.append(plain);
            }
            before = plain;
        }
    }

    CppInterface read()
    {
        for (m_at = 0; m_at < m_text.size();) {
            step(m_text.at(m_at));
        }
        emitPending();
        m_declarations.removeDuplicates();
        return {m_declarations, m_demands};
    }

private:
    void step(QChar c)
    {
        if (beginsLiteral(m_text, m_at)) {
            const qsizetype end = endOfLiteral(m_text, m_at);
            m_pending += QStringView(m_text).mid(m_at, end - m_at);
            m_at = end;
            return;
        }
        ++m_at;
        const bool inEnum = !m_scopes.isEmpty() && m_scopes.last().kind == Scope::Kind::Enum;
        if (c == u'(' || c == u')') {
            m_parentheses += c == u'(' ? 1 : -1;
            m_pending += c;
        } else if (c == u'{' && m_parentheses <= 0) {
            open();
        } else if (c == u'}' && m_parentheses <= 0) {
            emitPending();
            if (!m_scopes.isEmpty()) {
                m_scopes.removeLast();
            }
        } else if (c == u';' || (c == u',' && inEnum)) {
            m_parentheses = 0; // Whatever was unbalanced ends here.
            emitPending();
        } else if (c == u':' && isAccessLabel()) {
            m_scopes.last().isVisible = !m_pending.contains(QLatin1StringView("private"));
            m_pending.clear();
        } else {
            m_pending += c;
        }
    }

    bool isAccessLabel() const
    {
        static const QRegularExpression LABEL(
            QStringLiteral("^\\s*(?:[A-Z][A-Z0-9_]+(?:\\([^()]*\\))?\\s+)*"
                           "(public|protected|private|signals|Q_SIGNALS)(\\s+\\w+)?\\s*$"));
        return !m_scopes.isEmpty() && m_scopes.last().kind == Scope::Kind::Class
            && LABEL.match(m_pending).hasMatch();
    }

    void open()
    {
        static const QRegularExpression NAMESPACE(
            QStringLiteral("\\bnamespace\\b\\s*([\\w:]*)|\\bextern\\b\\s*\"C\""));
        static const QRegularExpression HIDDEN(
            QStringLiteral("(^|:)(detail|details|internal|impl)$"));
        static const QRegularExpression CLASS(
            QStringLiteral(
                "\\b(class|struct|union)\\b[^()]*?(\\w+)\\s*(?:final\\s*)?(?::[^:].*)?$"),
            QRegularExpression::DotMatchesEverythingOption);
        static const QRegularExpression ENUM(
            QStringLiteral("\\benum\\b(?:\\s+(?:class|struct))?\\s*(\\w*)"));
        const QString head = m_pending.trimmed();
        if (const auto match = NAMESPACE.match(head); match.hasMatch()) {
            m_pending.clear();
            m_scopes.append({Scope::Kind::Namespace, match.captured(1),
                             !HIDDEN.match(match.captured(1)).hasMatch()});
        } else if (const auto enumeration = ENUM.match(head); enumeration.hasMatch()) {
            emitPending();
            m_scopes.append({Scope::Kind::Enum, enumeration.captured(1), true});
        } else if (const auto type = CLASS.match(head); type.hasMatch()) {
            emitPending();
            m_scopes.append({Scope::Kind::Class, type.captured(2),
                             type.captured(1) != QLatin1StringView("class")});
            m_demands[type.captured(2)];
        } else {
            emitPending(); // A function: its body belongs to nobody else.
            skipBody();
        }
    }

    void skipBody()
    {
        for (int depth = 1; m_at < m_text.size() && depth > 0;) {
            if (beginsLiteral(m_text, m_at)) {
                m_at = endOfLiteral(m_text, m_at);
                continue;
            }
            const QChar c = m_text.at(m_at++);
            depth += c == u'{' ? 1 : c == u'}' ? -1 : 0;
        }
    }

    void emitPending()
    {
        static const QRegularExpression INITIALISERS(
            QStringLiteral("\\)\\s*:[^:].*$"), QRegularExpression::DotMatchesEverythingOption);
        QString text = m_pending;
        m_pending.clear();
        QStringList names;
        for (const Scope& scope : std::as_const(m_scopes)) {
            if (!scope.isVisible) {
                return;
            }
            names.append(scope.name);
        }
        text = normalised(text.replace(INITIALISERS, QStringLiteral(")")));
        if (!text.isEmpty()) {
            names.removeAll(QString());
            if (text.endsWith(QLatin1StringView("=0")) && !names.isEmpty()) {
                m_demands[names.last()].append(text.section(u'(', 0, 0).section(u' ', -1));
            }
            names.append(text);
            m_declarations.append(names.join(QLatin1StringView("::")));
        }
    }

    QString m_text;
    qsizetype m_at = 0;
    int m_parentheses = 0;
    QString m_pending;
    QList<Scope> m_scopes;
    QStringList m_declarations;
    QMap<QString, QStringList> m_demands;
};

} // namespace

CppInterface cppInterface(const QByteArray& header)
{
    return Scanner(header).read();
}

} // namespace tamma::intelligence
