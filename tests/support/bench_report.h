// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamma {

/// One measured number beside the limit or the peer that it was measured against in the same run:
/// ratios stay true on a busy machine, absolute numbers do not.
struct BenchFigure {
    QString name; ///< What was measured: "append, durable, 1 caller".
    double value = 0;
    QString unit; ///< "1/s", "ms", "MB".
    QString against; ///< The limit or peer with its number: "raw SQLite insert 8422/s".
    double ratio = 0; ///< Value to peer; say in `goal` which way is better.
    QString goal; ///< ">= 0.50" of the ratio, or "<= 25 ms" of the value.
    bool ok = false; ///< The goal is met.
};

/// The output of a bench: one row a figure, as soon as it is known.
///
/// Shape    Columns for people; with `--json` in the arguments one object a line
///          {"name","value","unit","against","ratio","goal","ok"} and nothing else on stdout.
/// Threads  The thread that made it.
class BenchReport {
public:
    BenchReport(int argc, char** argv);

    /// Prints the figure.
    void figure(const BenchFigure& figure);

    /// Returns 0 when every figure met its goal, else 1.
    [[nodiscard]] int exitCode() const { return m_missed ? 1 : 0; }

private:
    bool m_json = false;
    bool m_headed = false;
    bool m_missed = false;
};

} // namespace tamma
