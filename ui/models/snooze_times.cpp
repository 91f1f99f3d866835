// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/snooze_times.h"

#include <QDateTime>

namespace tamma::ui {

namespace {

constexpr int EVENING = 18;
constexpr int MORNING = 9;

Timestamp localMoment(QDate day, int hour)
{
    return Timestamp(std::chrono::milliseconds(QDateTime(day, QTime(hour, 0)).toMSecsSinceEpoch()));
}

} // namespace

QList<SnoozeTime> snoozeTimes(Timestamp now)
{
    using Kind = SnoozeTime::Kind;
    const QDate today = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).date();
    const QDate monday = today.addDays(8 - today.dayOfWeek());
    const Timestamp inAnHour = now + std::chrono::hours(1);
    const Timestamp evening = localMoment(today, EVENING);
    QList<SnoozeTime> times{{Kind::InAnHour, inAnHour}};
    if (evening > inAnHour) {
        times.append({Kind::ThisEvening, evening});
    }
    times.append({Kind::TomorrowMorning, localMoment(today.addDays(1), MORNING)});
    if (monday != today.addDays(1)) {
        times.append({Kind::NextWeek, localMoment(monday, MORNING)});
    }
    return times;
}

} // namespace tamma::ui
