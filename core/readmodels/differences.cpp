// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/differences.h"

namespace tamma::readmodels {

namespace {

template <typename Row, typename IdOf>
QList<RowChange<Row>> changesOf(const QList<Row>& before, const QList<Row>& after, const IdOf& idOf)
{
    QHash<std::decay_t<std::invoke_result_t<IdOf, const Row&>>, qsizetype> places;
    for (qsizetype i = 0; i < before.size(); ++i) {
        places.insert(std::invoke(idOf, before.at(i)), i);
    }
    QList<RowChange<Row>> changes;
    for (const Row& row : after) {
        const qsizetype place = places.value(std::invoke(idOf, row), -1);
        if (place < 0) {
            changes.append({std::nullopt, row});
        } else if (!(before.at(place) == row)) {
            changes.append({before.at(place), row});
        }
    }
    return changes;
}

} // namespace

Differences differencesBetween(const Moment& before, const Moment& after)
{
    return {changesOf(before.loops, after.loops, &LoopRow::id),
            changesOf(before.approvals, after.approvals,
                      [](const Approval& approval) { return approval.request.approvalId; }),
            changesOf(before.issues, after.issues, &IssueRow::id)};
}

} // namespace tamma::readmodels
