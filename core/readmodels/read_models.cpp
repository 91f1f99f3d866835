// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/read_models.h"

#include "core/events/catalog.h"
#include "core/readmodels/plugin_events.h"
#include "core/readmodels/snapshot.h"

namespace tamma::readmodels {

namespace {

/// Two thirds of a record: a sign of life of the loop and its issue, and nothing else.
bool isOutput(const events::StoredEvent& stored)
{
    return std::holds_alternative<events::TranscriptAppended>(stored.event.payload)
        || std::holds_alternative<events::GateLogAppended>(stored.event.payload);
}

void applyToTotals(ReadModels& models, const events::StoredEvent& stored)
{
    models.gates.apply(stored);
    models.agents.apply(stored);
    models.plugins.apply(stored);
    models.metrics.apply(stored);
}

} // namespace

void ReadModels::apply(const events::StoredEvent& stored)
{
    loops.apply(stored);
    issues.apply(stored);
    if (!isOutput(stored)) {
        approvals.apply(stored);
        applyToTotals(*this, stored);
    }
}

QStringList ReadModels::payloads()
{
    QStringList types = events::catalog::allTypes();
    for (const QString& type :
         events::catalog::typeNamesOf<events::TranscriptAppended, events::GateLogAppended>()) {
        types.removeAll(type);
    }
    return types << plugin_events::INSTALLED << plugin_events::UPDATED;
}

void ReadModels::apply(const events::StoredEvent& stored, Touched& touched)
{
    for (const LoopId& id : loops.apply(stored)) {
        touched.loops.insert(id);
    }
    for (const IssueId& id : issues.apply(stored)) {
        touched.issues.insert(id);
    }
    if (isOutput(stored)) {
        return;
    }
    for (const ApprovalId& id : approvals.apply(stored)) {
        touched.approvals.insert(id);
    }
    applyToTotals(*this, stored);
}

QByteArray ReadModels::version()
{
    return snapshotVersion<ReadModels>(4);
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
