// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recover_commands.h"

#include "core/engine/recovery_queries.h"
#include "core/git/changes.h"
#include "ui/text/kept_text.h"
#include "ui/text/status_text.h"

#include <QDir>
#include <QJsonArray>

namespace tamma::cli {

using namespace Qt::StringLiterals;
using engine::KeptItem;
using git::KeptBecause;

namespace {

/// The words that --json uses; frozen.
QString reasonWord(KeptBecause because)
{
    static const QHash<KeptBecause, QString> words{
        {KeptBecause::Attempt, u"attempt"_s},   {KeptBecause::Reset, u"reset"_s},
        {KeptBecause::Removed, u"removed"_s},   {KeptBecause::SessionEnded, u"sessionEnded"_s},
        {KeptBecause::LoopOver, u"loopOver"_s}, {KeptBecause::Replaced, u"replaced"_s}};
    return words.value(because, u"unknown"_s);
}

QJsonObject toJson(const KeptItem& item)
{
    const git::KeptWork& work = item.work;
    return {{u"ref"_s, work.ref},
            {u"repository"_s, item.repository},
            {u"loopId"_s, work.loop},
            {u"reason"_s, reasonWord(work.because)},
            {u"attempt"_s, work.attempt},
            {u"keptAt"_s, toIso8601(work.keptAt)},
            {u"keptUntil"_s, toIso8601(work.keptAt + git::KEPT_FOR)},
            {u"files"_s, work.files},
            {u"sizeBytes"_s, work.sizeBytes},
            {u"commit"_s, work.commit},
            {u"against"_s, work.against}};
}

QString line(const KeptItem& item, const RecordView& view)
{
    const git::KeptWork& work = item.work;
    const auto loop = view.loops.row(LoopId(work.loop));
    const QString issue = loop ? ui::issueLabel(loop->issueNumber) : QString();
    return u"%1  %2  %3  %4  %5"_s.arg(
        work.ref, toIso8601(work.keptAt).left(16), issue.leftJustified(4),
        ui::keptReason(work).leftJustified(34), ui::keptExtent(work));
}

Result<engine::KeptList> keptOf(Session& session)
{
    TRY_ASSIGN(const RecordView view, session.view());
    auto kept = engine::keptWorkOf(view.loops.rows());
    for (const Error& problem : std::as_const(kept.unreadable)) {
        session.output().warn(u"tamma: %1: %2"_s.arg(problem.code.text(), problem.detail));
    }
    return kept;
}

Result<KeptItem> find(Session& session, const QString& name)
{
    TRY_ASSIGN(const auto kept, keptOf(session));
    QList<KeptItem> found;
    for (const KeptItem& item : kept.items) {
        if (item.work.ref == name) {
            return item;
        }
        if (item.work.ref.contains(name)) {
            found.append(item);
        }
    }
    if (found.isEmpty()) {
        return failure(errors::NOT_FOUND, u"Nothing is kept under that name."_s,
                       {{u"name"_s, name}, {u"mend"_s, u"tamma recover list --attempts"_s}});
    }
    if (found.size() > 1) {
        return failure(errors::INVALID_ARGUMENT, u"Several have that in their name."_s,
                       {{u"name"_s, name}, {u"first"_s, found.first().work.ref}});
    }
    return found.first();
}

Result<QList<git::ChangedFile>> filesOf(const KeptItem& item)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(item.repository));
    return git::changedFiles(repository, {item.work.against, item.work.commit});
}

} // namespace

ExitCode listKept(Session& session, const RecoverArguments& arguments)
{
    const auto view = session.view();
    const auto kept = view ? keptOf(session) : std::unexpected(view.error());
    if (!kept) {
        return session.output().fail(kept.error());
    }
    int shown = 0;
    for (const KeptItem& item : kept->items) {
        if (arguments.attempts || !item.work.isAttempt()) {
            ++shown;
            session.output().row(toJson(item), line(item, *view));
        }
    }
    if (shown == 0) {
        session.output().say(u"Nothing disappeared in the last 30 days."_s);
    }
    return Ok;
}

ExitCode showKept(Session& session, const RecoverArguments& arguments)
{
    const auto item = find(session, arguments.name);
    const auto files = item ? filesOf(*item) : std::unexpected(item.error());
    const auto view = session.view();
    if (!files || !view) {
        return session.output().fail(files ? view.error() : files.error());
    }
    QJsonObject object = toJson(*item);
    QString text = line(*item, *view);
    QJsonArray listed;
    for (const git::ChangedFile& file : *files) {
        listed.append(QJsonObject{{u"path"_s, file.path},
                                  {u"linesAdded"_s, file.linesAdded},
                                  {u"linesRemoved"_s, file.linesRemoved},
                                  {u"binary"_s, file.binary}});
        text += u"\n  %1  %2"_s.arg(
            (file.binary ? u"binary"_s : ui::linesText(file.linesAdded, file.linesRemoved))
                .leftJustified(10),
            file.path);
    }
    object[u"changedFiles"_s] = listed;
    text += u"\n\n  see      git -C %1 diff %2 %3\n  restore  tamma recover restore %4"_s.arg(
        item->repository, item->work.against.left(12), item->work.commit.left(12), item->work.ref);
    session.output().row(object, text);
    return Ok;
}

ExitCode restoreKept(Session& session, const RecoverArguments& arguments)
{
    const auto item = find(session, arguments.name);
    if (!item) {
        return session.output().fail(item.error());
    }
    const QString folder = arguments.folder.isEmpty()
        ? QString()
        : QDir::cleanPath(QDir::current().absoluteFilePath(arguments.folder));
    const auto receipt = session.carryOut(
        engine::RestoreWork{item->repository, item->work.ref, arguments.branch, folder});
    if (!receipt) {
        return session.output().fail(receipt.error());
    }
    const bool isBranch = folder.isEmpty();
    session.output().row({{u"ref"_s, item->work.ref},
                          {u"repository"_s, item->repository},
                          {isBranch ? u"branch"_s : u"folder"_s, receipt->id},
                          {u"position"_s, receipt->position.value}},
                         isBranch ? u"It is on the branch %1 now: git -C %2 switch %1"_s.arg(
                                        receipt->id, item->repository)
                                  : u"The files are in %1 now."_s.arg(receipt->id));
    return Ok;
}

ExitCode expireKept(Session& session)
{
    const auto view = session.view();
    if (!view) {
        return session.output().fail(view.error());
    }
    const QStringList gone = engine::forgetOldWork(view->loops.rows(), SystemClock().now());
    for (const QString& ref : gone) {
        session.output().row({{u"ref"_s, ref}}, ref);
    }
    session.output().say(gone.isEmpty() ? u"Nothing is older than 30 days."_s
                                        : u"Forgotten: %1."_s.arg(gone.size()));
    return Ok;
}

} // namespace tamma::cli
