// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/approval_config.h"

namespace tamma::config {

using namespace Qt::StringLiterals;

ApprovalConfig readApproval(YamlMap& root)
{
    constexpr int MOST_PEOPLE = 20;
    constexpr int LONGEST_HOURS = 24 * 365;
    ApprovalConfig approval;
    if (std::optional<YamlMap> map = root.map(u"approval"_s)) {
        approval.quorum = map->number(u"quorum"_s, approval.quorum, 1, MOST_PEOPLE);
        approval.separationOfDuties
            = map->flag(u"separationOfDuties"_s, approval.separationOfDuties);
        approval.timeout = std::chrono::hours(map->number(
            u"timeoutHours"_s, static_cast<int>(approval.timeout.count()), 0, LONGEST_HOURS));
        map->refuseOtherKeys();
    }
    return approval;
}

} // namespace tamma::config
