// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/project_settings.h"

namespace tamma::gates {

Result<config::ProjectConfig> projectSettings(const ChangeReader& changes,
                                              const GateRequest& request)
{
    const QString path = QString::fromLatin1(config::PROJECT_FILE);
    const auto text = changes.fileAt(request.repository, request.baseCommit, path);
    if (!text && text.error().code == errors::NOT_FOUND) {
        return config::ProjectConfig();
    }
    if (!text) {
        return std::unexpected(text.error());
    }
    return config::parseProjectConfig(*text, path);
}

Result<ProjectFiles> projectFilesAtBase(const ChangeReader& changes, const GateRequest& request,
                                        const QString& checkout)
{
    TRY_ASSIGN(const auto change,
               changes.change(request.repository, request.baseCommit, request.commit));
    const ProjectFiles now = projectFilesIn(checkout);
    QStringList names = now.names;
    ProjectFiles base{{}, {}, now.folders};
    for (const git::FileDiff& diff : change) {
        const QString& path = diff.file.oldPath;
        (path.contains(u'/') ? base.folders : names).append(path.section(u'/', 0, 0));
    }
    names.removeDuplicates();
    // A build may have left files that are in no commit.
    for (const QString& name : names) {
        const auto text = changes.fileAt(request.repository, request.baseCommit, name);
        if (text) {
            base.names.append(name);
        } else if (text.error().code != errors::NOT_FOUND) {
            return std::unexpected(text.error());
        }
    }
    base.read = [&changes, request](const QString& name) {
        return changes.fileAt(request.repository, request.baseCommit, name).value_or(QByteArray());
    };
    return base;
}

} // namespace tamma::gates
