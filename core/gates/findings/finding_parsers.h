// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/gate.h"

#include <QList>
#include <QString>

namespace tamma::gates {

// One function for each format: what a tool wrote in, findings with its own paths out. A text in
// another format, cut off or broken gives fewer findings, never an error.

using Findings = QList<events::Finding>;

[[nodiscard]] Findings
compilerFindings(const QString& text); ///< GCC, Clang, clang-tidy, ld, CMake.
[[nodiscard]] Findings typeScriptFindings(const QString& text); ///< tsc, plain and pretty.
[[nodiscard]] Findings esLintFindings(const QString& text); ///< eslint -f json.
[[nodiscard]] Findings pytestFindings(const QString& text);
[[nodiscard]] Findings testProgramFindings(const QString& text); ///< ctest, Qt Test, GoogleTest.
[[nodiscard]] Findings junitFindings(const QString& text);
[[nodiscard]] Findings sarifFindings(const QString& text);
[[nodiscard]] Findings tapFindings(const QString& text);
[[nodiscard]] Findings rustFindings(const QString& text); ///< rustc, cargo test; as text.
[[nodiscard]] Findings cargoFindings(const QString& text); ///< cargo --message-format=json.
[[nodiscard]] Findings goFindings(const QString& text); ///< go build, vet, test; as text.
[[nodiscard]] Findings goTestFindings(const QString& text); ///< go test -json.

/// Splits into lines; lines that no tool writes for people (above 4,096 characters) come as empty.
[[nodiscard]] QStringList linesOf(const QString& text);

/// The JSON document that a log holds: from the first line that starts with a bracket to the last
/// that ends with one.
[[nodiscard]] QByteArray jsonIn(const QString& text);

/// The rule of a test that failed.
inline const QString TEST_FAILED = QStringLiteral("test.failed");

} // namespace tamma::gates
