// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/loop.h"

#include <QList>
#include <QMap>

namespace tamma::workflow {

/// The name of the standard workflow in the record.
inline const QString STANDARD_WORKFLOW = QStringLiteral("standard-14-step");

/// Settings for single steps, by step.
using StepSettings = QMap<StepId, QMap<QString, QString>>;

/// Returns the plan of the standard workflow: the product spec's fourteen steps in their order,
/// each with the settings that `settings` names for it.
[[nodiscard]] QList<events::PlannedStep> standardPlan(const StepSettings& settings);

} // namespace tamma::workflow
