// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/time_bar.h"

#include "core/events/catalog.h"
#include "ui/client/gui_session.h"
#include "ui/text/error_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStyleOptionSlider>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace events;

namespace {

constexpr int FRAME_WIDTH = 3;
constexpr int SLIDER_END = 1'000'000'000; // Positions beyond it are reached by number.

QStringList typesOf(TimeStride stride)
{
    using namespace catalog;
    switch (stride) {
    case TimeStride::Event:
        break;
    case TimeStride::Step:
        return {typeNameOf<StepStarted>(), typeNameOf<StepCompleted>(), typeNameOf<StepFailed>()};
    case TimeStride::Loop:
        return {typeNameOf<LoopStarted>(), typeNameOf<LoopCompleted>(), typeNameOf<LoopFailed>(),
                typeNameOf<LoopCancelled>()};
    }
    return {};
}

/// Reads "6,204", "13:02" (of today), "2026-01-31 13:02:44"; local time.
std::optional<engine::Moment> momentIn(const QString& text, const QLocale& locale)
{
    bool isNumber = false;
    if (const qint64 position = locale.toLongLong(text, &isNumber); isNumber) {
        return Position{std::max<qint64>(0, position)};
    }
    QDateTime moment = QDateTime::fromString(text, Qt::ISODate);
    if (const QTime time = QTime::fromString(text, Qt::ISODate); time.isValid()) {
        moment = QDateTime(QDate::currentDate(), time);
    }
    return moment.isValid() ? std::optional<engine::Moment>(
                                  Timestamp(std::chrono::milliseconds(moment.toMSecsSinceEpoch())))
                            : std::nullopt;
}

} // namespace

TimeSlider::TimeSlider(QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{
    setObjectName(u"timeSlider"_s);
    setAccessibleName(tr("Moment of the record"));
}

void TimeSlider::keyPressEvent(QKeyEvent* event)
{
    const bool isArrow = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (!isArrow) {
        return QSlider::keyPressEvent(event);
    }
    const auto stride = event->modifiers().testFlag(Qt::ControlModifier) ? TimeStride::Loop
        : event->modifiers().testFlag(Qt::ShiftModifier)                 ? TimeStride::Step
                                                                         : TimeStride::Event;
    emit strideWanted(stride, (event->key() == Qt::Key_Right) != isRightToLeft());
}

MomentFrame::MomentFrame(const GuiSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    connect(&session, &GuiSession::momentChanged, this, [this] {
        const int width = m_session.isPast() ? FRAME_WIDTH : 0;
        setContentsMargins(width, width, width, width);
        update();
    });
}

void MomentFrame::paintEvent(QPaintEvent*)
{
    if (m_session.isPast()) {
        QPainter painter(this);
        const QRegion inside(contentsRect());
        painter.setClipRegion(QRegion(rect()) - inside);
        painter.fillRect(rect(), colourTokens(palette()).pastFrame);
    }
}

// Fusion's groove is hardly seen on a tinted strip.
void TimeSlider::paintEvent(QPaintEvent*)
{
    constexpr int GROOVE = 4;
    const auto& colours = colourTokens(palette());
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QPointF handle
        = style()
              ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this)
              .toRectF()
              .center();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QRectF groove(0, handle.y() - GROOVE / 2.0, width(), GROOVE);
    painter.setBrush(colours.borderStrong);
    painter.drawRoundedRect(groove, GROOVE / 2.0, GROOVE / 2.0);
    isRightToLeft() ? groove.setLeft(handle.x()) : groove.setRight(handle.x());
    painter.setBrush(colours.needsYou.ink);
    painter.drawRoundedRect(groove, GROOVE / 2.0, GROOVE / 2.0);
    painter.setBrush(hasFocus() ? colours.running.ink : colours.needsYou.ink);
    painter.setPen(QPen(colours.bg, 2));
    painter.drawEllipse(handle, 7, 7);
}

TimeBar::TimeBar(GuiSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_text(new ElidedLabel(TextRole::Strong, {}, this))
    , m_mark(new QPushButton(tr("Set A"), this))
    , m_compare(new QPushButton(icon(u"file-diff"_s), tr("Since A…"), this))
    , m_place(new QLineEdit(this))
    , m_slider(new TimeSlider(this))
{
    setObjectName(u"timeBar"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::SPACE_4, metrics::SPACE_2, metrics::SPACE_4,
                               metrics::SPACE_2);
    layout->setSpacing(metrics::SPACE_1);
    layout->addWidget(makeControls());
    layout->addWidget(m_slider);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        if (!m_syncing) {
            m_session.travelTo(Position{value});
        }
    });
    connect(m_slider, &TimeSlider::strideWanted, this, &TimeBar::stride);
    connect(m_place, &QLineEdit::returnPressed, this, [this] { goTo(m_place->text()); });
    connect(m_mark, &QPushButton::clicked, this, &TimeBar::setMark);
    connect(m_compare, &QPushButton::clicked, this, [this] {
        const auto [from, to] = std::minmax({m_marked, m_session.upTo()});
        emit comparisonWanted(from, to);
    });
    connect(&session, &GuiSession::momentChanged, this, &TimeBar::refresh);
    connect(&session, &GuiSession::travelFailed, this, &TimeBar::showFailure);
    hide();
}

QWidget* TimeBar::makeControls()
{
    auto* controls = new QWidget(this);
    auto* layout = new QHBoxLayout(controls);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addWidget(new IconLabel(
        u"history"_s, 18, [](const ColourTokens& colours) { return colours.needsYou.ink; },
        controls));
    m_text->setObjectName(u"timeText"_s);
    layout->addWidget(m_text, 1);
    const auto addStep = [&](const QString& name, const QString& iconName, const QString& text) {
        auto* button = new QPushButton(icon(iconName), {}, controls);
        button->setObjectName(name);
        button->setAccessibleName(text);
        button->setToolTip(text);
        connect(button, &QPushButton::clicked, this,
                [this, forward = name == "timeNext"_L1] { stride(TimeStride::Event, forward); });
        layout->addWidget(button);
    };
    addStep(u"timePrevious"_s, u"chevron-left"_s, tr("Previous event"));
    addStep(u"timeNext"_s, u"chevron-right"_s, tr("Next event"));
    m_place->setObjectName(u"timePlace"_s);
    m_place->setAccessibleName(tr("Go to an event number or a time"));
    m_place->setPlaceholderText(tr("Event or time"));
    m_place->setToolTip(tr("6204, 13:02 or 2026-01-31T13:02:44"));
    m_place->setMaximumWidth(160);
    layout->addWidget(m_place);
    m_mark->setObjectName(u"timeMark"_s);
    m_mark->setToolTip(tr("Remembers this moment, to see what happened since"));
    layout->addWidget(m_mark);
    m_compare->setObjectName(u"timeCompare"_s);
    m_compare->hide();
    layout->addWidget(m_compare);
    auto* back = new QPushButton(tr("Back to now"), controls);
    back->setObjectName(u"timeNow"_s);
    back->setToolTip(tr("Esc"));
    connect(back, &QPushButton::clicked, this, &TimeBar::close);
    layout->addWidget(back);
    return controls;
}

void TimeBar::open()
{
    if (!isVisible()) {
        show();
        refresh();
    }
    m_slider->setFocus(Qt::OtherFocusReason);
}

void TimeBar::close()
{
    m_session.returnToNow();
    hide();
}

void TimeBar::goTo(const QString& place)
{
    if (const auto moment = momentIn(place.trimmed(), locale())) {
        m_session.travelTo(*moment);
        m_place->clear();
    } else {
        m_text->setFullText(tr("“%1” is neither the number of an event nor a time").arg(place));
    }
}

void TimeBar::stride(TimeStride stride, bool forward)
{
    const QStringList types = typesOf(stride);
    const QList<QueryItem> items
        = types.isEmpty() ? QList<QueryItem>() : QList{QueryItem{types, {}}};
    forward ? m_session.travelToNext(items) : m_session.travelToPrevious(items);
}

void TimeBar::stepOver(const LoopId& loop, bool forward)
{
    open();
    if (loop.isEmpty()) {
        return stride(TimeStride::Event, forward);
    }
    const QList<QueryItem> items{{{}, {{tag::LOOP, loop.text()}}}};
    forward ? m_session.travelToNext(items) : m_session.travelToPrevious(items);
}

void TimeBar::setMark()
{
    m_marked = m_session.upTo();
    refresh();
}

void TimeBar::refresh()
{
    if (m_session.isPast()) {
        show();
    }
    m_syncing = true;
    m_slider->setRange(0, static_cast<int>(std::min<qint64>(m_session.head().value, SLIDER_END)));
    m_slider->setPageStep(std::max(1, m_slider->maximum() / 20));
    m_slider->setValue(static_cast<int>(std::min<qint64>(m_session.upTo().value, SLIDER_END)));
    m_syncing = false;
    const QString all = locale().toString(m_session.head().value);
    const auto& past = m_session.past();
    if (!past) {
        m_text->setFullText(tr("This is now, after %1 events").arg(all));
    } else if (past->position == Position{}) {
        m_text->setFullText(tr("Read only: before the first event"));
    } else {
        m_text->setFullText(
            tr("Read only: %1 · event %2 of %3")
                .arg(dateTimeText(past->recorded), locale().toString(past->position.value), all));
    }
    m_compare->setVisible(m_marked != Position{});
    m_compare->setEnabled(m_marked != m_session.upTo());
    m_compare->setToolTip(
        tr("What happened between event %1 and the shown one").arg(m_marked.value));
    update();
}

void TimeBar::showFailure(const Error& error)
{
    m_text->setFullText(errorSentence(error));
}

void TimeBar::paintEvent(QPaintEvent*)
{
    const auto& colours = colourTokens(palette());
    QPainter painter(this);
    painter.fillRect(rect(), m_session.isPast() ? colours.needsYou.tint : colours.alt);
    painter.fillRect(0, height() - 1, width(), 1,
                     m_session.isPast() ? colours.pastFrame : colours.border);
}

} // namespace tamma::ui
