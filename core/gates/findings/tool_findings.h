// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/gate.h"

#include <QList>
#include <QString>

#include <limits>

namespace tamma::gates {

inline constexpr qsizetype ALL_FINDINGS = std::numeric_limits<qsizetype>::max();

/// What a tool wrote, and where it ran.
struct ToolOutput {
    QString text; ///< Of its streams, or the content of a report file.
    QString folder; ///< The checkout; empty: no path is looked up.
    qsizetype most = 100; ///< Findings. Who leaves some out by himself takes ALL_FINDINGS.
};

/// Returns what a build, a test run or a linter found, with the places that a person can open.
/// Knows the formats of GCC, Clang, clang-tidy, the linker, CMake, TypeScript, ESLint (JSON),
/// pytest, ctest, Qt Test, GoogleTest, JUnit XML, SARIF 2.1, TAP, rustc, cargo (JSON), go and go
/// test (text, JSON); several may be mixed in one log. A text in another format has no findings.
///
/// Shape    Each finding once, the graver first, at most `most`, messages at most 500 characters.
///          Files are relative to `folder`; one that is not in there stands in the message instead.
///          Compiler errors and failed tests are "high", warnings "medium", notes none.
/// Threads  Any.
[[nodiscard]] QList<events::Finding> findingsIn(const ToolOutput& output);

} // namespace tamma::gates
