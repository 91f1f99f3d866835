// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/notice_settings.h"

#include "ui/shell/window_state.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

const QString NOTICES = u"notices"_s;
const QString HOUR_AND_MINUTE = u"HH:mm"_s;

QTime timeOf(const QJsonValue& value, QTime otherwise)
{
    const QTime time = QTime::fromString(value.toString(), HOUR_AND_MINUTE);
    return time.isValid() ? time : otherwise;
}

} // namespace

bool QuietHours::cover(const QDateTime& local) const
{
    if (!enabled) {
        return false;
    }
    const auto begins
        = [&](const QDate& day) { return days.contains(Qt::DayOfWeek(day.dayOfWeek())); };
    const QTime now = local.time();
    if (from < to) {
        return begins(local.date()) && now >= from && now < to;
    }
    return (begins(local.date()) && now >= from) || (begins(local.date().addDays(-1)) && now < to);
}

NoticeSettings noticeSettings(const WindowState& window)
{
    NoticeSettings settings;
    const auto kept = QJsonDocument::fromJson(window.bytes(NOTICES)).object();
    if (kept.isEmpty()) {
        return settings;
    }
    settings.enabled = kept["enabled"_L1].toBool(true);
    QuietHours& quiet = settings.quiet;
    quiet.enabled = kept["quiet"_L1].toBool(false);
    quiet.from = timeOf(kept["from"_L1], quiet.from);
    quiet.to = timeOf(kept["to"_L1], quiet.to);
    quiet.days.clear();
    for (const auto& day : kept["days"_L1].toArray()) {
        if (day.toInt() >= Qt::Monday && day.toInt() <= Qt::Sunday) {
            quiet.days.append(Qt::DayOfWeek(day.toInt()));
        }
    }
    return settings;
}

void setNoticeSettings(WindowState& window, const NoticeSettings& settings)
{
    QJsonArray days;
    for (const Qt::DayOfWeek day : settings.quiet.days) {
        days.append(int(day));
    }
    const QJsonObject kept{{u"enabled"_s, settings.enabled},
                           {u"quiet"_s, settings.quiet.enabled},
                           {u"from"_s, settings.quiet.from.toString(HOUR_AND_MINUTE)},
                           {u"to"_s, settings.quiet.to.toString(HOUR_AND_MINUTE)},
                           {u"days"_s, days}};
    window.setBytes(NOTICES, QJsonDocument(kept).toJson(QJsonDocument::Compact));
}

} // namespace tamma::ui
