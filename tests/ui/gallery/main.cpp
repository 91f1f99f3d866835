// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/gallery.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

#include <QApplication>

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    const auto arguments = QApplication::arguments();
    const auto choice = arguments.contains(QStringLiteral("--dark")) ? tamma::ui::ThemeChoice::Dark
        : arguments.contains(QStringLiteral("--light"))              ? tamma::ui::ThemeChoice::Light
                                                        : tamma::ui::ThemeChoice::System;
    const tamma::ui::Theme theme(app, choice);
    QApplication::setWindowIcon(tamma::ui::appIcon());
    tamma::ui::Gallery gallery;
    gallery.resize(1240, 860);
    gallery.show();
    return QApplication::exec();
}
