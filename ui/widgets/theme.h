// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/colour_tokens.h"

#include <QObject>

class QApplication;

namespace tamma::ui {

/// Light, dark, or whatever the desktop says at the moment.
enum class ThemeChoice { System, Light, Dark };

/// Gives the application Tamma's style and colours, and keeps them: a change of the desktop between
/// light and dark shows at once while the choice is System. One per process, made before the
/// windows.
///
/// Threads  GUI thread only.
class Theme final : public QObject {
    Q_OBJECT

public:
    explicit Theme(QApplication& app, ThemeChoice choice = ThemeChoice::System);

    void setChoice(ThemeChoice choice);
    [[nodiscard]] ThemeChoice choice() const { return m_choice; }

    /// The colours on screen now.
    [[nodiscard]] ColourScheme scheme() const { return m_scheme; }

signals:
    void schemeChanged(tamma::ui::ColourScheme scheme);

private:
    void follow();

    QApplication& m_app;
    ThemeChoice m_choice;
    ColourScheme m_scheme = ColourScheme::Light;
};

} // namespace tamma::ui
