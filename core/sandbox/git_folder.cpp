// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/git_folder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace tamma::sandbox {

namespace {

QString firstLine(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QString::fromLocal8Bit(file.readLine(4096)).trimmed();
}

} // namespace

std::optional<GitFolder> linkedGitFolder(const QString& worktree)
{
    const QFileInfo file(worktree + QStringLiteral("/.git"));
    if (file.isSymLink() || !file.isFile()) {
        return std::nullopt;
    }
    const QString line = firstLine(file.filePath());
    if (!line.startsWith(QLatin1StringView("gitdir: "))) {
        return std::nullopt;
    }
    const QString linked = QDir::cleanPath(QDir(worktree).absoluteFilePath(line.mid(8)));
    const QString asWritten = QDir::cleanPath(linked + QStringLiteral("/../.."));
    const QString path = QFileInfo(asWritten).canonicalFilePath();
    const QString linkedPath = QFileInfo(linked).canonicalFilePath();
    const QString back = firstLine(linkedPath + QStringLiteral("/gitdir"));
    const bool pointsBack = !back.isEmpty()
        && QFileInfo(QDir(linkedPath).absoluteFilePath(back)).canonicalFilePath()
            == file.canonicalFilePath();
    const bool isGit = !path.isEmpty()
        && linkedPath.startsWith(path + QStringLiteral("/worktrees/"))
        && QFileInfo(path + QStringLiteral("/HEAD")).isFile()
        && QFileInfo(path + QStringLiteral("/objects")).isDir();
    if (!pointsBack || !isGit) {
        return std::nullopt;
    }
    return GitFolder{path, asWritten};
}

} // namespace tamma::sandbox
