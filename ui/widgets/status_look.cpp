// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/status_look.h"

#include <QCoreApplication>

namespace tamma::ui {

StatusLook statusLook(Status status, const ColourTokens& colours)
{
    const auto word
        = [](const char* text) { return QCoreApplication::translate("tamma::ui::Status", text); };
    switch (status) {
    case Status::Queued:
        return {QStringLiteral("circle-dashed"),
                word(QT_TRANSLATE_NOOP("tamma::ui::Status", "Queued")), colours.idle};
    case Status::Running:
        return {QStringLiteral("loader-circle"),
                word(QT_TRANSLATE_NOOP("tamma::ui::Status", "Running")), colours.running};
    case Status::NeedsYou:
        return {QStringLiteral("hand"), word(QT_TRANSLATE_NOOP("tamma::ui::Status", "Needs you")),
                colours.needsYou};
    case Status::Passed:
        return {QStringLiteral("circle-check"),
                word(QT_TRANSLATE_NOOP("tamma::ui::Status", "Passed")), colours.passed};
    case Status::Failed:
        return {QStringLiteral("octagon-x"), word(QT_TRANSLATE_NOOP("tamma::ui::Status", "Failed")),
                colours.failed};
    case Status::Paused:
        return {QStringLiteral("circle-pause"),
                word(QT_TRANSLATE_NOOP("tamma::ui::Status", "Paused")), colours.idle};
    case Status::Cancelled:
        return {QStringLiteral("ban"), word(QT_TRANSLATE_NOOP("tamma::ui::Status", "Cancelled")),
                colours.idle};
    case Status::Skipped:
        return {QStringLiteral("circle-minus"),
                word(QT_TRANSLATE_NOOP("tamma::ui::Status", "Skipped")), colours.idle};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace tamma::ui
