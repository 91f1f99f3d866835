// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/density_strip.h"

#include "ui/text/time_text.h"
#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/metrics.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int HEIGHT = 44;
constexpr int TICKS = 4; ///< The height of the row of ticks at the bottom.
constexpr int NARROWEST = 2; ///< Pixels of a column, the gap beside it included.
constexpr int WIDEST = 12; ///< In between there are two events for each column.
constexpr int PAD = 3;
constexpr int PAGE_OF_COLUMNS = 10;

} // namespace

DensityStrip::DensityStrip(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(u"recordDensity"_s);
    setAccessibleName(tr("Events over time"));
    setFocusPolicy(Qt::TabFocus);
    setFixedHeight(HEIGHT);
    setCursor(Qt::PointingHandCursor);
    m_soon.setSingleShot(true);
    m_soon.setInterval(100ms);
    connect(&m_soon, &QTimer::timeout, this, &DensityStrip::refresh);
}

QSize DensityStrip::sizeHint() const
{
    return {400, HEIGHT};
}

void DensityStrip::setAnswer(const readmodels::RecordAnswer* answer)
{
    const bool first = m_answer == nullptr || m_strip.size() == 0;
    m_answer = answer;
    if (first) {
        refresh();
    } else if (!m_soon.isActive()) {
        m_soon.start();
    }
}

void DensityStrip::refresh()
{
    if (m_answer != nullptr) {
        const qint64 room = std::max(0, width() - 2 * PAD);
        const qint64 wanted
            = std::clamp(m_answer->matches.count() / 2, room / WIDEST, room / NARROWEST);
        m_strip = RecordStrip(*m_answer, static_cast<int>(wanted));
        m_picture = {};
        setAccessibleDescription(columnText(m_strip.columnOf(m_last)));
        update();
    }
}

void DensityStrip::setSeen(Position first, Position last)
{
    if (first != m_first || last != m_last) {
        m_first = first;
        m_last = last;
        setAccessibleDescription(columnText(m_strip.columnOf(m_last)));
        update();
    }
}

int DensityStrip::columnAt(int x) const
{
    const int room = std::max(1, width() - 2 * PAD);
    const int last = m_strip.size() - 1;
    const int column = (x - PAD) * m_strip.size() / room;
    return std::clamp(isRightToLeft() ? last - column : column, 0, std::max(0, last));
}

QRect DensityStrip::rectOf(int column) const
{
    const int room = width() - 2 * PAD;
    const int place = isRightToLeft() ? m_strip.size() - 1 - column : column;
    const int left = PAD + place * room / m_strip.size();
    const int end = PAD + (place + 1) * room / m_strip.size();
    return {left, 0, end - left, height()};
}

QString DensityStrip::columnText(int column) const
{
    if (m_answer == nullptr || column < 0 || column >= m_strip.size()) {
        return {};
    }
    const RecordStrip::Column& here = m_strip.at(column);
    const auto& times = m_answer->times;
    QStringList facts{tr("%1 – %2").arg(dateTimeText(times.timeOf({here.after.value + 1})),
                                        clockText(times.timeOf(here.upTo)).left(8)),
                      tr("%n event(s)", nullptr, static_cast<int>(here.count))};
    if (here.failed) {
        facts.append(tr("failures"));
    }
    if (here.waited) {
        facts.append(tr("waited for a person"));
    }
    if (here.idle) {
        facts.append(tr("a long pause before"));
    }
    return facts.join(u", "_s);
}

void DensityStrip::paintEvent(QPaintEvent*)
{
    const auto& colours = colourTokens(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(colours.running.ink, 2) : QPen(colours.border, 1));
    painter.setBrush(colours.bg);
    const qreal inset = hasFocus() ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset),
                            metrics::CONTROL_RADIUS, metrics::CONTROL_RADIUS);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (m_strip.size() > 0) {
        if (m_last.value > 0) {
            paintSeen(painter);
        }
        if (m_picture.isNull()) {
            m_picture = columnsPicture();
        }
        painter.drawPixmap(0, 0, m_picture);
    }
}

QPixmap DensityStrip::columnsPicture() const
{
    QPixmap picture(size() * devicePixelRatioF());
    picture.setDevicePixelRatio(devicePixelRatioF());
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    paintColumns(painter);
    return picture;
}

void DensityStrip::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    m_picture = {}; // Its colours, or the way it runs, may be others now.
}

void DensityStrip::paintSeen(QPainter& painter) const
{
    const auto& colours = colourTokens(palette());
    const QRect all = rectOf(m_strip.columnOf(m_first)).united(rectOf(m_strip.columnOf(m_last)));
    const int width = std::max(all.width() + 2, 6); // To be seen among ten million events.
    const int left
        = std::clamp(all.center().x() - width / 2, 1, std::max(1, this->width() - width - 1));
    const QRect seen(left, 2, width, height() - 4);
    painter.fillRect(seen, colours.selection);
    painter.setPen(colours.running.ink);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(seen.adjusted(0, 0, -1, -1));
}

void DensityStrip::paintColumns(QPainter& painter) const
{
    const auto& colours = colourTokens(palette());
    const int room = height() - 2 * PAD - TICKS - 2;
    const int ground = PAD + room;
    for (int column = 0; column < m_strip.size(); ++column) {
        const RecordStrip::Column& here = m_strip.at(column);
        const QRect place = rectOf(column);
        if (here.idle) {
            for (int y = PAD; y < height() - PAD; y += 4) { // A dotted line: time is left out.
                painter.fillRect(place.x(), y, 1, 2, colours.borderStrong);
            }
        }
        if (here.count > 0) {
            // The root keeps single events visible beside floods.
            const double share = std::sqrt(double(here.count) / double(m_strip.largestCount()));
            const int tall = std::max(2, static_cast<int>(share * room));
            painter.fillRect(place.x(), ground - tall, place.width() - 1, tall, colours.secondary);
        }
        if (here.failed || here.waited) {
            const int wide = std::max(3, place.width() - 1);
            painter.fillRect(place.x(), ground + 2, wide, TICKS,
                             here.failed ? colours.failed.ink : colours.needsYou.ink);
        }
    }
}

void DensityStrip::resizeEvent(QResizeEvent*)
{
    refresh();
}

void DensityStrip::want(int column)
{
    if (column < 0 || column >= m_strip.size()) {
        return;
    }
    // Between events the one before is nearest: empty columns lie behind it.
    const int filled = m_strip.at(column).count > 0 ? column : m_strip.nextFilled(column, -1);
    emit wanted(m_strip.at(filled).upTo);
}

void DensityStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        want(columnAt(static_cast<int>(event->position().x())));
    }
}

void DensityStrip::mouseMoveEvent(QMouseEvent* event)
{
    if ((event->buttons() & Qt::LeftButton) != 0) {
        want(columnAt(static_cast<int>(event->position().x())));
    }
}

void DensityStrip::keyPressEvent(QKeyEvent* event)
{
    const int here = m_strip.columnOf(m_last);
    const int forward = isRightToLeft() ? -1 : 1;
    int column = here;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        column = m_strip.nextFilled(here, event->key() == Qt::Key_Right ? forward : -forward);
        break;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        for (int step = 0; step < PAGE_OF_COLUMNS; ++step) {
            column = m_strip.nextFilled(column, event->key() == Qt::Key_PageDown ? 1 : -1);
        }
        break;
    case Qt::Key_Home:
        column = m_strip.nextFilled(-1, 1);
        break;
    case Qt::Key_End:
        column = m_strip.nextFilled(m_strip.size(), -1);
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    want(column);
}

void DensityStrip::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void DensityStrip::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool DensityStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = m_strip.size() > 0 ? columnText(columnAt(help->pos().x())) : QString();
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace tamma::ui
