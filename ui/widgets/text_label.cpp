// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text_label.h"

#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/metrics.h"

#include <QApplication>
#include <QEvent>

namespace tamma::ui {
namespace {

QFont fontOf(TextRole role, const QFont& base)
{
    switch (role) {
    case TextRole::Caption:
        return metrics::caption(base);
    case TextRole::Strong:
        return metrics::strong(base);
    case TextRole::Section:
        return metrics::section(base);
    case TextRole::PageTitle:
        return metrics::pageTitle(base);
    case TextRole::Code:
        return metrics::code(base);
    case TextRole::Body:
    case TextRole::Secondary:
        return base;
    }
    Q_UNREACHABLE_RETURN(base);
}

} // namespace

TextLabel::TextLabel(TextRole role, const QString& text, QWidget* parent)
    : QLabel(text, parent)
    , m_role(role)
{
    setTextFormat(Qt::PlainText); // What agents and issues say is never markup.
    applyRole();
}

int TextLabel::heightForWidth(int width) const
{
    return QLabel::heightForWidth(std::min(width, maximumWidth()));
}

QSize TextLabel::minimumSizeHint() const
{
    const QSize hint = QLabel::minimumSizeHint();
    return wordWrap() ? QSize(0, hint.height()) : hint;
}

void TextLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    const bool fromOutside = event->type() == QEvent::ApplicationFontChange
        || event->type() == QEvent::ApplicationPaletteChange
        || event->type() == QEvent::PaletteChange;
    if (fromOutside && !m_applying) {
        applyRole();
    }
}

void TextLabel::applyRole()
{
    m_applying = true;
    setFont(fontOf(m_role, QApplication::font()));
    const auto& colours = colourTokens(schemeOf(QApplication::palette()));
    const bool quiet = m_role == TextRole::Secondary || m_role == TextRole::Caption;
    QPalette changed = palette();
    // On a card (Base) a label writes with Text, elsewhere with WindowText.
    for (const auto pen : {QPalette::WindowText, QPalette::Text}) {
        changed.setColor(pen, quiet ? colours.secondary : colours.text);
    }
    setPalette(changed);
    m_applying = false;
}

} // namespace tamma::ui
