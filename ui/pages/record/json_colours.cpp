// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/json_colours.h"

#include "ui/widgets/colour_tokens.h"

#include <QRegularExpression>
#include <QWidget>

namespace tamma::ui {

using namespace Qt::StringLiterals;

JsonColours::JsonColours(QTextDocument* document, const QWidget& view)
    : QSyntaxHighlighter(document)
    , m_view(view)
{
}

void JsonColours::highlightBlock(const QString& text)
{
    if (text.size() > LONGEST) {
        return;
    }
    // A key, a text, or a number or word; what is left is punctuation.
    static const QRegularExpression piece(
        uR"(("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*|true|false|null))"_s);
    const auto& colours = colourTokens(m_view.palette());
    setFormat(0, static_cast<int>(text.size()), colours.secondary);
    for (const auto& match : piece.globalMatch(text)) {
        const bool key = match.hasCaptured(2) && match.capturedLength(2) > 0;
        const bool literal = match.capturedLength(3) > 0;
        const int part = literal ? 3 : 1;
        setFormat(static_cast<int>(match.capturedStart(part)),
                  static_cast<int>(match.capturedLength(part)),
                  key           ? colours.running.ink
                      : literal ? colours.passed.ink
                                : colours.text);
    }
}

} // namespace tamma::ui
