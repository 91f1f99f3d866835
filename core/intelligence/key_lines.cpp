// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/key_lines.h"

#include <QRegularExpression>
#include <QStringList>

namespace tamma::intelligence {

using namespace Qt::StringLiterals;

namespace {

struct Level {
    qsizetype indent;
    QString key;
};

qsizetype indentOf(const QString& line)
{
    qsizetype indent = 0;
    while (indent < line.size() && line[indent].isSpace()) {
        ++indent;
    }
    return indent;
}

// An item belongs to the key above it, even where both begin in one column.
bool isItem(const QString& text)
{
    return text.startsWith(u"- "_s);
}

QString keyOf(const QString& text)
{
    static const QRegularExpression key(u"^(?:export\\s+)?[\"']?([^\\s\"':=]+)[\"']?\\s*[:=]"_s);
    const auto match = isItem(text) ? QRegularExpressionMatch() : key.match(text);
    return match.hasMatch() ? match.captured(1) : text;
}

} // namespace

QList<KeyLine> keyLines(const QString& text)
{
    static const QRegularExpression skipped(u"^(?:#(?!\\[)|//|\\*|/\\*|[\\]})]+[,;]?$)"_s);
    static const QRegularExpression section(u"^\\[+([^\\]\"',]+)\\]+$"_s);
    static const QRegularExpression longText(u":\\s*[|>][-+]?$"_s);
    QList<KeyLine> lines;
    QList<Level> levels;
    QString head;
    qsizetype hiddenBelow = -1; // The indent of the key whose long text is being read.
    int number = 0;
    for (const QString& line : text.split(u'\n')) {
        ++number;
        const QString plain = line.simplified();
        if (plain.isEmpty() || skipped.match(plain).hasMatch()) {
            continue;
        }
        const qsizetype indent = indentOf(line) + (isItem(plain) ? 1 : 0);
        if (hiddenBelow >= 0 && indent > hiddenBelow) {
            continue;
        }
        hiddenBelow = longText.match(plain).hasMatch() ? indent : -1;
        while (!levels.isEmpty() && levels.last().indent >= indent) {
            levels.removeLast();
        }
        if (const auto match = section.match(plain); match.hasMatch()) {
            head = match.captured(1);
            levels.clear();
            lines.append({{}, head, plain, number});
            continue;
        }
        QStringList above = head.isEmpty() ? QStringList() : QStringList{head};
        for (const Level& level : std::as_const(levels)) {
            above.append(level.key);
        }
        above.removeAll(u"{"_s);
        const QString key = keyOf(plain);
        lines.append({above.join(u'.'), key, plain, number});
        levels.append({indent, key});
    }
    return lines;
}

} // namespace tamma::intelligence
