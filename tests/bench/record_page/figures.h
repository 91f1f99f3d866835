// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/bench_report.h"

#include <QString>

namespace tamma::bench {

/// What is measured, and where its files are.
struct Bench {
    BenchReport& report;
    qint64 events; ///< Ten million, or less in a short run: its figures say little then.
    QString folder;
    [[nodiscard]] QString columnsFile() const { return folder + QStringLiteral("/columns"); }
};

/// Making the columns from a real SQLite record, from what a reader gives, and what they take.
void measureMaking(const Bench& bench);

/// Opening saved columns, and answering filters with them.
void measureFilters(const Bench& bench);

/// The page itself over saved columns: first paint, scrolling, dragging, a new filter, live events,
/// the strip. Its rows are made up, in another thread.
void measurePage(const Bench& bench);

} // namespace tamma::bench
