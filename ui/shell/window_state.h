// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QSettings>

namespace tamma::ui {

/// What the window remembers from one start to the next: its place, the light, the widths of panes.
/// One small INI file; losing it loses nothing but comments that were not sent.
class WindowState {
public:
    /// `file` need not exist, and may be somewhere that cannot be written.
    explicit WindowState(const QString& file);

    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);

    [[nodiscard]] QByteArray bytes(const QString& key) const;
    void setBytes(const QString& key, const QByteArray& bytes);

    [[nodiscard]] QString text(const QString& key) const;
    void setText(const QString& key, const QString& text);

    void remove(const QString& key);

private:
    QSettings m_file;
};

} // namespace tamma::ui
