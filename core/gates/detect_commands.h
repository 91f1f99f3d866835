// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>

namespace tamma::gates {

/// The top folder of a project, on disk or in a commit.
struct ProjectFiles {
    QStringList names; ///< Files in it, without a path.
    std::function<QByteArray(const QString&)> read; ///< Empty for what is no readable file.
    QStringList folders = {};
};

/// Returns the top of a folder on disk. Links out of the folder are not followed.
[[nodiscard]] ProjectFiles projectFilesIn(const QString& folder);

/// How a project is built and tested; an empty command means that it has no such thing.
struct DetectedCommands {
    QString system; ///< "CMake", "npm"...; empty when nothing is known.
    QString build;
    QString test;

    friend bool operator==(const DetectedCommands&, const DetectedCommands&) = default;
};

/// Says how a project is built and tested, going by the files that its build system demands:
/// CMake, Meson, Cargo, Go, Maven, Gradle, npm (pnpm, yarn), Python, make; the first one wins.
/// A test command is there only when the project has tests that it would run.
[[nodiscard]] DetectedCommands detectCommands(const ProjectFiles& project);

} // namespace tamma::gates
