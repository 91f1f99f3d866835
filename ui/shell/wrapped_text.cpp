// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/wrapped_text.h"

#include <QFontMetrics>
#include <QTextLayout>

namespace tamma::ui {

QStringList wrappedLines(const QString& text, const QFont& font, int width, int mostLines)
{
    const QString flat = text.simplified();
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QTextLayout layout(flat, font);
    layout.setTextOption(option);
    layout.beginLayout();
    QStringList lines;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (lines.size() == mostLines - 1) {
            lines.append(QFontMetrics(font).elidedText(flat.sliced(line.textStart()),
                                                       Qt::ElideRight, width));
            break;
        }
        lines.append(flat.sliced(line.textStart(), line.textLength()).trimmed());
    }
    layout.endLayout();
    return lines;
}

} // namespace tamma::ui
