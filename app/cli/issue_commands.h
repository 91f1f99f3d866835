// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <QString>
#include <QStringList>

namespace tamma::cli {

/// What `tamma issues ...` was told. Empty texts were not given.
struct IssueArguments {
    QString repository; ///< Empty: the current folder.
    QString name; ///< Number or piece of an id.
    QString title;
    QString body; ///< "-" reads it from stdin.
    QStringList labels;
    QString file;
};

[[nodiscard]] ExitCode addIssue(Session& session, const IssueArguments& arguments);
[[nodiscard]] ExitCode editIssue(Session& session, const IssueArguments& arguments);
[[nodiscard]] ExitCode labelIssue(Session& session, const IssueArguments& arguments);
[[nodiscard]] ExitCode commentIssue(Session& session, const IssueArguments& arguments);
[[nodiscard]] ExitCode listIssues(Session& session, const IssueArguments& arguments);
[[nodiscard]] ExitCode showIssue(Session& session, const IssueArguments& arguments);
[[nodiscard]] ExitCode importIssues(Session& session, const IssueArguments& arguments);

/// Returns the repository that the arguments mean. Fails as git::Repository::open() does.
[[nodiscard]] Result<QString> repositoryOf(const QString& folder);

/// Returns the issue of that number in the repository of `folder`, or of that piece of an id.
/// Fails with NOT_FOUND, and with what is the matter with the repository if a number needs it.
[[nodiscard]] Result<readmodels::IssueRow> findIssue(Session& session, const QString& name,
                                                     const QString& folder);

} // namespace tamma::cli
