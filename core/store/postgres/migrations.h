// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace tamma::store::postgres::migrations {

// The steps from one version of the schema to the next, as SQL; each runs inside the transaction of
// its caller. What was released never changes.

/// The tables of the product spec, the chain of hashes, and what appends and tails call.
///
/// Shape    `events`: the spec's columns; `position` and `recorded` say where and when it was
///          stored, `keys` are tags and type (":TYPE") as text, under the one GIN index that all
///          queries use; `exact` holds what JSONB and text cannot (a NUL, an id that is no UUID, a
///          very long tag), null nearly always. `plugin_installs`, `workflow_runs` and
///          `user_configs` are the spec's; nothing in them is used yet.
[[nodiscard]] QByteArray createVersion1();

/// The keys of people.
[[nodiscard]] QByteArray toVersion2();

/// Conditions about the newest events cost the same however many events have their keys.
[[nodiscard]] QByteArray toVersion3();

} // namespace tamma::store::postgres::migrations
