// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include "ui/widgets/tamma_style.h"

#include <QApplication>
#include <QStyleHints>

namespace tamma::ui {

Theme::Theme(QApplication& app, ThemeChoice choice)
    : m_app(app)
    , m_choice(choice)
{
    QApplication::setStyle(new TammaStyle); // The application owns it.
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Theme::follow);
    follow();
}

void Theme::setChoice(ThemeChoice choice)
{
    m_choice = choice;
    follow();
}

void Theme::follow()
{
    const bool systemIsDark = QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
    const bool dark
        = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && systemIsDark);
    const auto scheme = dark ? ColourScheme::Dark : ColourScheme::Light;
    const bool changed = scheme != m_scheme;
    m_scheme = scheme;
    m_app.setPalette(paletteOf(scheme));
    if (changed) {
        emit schemeChanged(scheme);
    }
}

} // namespace tamma::ui
