// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icons.h"

#include "ui/widgets/colour_tokens.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace tamma::ui {
namespace {

/// The names of the icons that point along the text.
bool isMirrored(const QString& name)
{
    static const QSet<QString> POINTING{
        QStringLiteral("chevron-left"),   QStringLiteral("chevron-right"),
        QStringLiteral("arrow-right"),    QStringLiteral("arrow-up-right"),
        QStringLiteral("corner-up-left"), QStringLiteral("undo-2"),
        QStringLiteral("history"),        QStringLiteral("rotate-ccw"),
        QStringLiteral("send"),           QStringLiteral("external-link"),
        QStringLiteral("list-checks"),    QStringLiteral("panel-left")};
    return POINTING.contains(name);
}

QByteArray svgOf(const QString& name, const QColor& colour)
{
    QFile file(QStringLiteral(":/tamma/icons/lucide/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("There is no icon \"%s\" in resources/icons/lucide", qPrintable(name));
        return {};
    }
    return file.readAll().replace("currentColor", colour.name().toLatin1());
}

QPixmap rendered(QSvgRenderer& renderer, int side)
{
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, side, side));
    return pixmap;
}

/// Takes its colour from the application's palette each time it is painted.
class LucideEngine final : public QIconEngine {
public:
    explicit LucideEngine(QString name)
        : m_name(std::move(name))
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(*painter, rect, m_name, colourIn(mode));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        // Qt asks in device pixels and says how many of them make one of ours.
        const int side = std::min(size.width(), size.height());
        auto pixmap = iconPixmap(m_name, colourIn(mode), side, 1.0);
        if (QGuiApplication::isRightToLeft() && isMirrored(m_name)) {
            pixmap = pixmap.transformed(QTransform::fromScale(-1, 1));
        }
        pixmap.setDevicePixelRatio(scale);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new LucideEngine(m_name); }
    [[nodiscard]] QString key() const override { return QStringLiteral("lucide"); }
    QString iconName() override { return m_name; }
    bool isNull() override { return false; }

private:
    static QColor colourIn(QIcon::Mode mode)
    {
        const auto palette = QGuiApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        return palette.color(group, QPalette::ButtonText);
    }

    QString m_name;
};

} // namespace

QPixmap iconPixmap(const QString& name, const QColor& colour, int size, qreal pixelRatio)
{
    const auto key
        = QStringLiteral("tamma/%1/%2/%3/%4").arg(name, colour.name()).arg(size).arg(pixelRatio);
    QPixmap pixmap;
    if (size <= 0 || QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    const auto svg = svgOf(name, colour);
    if (svg.isEmpty()) {
        return {};
    }
    const int side = qRound(size * pixelRatio);
    QSvgRenderer renderer(svg);
    pixmap = rendered(renderer, side);
    pixmap.setDevicePixelRatio(pixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void paintIcon(QPainter& painter, const QRect& rect, const QString& name, const QColor& colour)
{
    const int side = std::min(rect.width(), rect.height());
    const qreal ratio = painter.device() == nullptr ? 1.0 : painter.device()->devicePixelRatioF();
    auto pixmap = iconPixmap(name, colour, side, ratio);
    if (painter.layoutDirection() == Qt::RightToLeft && isMirrored(name)) {
        pixmap = pixmap.transformed(QTransform::fromScale(-1, 1));
    }
    QRect place(0, 0, side, side);
    place.moveCenter(rect.center());
    painter.drawPixmap(place.topLeft(), pixmap);
}

QIcon icon(const QString& name)
{
    return QIcon(new LucideEngine(name));
}

QIcon appIcon()
{
    // Drawn here: Qt reads an SVG file as an icon only where one more plugin is installed.
    QSvgRenderer renderer(QStringLiteral(":/tamma/icons/app/tamma.svg"));
    QIcon icon;
    for (const int side : {16, 24, 32, 48, 64, 128, 256}) {
        icon.addPixmap(rendered(renderer, side));
    }
    return icon;
}

} // namespace tamma::ui
