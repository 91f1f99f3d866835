// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/approval_config.h"

#include <QRegularExpression>

namespace tamma::config {

using namespace Qt::StringLiterals;

namespace {

ApprovalRules readRules(YamlMap& map, ApprovalRules rules)
{
    constexpr int MOST_PEOPLE = 20;
    constexpr int LONGEST_HOURS = 24 * 365;
    rules.quorum = map.number(u"quorum"_s, rules.quorum, 1, MOST_PEOPLE);
    rules.separationOfDuties = map.flag(u"separationOfDuties"_s, rules.separationOfDuties);
    rules.timeout = std::chrono::hours(
        map.number(u"timeoutHours"_s, static_cast<int>(rules.timeout.count()), 0, LONGEST_HOURS));
    rules.escalateTo = map.text(u"escalateTo"_s, rules.escalateTo).trimmed();
    return rules;
}

bool matches(const QString& glob, const QString& branch)
{
    return QRegularExpression::fromWildcard(glob, Qt::CaseSensitive,
                                            QRegularExpression::NonPathWildcardConversion)
        .match(branch)
        .hasMatch();
}

} // namespace

ApprovalConfig readApproval(YamlMap& root)
{
    ApprovalConfig approval;
    std::optional<YamlMap> map = root.map(u"approval"_s);
    if (!map) {
        return approval;
    }
    approval.rules = readRules(*map, approval.rules);
    if (std::optional<YamlMap> branches = map->map(u"branches"_s)) {
        for (const QString& glob : branches->keys()) {
            if (std::optional<YamlMap> rules = branches->map(glob)) {
                approval.branches.insert(glob, readRules(*rules, approval.rules));
                rules->refuseOtherKeys();
            }
        }
    }
    map->refuseOtherKeys();
    return approval;
}

const ApprovalRules& ApprovalConfig::of(const QString& branch) const
{
    const ApprovalRules* found = &rules;
    qsizetype longest = -1;
    for (auto it = branches.begin(); it != branches.end(); ++it) {
        if (it.key().size() > longest && matches(it.key(), branch)) {
            found = &it.value();
            longest = it.key().size();
        }
    }
    return *found;
}

} // namespace tamma::config
