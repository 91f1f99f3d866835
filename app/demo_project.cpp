// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo_project.h"

#include "core/io/process_runner.h"
#include "core/platforms/local/issue_import.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace tamma {

using namespace Qt::StringLiterals;

namespace {

const QString PROJECT = u":/tamma/demo/project"_s;
const QString ISSUES = u":/tamma/demo/issues.md"_s;
const QStringList RECORDINGS{u"green"_s, u"feedback"_s,
                             u"breaking"_s}; // In the order of the issues.

Result<> copyProject(const QDir& target)
{
    QDirIterator files(PROJECT, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString source = files.next();
        const QString path = target.filePath(source.mid(PROJECT.size() + 1));
        QDir().mkpath(QFileInfo(path).path());
        if (!QFile::copy(source, path)) {
            return failure(errors::FILE_WRITE_FAILED, u"%1 cannot be written"_s.arg(path),
                           {{u"file"_s, path}});
        }
        // Resources are read-only; files of a project are not.
        QFile::setPermissions(
            path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    }
    return {};
}

Result<> git(const QString& folder, const QStringList& arguments)
{
    io::ProcessSpec spec;
    spec.program = u"git"_s;
    spec.arguments = arguments;
    spec.workingFolder = folder;
    // The user's own configuration does not reach the demo: no hooks, no signing, any name.
    spec.environment = {{u"PATH"_s, qEnvironmentVariable("PATH")},
                        {u"GIT_CONFIG_GLOBAL"_s, u"/dev/null"_s},
                        {u"GIT_CONFIG_NOSYSTEM"_s, u"1"_s},
                        {u"GIT_AUTHOR_NAME"_s, u"Tamma demo"_s},
                        {u"GIT_AUTHOR_EMAIL"_s, u"demo@localhost"_s},
                        {u"GIT_COMMITTER_NAME"_s, u"Tamma demo"_s},
                        {u"GIT_COMMITTER_EMAIL"_s, u"demo@localhost"_s}};
    spec.mergeStreams = true;
    spec.timeLimit = std::chrono::seconds(60);
    QByteArray output;
    TRY_ASSIGN(const auto done,
               io::SystemProcessRunner().run(
                   spec, [&output](const io::OutputChunk& chunk) { output += chunk.bytes; }, {}));
    if (done.exit.code != 0) {
        return failure(errors::GIT_FAILED, QString::fromUtf8(output).trimmed());
    }
    return {};
}

Result<> makeRepository(const QString& folder)
{
    TRY(copyProject(QDir(folder)));
    TRY(git(folder, {u"init"_s, u"--quiet"_s, u"--initial-branch=main"_s}));
    TRY(git(folder, {u"add"_s, u"--all"_s}));
    return git(
        folder,
        {u"commit"_s, u"--quiet"_s, u"--message=Invoices: print, add up, charge interest"_s});
}

} // namespace

QString freeDemoFolder(const QString& parent)
{
    QString folder = parent + u"/invoice"_s;
    for (int i = 2; QFileInfo::exists(folder); ++i) {
        folder = u"%1/invoice-%2"_s.arg(parent).arg(i);
    }
    return folder;
}

Result<QList<DemoIssue>> makeDemoProject(const QString& folder)
{
    const QDir target(folder);
    const bool existed = target.exists();
    if (existed && !target.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        return failure(errors::INVALID_ARGUMENT,
                       u"The demo needs a folder of its own, and %1 is not empty."_s.arg(folder),
                       {{u"folder"_s, folder}});
    }
    if (!QDir().mkpath(folder)) {
        return failure(errors::FILE_WRITE_FAILED, u"%1 cannot be made"_s.arg(folder),
                       {{u"folder"_s, folder}});
    }
    if (const auto made = makeRepository(folder); !made) {
        QDir(folder).removeRecursively();
        return std::unexpected(made.error());
    }
    QFile text(ISSUES);
    if (!text.open(QIODevice::ReadOnly)) {
        return failure(errors::INTERNAL, u"the demo is not part of this program"_s);
    }
    QList<DemoIssue> issues;
    const auto drafts = platforms::importMarkdown(QString::fromUtf8(text.readAll()));
    for (qsizetype i = 0; i < drafts.size() && i < RECORDINGS.size(); ++i) {
        platforms::IssueDraft draft = drafts.at(i);
        draft.repository = QDir(folder).canonicalPath();
        draft.author = u"demo"_s;
        issues.append({draft, {{}, u"playback"_s, RECORDINGS.at(i)}});
    }
    return issues;
}

} // namespace tamma
