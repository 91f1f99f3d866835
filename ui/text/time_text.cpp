// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/time_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace tamma::ui {

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

struct TimeText {
    Q_DECLARE_TR_FUNCTIONS(TimeText)
};

QDateTime localTime(Timestamp moment)
{
    return QDateTime::fromMSecsSinceEpoch(moment.time_since_epoch().count()).toLocalTime();
}

QString number(qint64 count)
{
    return QLocale().toString(count);
}

} // namespace

QString ageText(milliseconds age)
{
    if (age < 1min) {
        return TimeText::tr("%1 s").arg(number(std::max<qint64>(0, floor<seconds>(age).count())));
    }
    if (age < 1h) {
        return TimeText::tr("%1 min").arg(number(floor<minutes>(age).count()));
    }
    if (age < 48h) {
        return TimeText::tr("%1 h").arg(number(floor<hours>(age).count()));
    }
    return TimeText::tr("%1 days").arg(number(floor<days>(age).count()));
}

QString agoText(Timestamp moment, Timestamp now)
{
    return now - moment < 1s ? TimeText::tr("just now")
                             : TimeText::tr("%1 ago").arg(ageText(now - moment));
}

QString durationText(milliseconds duration)
{
    if (duration < 10s) {
        return TimeText::tr("%1 s").arg(
            QLocale().toString(std::max<double>(0, duration.count()) / 1000.0, 'f', 1));
    }
    if (duration < 1min) {
        return ageText(duration);
    }
    if (duration < 1h) {
        const auto whole = floor<minutes>(duration);
        return TimeText::tr("%1 min %2 s")
            .arg(number(whole.count()), number(floor<seconds>(duration - whole).count()));
    }
    const auto whole = floor<hours>(duration);
    return TimeText::tr("%1 h %2 min")
        .arg(number(whole.count()), number(floor<minutes>(duration - whole).count()));
}

QString clockText(Timestamp moment)
{
    return localTime(moment).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString momentText(Timestamp moment, Timestamp now)
{
    const QDateTime time = localTime(moment);
    return time.date() == localTime(now).date()
        ? clockText(moment)
        : QLocale().toString(time, QStringLiteral("d MMM HH:mm:ss"));
}

QString comingText(Timestamp moment, Timestamp now)
{
    const QDateTime time = localTime(moment);
    const qint64 days = localTime(now).date().daysTo(time.date());
    const QString clock = time.toString(QStringLiteral("HH:mm"));
    return days == 0 ? clock
        : days == 1  ? TimeText::tr("tomorrow %1").arg(clock)
                     : QLocale().toString(time, QStringLiteral("ddd d MMM ")) + clock;
}

QString dateTimeText(Timestamp moment)
{
    const QDateTime time = localTime(moment);
    const QLocale locale;
    return locale.toString(time.date(), QLocale::ShortFormat) + u' '
        + time.toString(QStringLiteral("HH:mm:ss"));
}

} // namespace tamma::ui
