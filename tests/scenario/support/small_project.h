// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/test_repository/test_repository.h"

#include <QList>

namespace tamma::tests {

/// A file as a recorded agent leaves it.
struct RecordedFile {
    QString path;
    QByteArray content;
};

/// A repository whose commands take no time, and recorded agents that change it: for scenarios in
/// which the loop matters and not the project.
///
/// Shape    greeting.txt says "Hello"; `commands` are those of .tamma/project.yaml, each a line
///          such as "build: true".
class SmallProject : public TestRepository {
public:
    explicit SmallProject(const QStringList& commands
                          = {QStringLiteral("build: \"true\""), QStringLiteral("test: \"true\"")});

    /// Writes a recording, to be named with --recording. The n-th file is what the n-th attempt
    /// writes.
    [[nodiscard]] QString recording(const QList<RecordedFile>& attempts) const;

    /// Returns how often something was merged into main.
    [[nodiscard]] int merges() const;
};

/// The answers that a scripted agent gives in the structured steps; they fit the schemas.
namespace answers {
[[nodiscard]] QJsonObject research();
[[nodiscard]] QJsonObject ambiguity();
[[nodiscard]] QJsonObject review();
} // namespace answers

} // namespace tamma::tests
