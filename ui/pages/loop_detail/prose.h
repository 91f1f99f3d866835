// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBlock>
#include <QTextDocument>

namespace tamma::ui {

/// Wrapped text: plain, or Markdown with its paragraphs, lists, bold words and code. What agents
/// write is not trusted: HTML stays text, and nothing that it names is ever loaded.
class Prose final : public QTextDocument {
    Q_OBJECT

public:
    enum class Format { Plain, Markdown };

    /// Lays `text` out in `font`, `width` pixels wide.
    Prose(const QString& text, Format format, const QFont& font, int width);

    [[nodiscard]] int height() const;

    void paint(QPainter& painter, QPoint place, const QColor& colour, const QColor& codeGround);

protected:
    QVariant loadResource(int type, const QUrl& name) override;

private:
    void setCode(const QFont& code);
    void nameImages();

    QList<QTextBlock> m_codeBlocks;
};

} // namespace tamma::ui
