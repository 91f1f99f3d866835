// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/gate.h"
#include "core/gates/gate.h"
#include "core/gates/repository_access.h"

#include <QList>

namespace tamma::gates {

/// Returns the files of a change that do not belong into a repository, or that a person has to
/// know about: stores of keys and passwords ("high"); programs, archives and scripts that run when
/// a package is installed ("medium"). Deleting one is no finding. A program is known by its ending
/// or by how it begins: binary files are read in the commit of `request`; fails as `reader` does.
[[nodiscard]] Result<QList<events::Finding>> dangerousFiles(const QList<git::FileDiff>& change,
                                                            const ChangeReader& reader,
                                                            const GateRequest& request);

} // namespace tamma::gates
