// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/recovery_queries.h"

#include "core/base/log.h"
#include "core/git/kept_refs.h"
#include "core/git/merge.h"
#include "core/git/restore.h"

#include <QMap>

namespace tamma::engine {

using namespace Qt::StringLiterals;
using readmodels::LoopRow;
using workflow::LoopStatus;

namespace {

constexpr int MOST_NAMES = 100;

QStringList repositoriesOf(const QList<LoopRow>& loops)
{
    QStringList repositories;
    for (const LoopRow& loop : loops) {
        if (!repositories.contains(loop.repository)) {
            repositories.append(loop.repository);
        }
    }
    return repositories;
}

Result<QList<git::KeptWork>> keptIn(const QString& repository)
{
    TRY_ASSIGN(const auto opened, git::Repository::open(repository));
    return git::keptWork(opened);
}

Result<QString> keepLoose(const LoopRow& loop, const git::WorktreeFactory& worktrees,
                          const git::Author& author)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(loop.repository));
    TRY_ASSIGN(auto worktree, worktrees.open(repository, loop.id.text(), loop.branch));
    return worktree.keepWork(git::KeptBecause::LoopOver, author);
}

Result<> clearFoldersOf(const LoopRow& loop, const git::WorktreeFactory& worktrees, Timestamp now)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(loop.repository));
    TRY(worktrees.removeCleanCheckout(repository, loop.id.text()));
    TRY(git::forgetPreparedMerge(repository, loop.id.text()));
    if (loop.branch.isEmpty() || now - loop.finishedAt < KEEP_FOLDERS) {
        return {};
    }
    TRY_ASSIGN(const auto worktree, worktrees.open(repository, loop.id.text(), loop.branch));
    TRY(worktrees.remove(worktree, {u"Tamma"_s, u"tamma@localhost"_s, now}));
    return {};
}

/// "tamma/12-mend-rounding" becomes "recovered/12-mend-rounding".
QString branchFor(const git::KeptWork& work, const QString& loopBranch)
{
    const QString name = loopBranch.isEmpty() ? work.loop : loopBranch.section(u'/', -1);
    return git::RESTORED_BRANCHES + name
        + (work.isAttempt() ? u"-attempt-%1"_s.arg(work.attempt) : QString());
}

/// Makes the branch under the first free name of its kind.
Result<QString> restoreToFreeBranch(const git::Repository& repository, const git::KeptWork& work,
                                    const QString& wanted)
{
    QString branch = wanted;
    auto done = git::restoreToBranch(repository, work, branch);
    for (int i = 2; i < MOST_NAMES && !done && done.error().code == errors::BRANCH_TAKEN; ++i) {
        branch = u"%1-%2"_s.arg(wanted).arg(i);
        done = git::restoreToBranch(repository, work, branch);
    }
    return done.transform([&] { return branch; });
}

} // namespace

KeptList keptWorkOf(const QList<LoopRow>& loops)
{
    KeptList list;
    for (const QString& repository : repositoriesOf(loops)) {
        const auto kept = keptIn(repository);
        if (!kept && kept.error().code != errors::NOT_A_REPOSITORY) {
            list.unreadable.append(kept.error());
        }
        for (const git::KeptWork& work : kept.value_or(QList<git::KeptWork>{})) {
            list.items.append({repository, work});
        }
    }
    std::ranges::stable_sort(list.items, std::ranges::greater(),
                             [](const KeptItem& item) { return item.work.keptAt; });
    return list;
}

QStringList forgetOldWork(const QList<LoopRow>& loops, Timestamp now)
{
    git::Expiry expiry{.now = now};
    for (const LoopRow& loop : loops) {
        if (!loop.isOver()) {
            expiry.livingLoops.insert(loop.id.text());
        }
    }
    QStringList gone;
    for (const QString& path : repositoriesOf(loops)) {
        if (const auto repository = git::Repository::open(path)) {
            gone += git::expireKeptWork(*repository, expiry).value_or(QStringList());
        }
    }
    return gone;
}

QStringList keepLooseWork(const QList<LoopRow>& loops, const git::WorktreeFactory& worktrees,
                          Timestamp now)
{
    QStringList kept;
    for (const LoopRow& loop : loops) {
        // What was merged was committed: only these two can leave something behind.
        if (loop.status != LoopStatus::Cancelled && loop.status != LoopStatus::Failed) {
            continue;
        }
        const auto ref = keepLoose(loop, worktrees, {u"Tamma"_s, u"tamma@localhost"_s, now});
        if (ref && !ref->isEmpty()) {
            kept.append(*ref);
        } else if (!ref && ref.error().code != errors::NOT_FOUND
                   && ref.error().code != errors::NOT_A_REPOSITORY) {
            log::warning(u"The edits of an ended loop could not be kept."_s,
                         {{u"loopId"_s, loop.id.text()}, {u"err"_s, ref.error().detail}});
        }
    }
    return kept;
}

void clearFolders(const QList<LoopRow>& loops, const git::WorktreeFactory& worktrees, Timestamp now)
{
    for (const LoopRow& loop : loops) {
        const auto cleared = loop.isOver() ? clearFoldersOf(loop, worktrees, now) : Result<>();
        if (!cleared && cleared.error().code != errors::NOT_FOUND
            && cleared.error().code != errors::NOT_A_REPOSITORY) {
            log::warning(u"The folders of an ended loop could not be removed."_s,
                         {{u"loopId"_s, loop.id.text()}, {u"err"_s, cleared.error().detail}});
        }
    }
}

Result<git::MergeForecast> forecastOf(const MergeQuestion& question)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(question.repository));
    return git::forecastMerge(repository, question.baseBranch, question.commit);
}

Result<events::WorkRestored> restoreWork(const RestoreWork& wanted, const QString& loopBranch)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(wanted.repository));
    TRY_ASSIGN(const auto work, git::findKeptWork(repository, wanted.ref));
    events::WorkRestored restored;
    restored.loopId = LoopId(work.loop);
    restored.repository = repository.root();
    restored.ref = work.ref;
    restored.commit = work.commit;
    if (!wanted.folder.isEmpty()) {
        TRY(git::restoreToFolder(repository, work, wanted.folder));
        restored.folder = wanted.folder;
    } else if (!wanted.branch.isEmpty()) {
        TRY(git::restoreToBranch(repository, work, wanted.branch));
        restored.branch = wanted.branch;
    } else {
        TRY_ASSIGN(restored.branch,
                   restoreToFreeBranch(repository, work, branchFor(work, loopBranch)));
    }
    return restored;
}

Result<events::WorkRestoreUndone> undoRestore(const UndoRestore& wanted)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(wanted.repository));
    TRY_ASSIGN(const auto work, git::findKeptWork(repository, wanted.ref));
    TRY(git::takeBackBranch(repository, work, wanted.branch));
    return events::WorkRestoreUndone{
        LoopId(work.loop), repository.root(), work.ref, wanted.branch, {}};
}

} // namespace tamma::engine
