// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/read_models.h"

#include "core/readmodels/snapshot.h"

namespace tamma::readmodels {

void ReadModels::apply(const events::StoredEvent& stored)
{
    Touched touched;
    apply(stored, touched);
}

void ReadModels::apply(const events::StoredEvent& stored, Touched& touched)
{
    for (const LoopId& id : loops.apply(stored)) {
        touched.loops.insert(id);
    }
    for (const ApprovalId& id : approvals.apply(stored)) {
        touched.approvals.insert(id);
    }
    for (const IssueId& id : issues.apply(stored)) {
        touched.issues.insert(id);
    }
    gates.apply(stored);
    agents.apply(stored);
    plugins.apply(stored);
    metrics.apply(stored);
}

QByteArray ReadModels::version()
{
    return snapshotVersion<ReadModels>(1);
}

QByteArray ReadModels::snapshot() const
{
    return snapshotOf(*this);
}

std::optional<ReadModels> ReadModels::fromSnapshot(QByteArrayView bytes)
{
    return foldFrom<ReadModels>(bytes);
}

} // namespace tamma::readmodels
