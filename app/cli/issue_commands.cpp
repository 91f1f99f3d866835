// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/issue_commands.h"

#include "core/git/repository.h"
#include "core/platforms/local/issue_import.h"

#include <QDir>
#include <QFile>

namespace tamma::cli {

using namespace Qt::StringLiterals;

namespace {

Result<QString> readText(const QString& file)
{
    QFile source(file);
    const bool open = file == u"-"_s ? source.open(stdin, QIODevice::ReadOnly)
                                     : source.open(QIODevice::ReadOnly);
    if (!open) {
        return failure(errors::FILE_READ_FAILED, source.errorString(), {{u"file"_s, file}});
    }
    return QString::fromUtf8(source.readAll());
}

ExitCode showCreated(Session& session, const IssueId& id)
{
    const auto view = session.view();
    if (!view) {
        return session.output().fail(view.error());
    }
    const auto row = view->issues.row(id);
    session.output().row(toJson(*row), u"Issue #%1: %2"_s.arg(row->number).arg(row->title));
    return Ok;
}

ExitCode create(Session& session, const engine::CreateIssue& command)
{
    const auto receipt = session.carryOut(command);
    return receipt ? showCreated(session, IssueId(receipt->id))
                   : session.output().fail(receipt.error());
}

/// Carries out a command about the issue that the arguments name, and shows the issue after it.
template <typename MakeCommand>
ExitCode about(Session& session, const IssueArguments& arguments, const MakeCommand& make)
{
    const auto row = findIssue(session, arguments.name, arguments.repository);
    if (!row) {
        return session.output().fail(row.error());
    }
    const auto receipt = session.carryOut(make(*row));
    return receipt ? showCreated(session, row->id) : session.output().fail(receipt.error());
}

} // namespace

Result<QString> repositoryOf(const QString& folder)
{
    TRY_ASSIGN(const auto repository,
               git::Repository::open(folder.isEmpty() ? QDir::currentPath() : folder));
    return repository.root();
}

Result<readmodels::IssueRow> findIssue(Session& session, const QString& name,
                                       const QString& folder)
{
    TRY_ASSIGN(const RecordView view, session.view());
    // A piece of an id is enough outside any repository; a number needs one.
    const auto repository = repositoryOf(folder);
    auto found = view.findIssue(name, repository.value_or(QString()));
    const bool isMissing = !found && found.error().code == errors::NOT_FOUND;
    return isMissing && !repository ? std::unexpected(repository.error()) : found;
}

ExitCode addIssue(Session& session, const IssueArguments& arguments)
{
    const auto repository = repositoryOf(arguments.repository);
    if (!repository) {
        return session.output().fail(repository.error());
    }
    const auto body = arguments.body == u"-"_s ? readText(u"-"_s) : Result<QString>(arguments.body);
    if (!body) {
        return session.output().fail(body.error());
    }
    return create(session, {*repository, arguments.title, *body, arguments.labels});
}

ExitCode editIssue(Session& session, const IssueArguments& arguments)
{
    const auto body = arguments.body == u"-"_s ? readText(u"-"_s) : Result<QString>(arguments.body);
    if (!body) {
        return session.output().fail(body.error());
    }
    return about(session, arguments, [&](const readmodels::IssueRow& row) {
        return engine::EditIssue{row.id, arguments.title.isEmpty() ? row.title : arguments.title,
                                 body->isEmpty() ? row.body : *body};
    });
}

ExitCode labelIssue(Session& session, const IssueArguments& arguments)
{
    return about(session, arguments, [&](const readmodels::IssueRow& row) {
        return engine::LabelIssue{row.id, arguments.labels};
    });
}

ExitCode commentIssue(Session& session, const IssueArguments& arguments)
{
    return about(session, arguments, [&](const readmodels::IssueRow& row) {
        return engine::CommentIssue{row.id, arguments.body};
    });
}

ExitCode listIssues(Session& session, const IssueArguments& arguments)
{
    const auto view = session.view();
    if (!view) {
        return session.output().fail(view.error());
    }
    const QString repository = arguments.repository.isEmpty()
        ? QString()
        : repositoryOf(arguments.repository).value_or(arguments.repository);
    for (const readmodels::IssueRow& row : view->issues.rows()) {
        if (repository.isEmpty() || row.repository == repository) {
            session.output().row(toJson(row),
                                 u"#%1  %2  %3"_s.arg(row.number)
                                     .arg(row.closed ? u"closed"_s : u"open  "_s, row.title));
        }
    }
    if (view->issues.rows().isEmpty()) {
        session.output().say(u"No issue yet. Write one: tamma issues add \"What should change\""_s);
    }
    return Ok;
}

ExitCode showIssue(Session& session, const IssueArguments& arguments)
{
    const auto row = findIssue(session, arguments.name, arguments.repository);
    if (!row) {
        return session.output().fail(row.error());
    }
    QString text = u"#%1  %2\n%3\n"_s.arg(row->number).arg(row->title, row->repository);
    if (!row->labels.isEmpty()) {
        text += u"Labels: %1\n"_s.arg(row->labels.join(u", "_s));
    }
    text += u'\n' + row->body;
    for (const events::IssueCommented& comment : row->comments) {
        text += u"\n\n%1: %2"_s.arg(comment.author, comment.text);
    }
    session.output().row(toJson(*row), text);
    return Ok;
}

ExitCode importIssues(Session& session, const IssueArguments& arguments)
{
    const auto repository = repositoryOf(arguments.repository);
    if (!repository) {
        return session.output().fail(repository.error());
    }
    const auto text = readText(arguments.file);
    if (!text) {
        return session.output().fail(text.error());
    }
    const auto drafts = platforms::importMarkdown(*text);
    if (drafts.isEmpty()) {
        return session.output().fail(
            {errors::INVALID_ARGUMENT, u"The file has no heading: each one becomes an issue."_s});
    }
    for (const platforms::IssueDraft& draft : drafts) {
        if (const ExitCode code
            = create(session, {*repository, draft.title, draft.body, draft.labels});
            code != Ok) {
            return code;
        }
    }
    return Ok;
}

} // namespace tamma::cli
