// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/metrics.h"

#include <QFontDatabase>
#include <QFontInfo>

namespace tamma::ui::metrics {
namespace {

QFont scaled(const QFont& base, double factor, QFont::Weight weight)
{
    QFont font(base);
    const double points = base.pointSizeF() > 0 ? base.pointSizeF() : QFontInfo(base).pointSizeF();
    font.setPointSizeF(std::max(9.0, points * factor));
    font.setWeight(weight);
    return font;
}

} // namespace

QFont caption(const QFont& base)
{
    return scaled(base, 0.92, QFont::Normal);
}

QFont strong(const QFont& base)
{
    return scaled(base, 1.0, QFont::DemiBold);
}

QFont section(const QFont& base)
{
    return scaled(base, 1.15, QFont::DemiBold);
}

QFont pageTitle(const QFont& base)
{
    return scaled(base, 1.7, QFont::DemiBold);
}

QFont code(const QFont& base)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(scaled(base, 1.0, QFont::Normal).pointSizeF());
    // A reviewer must see the characters that are in the file, not a sign that stands for three.
    font.setFeature("calt", 0);
    font.setFeature("liga", 0);
    return font;
}

} // namespace tamma::ui::metrics
