// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/shape.h"

#include <QRegularExpression>

namespace tamma::architecture {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype FILE_LINES = 400;
constexpr qsizetype TEST_FILE_LINES = 600;
constexpr qsizetype FUNCTION_LINES = 60;
constexpr qsizetype INTERFACE_FUNCTIONS = 8;

/// Finds functions by their braces; what is inside a function belongs to it.
class FunctionScan {
public:
    explicit FunctionScan(const SourceFile& file)
        : m_file(file)
        , m_code(withoutDirectives(file.code))
    {
    }

    [[nodiscard]] QStringList run()
    {
        for (m_at = 0; m_at < m_code.size(); ++m_at) {
            const QChar c = m_code[m_at];
            if (c == u'{') {
                open();
            } else if (c == u'}') {
                close();
            }
            if (c == u'{' || c == u'}' || c == u';') {
                m_headStart = m_at + 1;
            }
        }
        return m_found;
    }

private:
    static QString withoutDirectives(QString code)
    {
        static const QRegularExpression directive(u"^[ \\t]*#(?:[^\\n]*\\\\\\n)*[^\\n]*"_s,
                                                  QRegularExpression::MultilineOption);
        for (const auto& match : directive.globalMatch(QString(code))) {
            for (qsizetype i = match.capturedStart(); i < match.capturedEnd(); ++i) {
                if (code[i] != u'\n') {
                    code[i] = u' ';
                }
            }
        }
        return code;
    }

    void open()
    {
        ++m_depth;
        if (m_functionDepth < 0 && headIsFunction()) {
            m_functionDepth = m_depth;
            m_functionStart = m_headStart + leadingSpace();
        }
    }

    void close()
    {
        if (m_depth == m_functionDepth) {
            const qsizetype first = lineAt(m_code, m_functionStart);
            const qsizetype lines = lineAt(m_code, m_at) - first + 1;
            if (lines > FUNCTION_LINES) {
                m_found.append(violation(
                    m_file, first,
                    u"a function of %1 lines (at most %2). Nobody holds that many in mind: give "
                    "its parts names and make them functions"_s.arg(lines)
                        .arg(FUNCTION_LINES)));
            }
            m_functionDepth = -1;
        }
        --m_depth;
    }

    [[nodiscard]] qsizetype leadingSpace() const
    {
        qsizetype spaces = 0;
        while (m_headStart + spaces < m_at && m_code[m_headStart + spaces].isSpace()) {
            ++spaces;
        }
        return spaces;
    }

    [[nodiscard]] bool headIsFunction() const
    {
        static const QRegularExpression other(
            u"^\\s*(?:(?:inline\\s+)?namespace|enum|extern\\s*\"|(?:template\\s*<[^{]*>\\s*)?(?:"
            u"class"
            "|struct|union)\\s+\\w+\\s*(?:final\\s*)?(?::[^(]*)?$)"_s);
        const QString head = m_code.sliced(m_headStart, m_at - m_headStart);
        // The rows of a data-driven test are a table: long, and read one at a time.
        const bool isTable = m_file.isTest() && head.contains(u"_data()");
        return head.contains(u'(') && !isTable && !other.match(head).hasMatch();
    }

    const SourceFile& m_file;
    QString m_code;
    QStringList m_found;
    qsizetype m_at = 0;
    qsizetype m_headStart = 0;
    qsizetype m_functionStart = 0;
    int m_depth = 0;
    int m_functionDepth = -1;
};

/// The last line above `line` (an index) that is neither a template head nor an attribute.
QString lineAbove(const QStringList& lines, qsizetype line)
{
    for (qsizetype i = line - 1; i >= 0; --i) {
        const QString above = lines[i].trimmed();
        if (!above.startsWith(u"template") && !above.startsWith(u"[[")
            && !above.startsWith(u"requires")) {
            return above;
        }
    }
    return {};
}

} // namespace

QStringList tooLong(const SourceFile& file)
{
    QStringList found;
    const qsizetype lines = file.text.count(u'\n');
    const qsizetype most = file.isTest() ? TEST_FILE_LINES : FILE_LINES;
    if (lines > most) {
        found.append(violation(file, lines,
                               u"a file of %1 lines (at most %2). It holds more than one thing: "
                               "divide it by what changes together"_s.arg(lines)
                                   .arg(most)));
    }
    return found + FunctionScan(file).run();
}

QStringList tooWide(const SourceFile& file)
{
    static const QRegularExpression pure(u"\\)[^;{}()]*=\\s*0\\s*;"_s);
    static const QRegularExpression type(u"^\\s*(?:class|struct)\\s+(\\w+)[^;]*$"_s,
                                         QRegularExpression::MultilineOption);
    QStringList found;
    if (!file.isHeader()) {
        return found;
    }
    QList<qsizetype> starts;
    for (const auto& match : type.globalMatch(file.code)) {
        starts.append(match.capturedStart());
    }
    for (qsizetype i = 0; i < starts.size(); ++i) {
        const qsizetype end = i + 1 < starts.size() ? starts[i + 1] : file.code.size();
        const auto functions = file.code.sliced(starts[i], end - starts[i]).count(pure);
        if (functions > INTERFACE_FUNCTIONS) {
            found.append(violation(
                file, lineAt(file.code, starts[i]) + 1,
                u"an interface of %1 functions (at most %2). Divide it by who calls them"_s
                    .arg(functions)
                    .arg(INTERFACE_FUNCTIONS)));
        }
    }
    return found;
}

QStringList withoutProse(const SourceFile& file)
{
    static const QRegularExpression type(
        u"^(?:template\\s*<.*>\\s*)?(?:class|struct)\\s+(\\w+)(?!.*;\\s*$)"_s);
    QStringList found;
    if (!file.isHeader() || file.isTest()) {
        return found;
    }
    const QStringList code = file.code.split(u'\n');
    const QStringList text = file.text.split(u'\n');
    for (qsizetype i = 0; i < code.size(); ++i) {
        const auto match = type.match(code[i]);
        if (match.hasMatch() && !lineAbove(text, i).startsWith(u"///")) {
            found.append(violation(
                file, i + 1,
                u"%1 does not say what it is. A header is where a reader starts: write one line "
                "with /// above it (what it is; then units, owner, errors, threads)"_s.arg(
                    match.captured(1))));
        }
    }
    return found;
}

QStringList wrongStart(const SourceFile& file)
{
    QStringList found;
    if (!file.text.startsWith(u"// SPDX-License-Identifier: GPL-3.0-or-later\n")) {
        found.append(violation(file, 1,
                               u"the licence is missing. A source travels without its folder: its "
                               "first line is // SPDX-License-Identifier: GPL-3.0-or-later"_s));
    }
    if (file.isHeader() && !file.code.contains(u"#pragma once")) {
        found.append(violation(file, 2, u"a header starts with #pragma once"_s));
    }
    return found;
}

QStringList notFirst(const SourceFile& file)
{
    static const QRegularExpression include(u"^#include [\"<]([^\">]+)[\">]"_s,
                                            QRegularExpression::MultilineOption);
    const QString own = file.path.chopped(4) + u".h"_s;
    const auto first = include.match(file.text);
    if (file.isHeader() || first.captured(1) == own
        || !file.text.contains(u"#include \"%1\""_s.arg(own))) {
        return {};
    }
    return {violation(file, lineAt(file.text, first.capturedStart()),
                      u"\"%1\" must be the first include. So every build proves that the header "
                      "stands alone"_s.arg(own))};
}

} // namespace tamma::architecture
