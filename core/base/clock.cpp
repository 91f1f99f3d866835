// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include <QDateTime>
#include <QTimeZone>

namespace tamma {

QString toIso8601(Timestamp moment)
{
    const auto sinceEpoch = moment.time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch, QTimeZone::UTC).toString(Qt::ISODateWithMs);
}

std::optional<Timestamp> fromIso8601(const QString& text)
{
    const QDateTime parsed = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!parsed.isValid() || parsed.timeSpec() == Qt::LocalTime) {
        return std::nullopt;
    }
    return Timestamp(std::chrono::milliseconds(parsed.toMSecsSinceEpoch()));
}

Timestamp SystemClock::now() const
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
}

} // namespace tamma
