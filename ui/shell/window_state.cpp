// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window_state.h"

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

const QString THEME = u"theme"_s;

} // namespace

WindowState::WindowState(const QString& file)
    : m_file(file, QSettings::IniFormat)
{
}

ThemeChoice WindowState::theme() const
{
    const QString name = text(THEME);
    return name == "light"_L1 ? ThemeChoice::Light
        : name == "dark"_L1   ? ThemeChoice::Dark
                              : ThemeChoice::System;
}

void WindowState::setTheme(ThemeChoice choice)
{
    setText(THEME,
            choice == ThemeChoice::Light      ? u"light"_s
                : choice == ThemeChoice::Dark ? u"dark"_s
                                              : u"system"_s);
}

QByteArray WindowState::bytes(const QString& key) const
{
    return m_file.value(key).toByteArray();
}

void WindowState::setBytes(const QString& key, const QByteArray& bytes)
{
    m_file.setValue(key, bytes);
}

QString WindowState::text(const QString& key) const
{
    return m_file.value(key).toString();
}

void WindowState::setText(const QString& key, const QString& text)
{
    m_file.setValue(key, text);
}

void WindowState::remove(const QString& key)
{
    m_file.remove(key);
}

} // namespace tamma::ui
