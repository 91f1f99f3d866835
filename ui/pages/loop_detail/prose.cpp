// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/prose.h"

#include "ui/widgets/metrics.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QTextBlock>
#include <QTextCursor>

#include <cmath>
#include <ranges>

namespace tamma::ui {

Prose::Prose(const QString& text, Format format, const QFont& font, int width)
{
    setUndoRedoEnabled(false);
    setDocumentMargin(0);
    setDefaultFont(font);
    if (format == Format::Markdown) {
        setMarkdown(text.trimmed(),
                    MarkdownFeatures(MarkdownNoHTML) | MarkdownFeatures(MarkdownDialectGitHub));
        nameImages();
        setCode(metrics::code(font));
    } else {
        setPlainText(text.trimmed());
    }
    setTextWidth(width);
}

int Prose::height() const
{
    return static_cast<int>(std::ceil(size().height()));
}

QVariant Prose::loadResource(int, const QUrl&)
{
    return {};
}

void Prose::nameImages()
{
    QList<std::pair<int, QString>> images;
    for (auto block = begin(); block.isValid(); block = block.next()) {
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            const auto look = part.fragment().charFormat();
            if (look.isImageFormat()) {
                images.append({part.fragment().position(), look.toImageFormat().name()});
            }
        }
    }
    QTextCursor cursor(this);
    for (const auto& [position, name] : images | std::views::reverse) {
        cursor.setPosition(position);
        cursor.setPosition(position + 1, QTextCursor::KeepAnchor);
        cursor.insertText(u'[' + name + u']', QTextCharFormat());
    }
}

void Prose::setCode(const QFont& code)
{
    QTextCursor cursor(this);
    for (auto block = begin(); block.isValid(); block = block.next()) {
        auto shape = block.blockFormat();
        const bool isCode = shape.hasProperty(QTextFormat::BlockCodeFence)
            || shape.hasProperty(QTextFormat::BlockCodeLanguage);
        cursor.setPosition(block.position());
        if (isCode) {
            m_codeBlocks.append(block);
            shape.setNonBreakableLines(false); // Long lines wrap instead of being cut off.
            shape.setLeftMargin(8);
            cursor.setBlockFormat(shape);
        }
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            const auto fragment = part.fragment();
            auto look = fragment.charFormat();
            if (isCode || look.fontFixedPitch()) {
                look.setFontFamilies(code.families());
                look.setFontPointSize(code.pointSizeF());
            } else if (look.fontPointSize() > 0
                       || look.hasProperty(QTextFormat::FontSizeAdjustment)) {
                look.setProperty(QTextFormat::FontSizeAdjustment, 0); // Headings stay modest.
                look.setFontWeight(QFont::DemiBold);
            }
            look.clearForeground(); // One colour, from the tokens of the day.
            cursor.setPosition(fragment.position());
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
            cursor.setCharFormat(look);
        }
    }
}

void Prose::paint(QPainter& painter, QPoint place, const QColor& colour, const QColor& codeGround)
{
    painter.save();
    painter.translate(place);
    for (const auto& block : m_codeBlocks) {
        const QRectF ground = documentLayout()->blockBoundingRect(block);
        painter.fillRect(QRectF(0, ground.y(), textWidth(), ground.height()), codeGround);
    }
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, colour);
    documentLayout()->draw(&painter, context);
    painter.restore();
}

} // namespace tamma::ui
