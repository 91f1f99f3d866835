// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/retry_policy.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tamma::workflow {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

std::optional<double> numberIn(const QMap<QString, QString>& settings, const QString& key)
{
    bool isNumber = false;
    const double number = settings.value(key).toDouble(&isNumber);
    return isNumber && number >= 0 ? std::optional(number) : std::nullopt;
}

milliseconds fromSeconds(double seconds)
{
    return milliseconds(static_cast<qint64>(std::min(seconds, 1e9) * 1000));
}

} // namespace

milliseconds RetryPolicy::delay(int failures, double chance) const
{
    const double longest = static_cast<double>(most.count());
    const double doubled
        = static_cast<double>(base.count()) * std::exp2(std::clamp(failures - 1, 0, 40));
    const double factor = 1 + jitter * (2 * chance - 1);
    return milliseconds(static_cast<qint64>(std::min(longest, doubled * factor)));
}

RetryPolicy retryPolicy(const QMap<QString, QString>& settings)
{
    RetryPolicy policy;
    if (const auto base = numberIn(settings, u"retryBaseSeconds"_s)) {
        policy.base = fromSeconds(*base);
    }
    if (const auto most = numberIn(settings, u"retryMaxSeconds"_s)) {
        policy.most = fromSeconds(*most);
    }
    if (const auto jitter = numberIn(settings, u"retryJitter"_s)) {
        policy.jitter = std::min(*jitter, 1.0);
    }
    return policy;
}

} // namespace tamma::workflow
