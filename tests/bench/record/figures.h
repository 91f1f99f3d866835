// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/bench_report.h"

namespace tamma::bench {

constexpr int LOOP_EVENTS = 200;

/// Appends that reach the disk, and the read of a loop, against raw SQLite.
void measureDurableAppends(BenchReport& report, const QString& folder);

/// A record of `events` events: its size, and what is asked of it.
void measureLargeRecord(BenchReport& report, const QString& folder, qint64 events);

/// A record of `events` events of real loops: how fast the screens are made from it.
void measureFolds(BenchReport& report, const QString& folder, qint64 events);

/// What it costs that names and words of people lie sealed.
void measureSealing(BenchReport& report, const QString& folder);

} // namespace tamma::bench
