// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/bench_report.h"

namespace tamma::ui::bench {

/// How long to measure: a short run proves that the bench works, its figures say little.
enum class Length { Short, Full };

/// From the moment an engine thread has an event until its row is on screen, at 5,000 a second.
void measureEventToPixel(BenchReport& report, Length length);

/// Fifty loops that stream 200 lines a second each through recorder, record and engine into the
/// real window: event to pixel, the GUI thread, its stalls, memory.
void measureStreaming(BenchReport& report, Length length);

/// From ten million rows to the first painted screen of them, beside a QTableView.
void measureFirstPaint(BenchReport& report, Length length);

/// Frames of scrolling and of dragging the thumb through ten million rows, beside a QTableView.
void measureScrolling(BenchReport& report, Length length);

/// What a batch of rows at the end of ten million costs, beside a QTableView.
void measureAppend(BenchReport& report, Length length);

/// From a commit whose file of 200,000 lines has 100,000 changed ones to the first coloured screen
/// of them, beside git printing the same diff as text.
void measureDiffFirstPaint(BenchReport& report, Length length);

/// From the start of `tamma-desktop` to its first frame, and its memory when it has come to rest,
/// beside a program that shows an empty window.
void measureStart(BenchReport& report, Length length);

/// Is that other program, until it is killed: `bench_ui --bare-window`.
int showBareWindow();

} // namespace tamma::ui::bench
