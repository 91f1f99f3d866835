// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/kept_refs.h"

#include "core/git/commits.h"
#include "core/git/recovery.h"
#include "core/git/tree_diff.h"

#include <QJsonArray>

namespace tamma::git {

namespace {

/// How much of the kept files is not in the commit that they are compared with.
struct Extent {
    int files = 0;
    qint64 bytes = 0;
};

Timestamp timeOf(const git_commit* commit)
{
    return Timestamp(std::chrono::seconds(git_commit_time(commit)));
}

Result<Extent> extentOf(git_repository* handle, const git_commit* work, const git_commit* against)
{
    TRY_ASSIGN(const auto newTree, treeOf(work));
    TreeHandle oldTree;
    if (against != nullptr) {
        TRY_ASSIGN(oldTree, treeOf(against));
    }
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    setDiffOptions(options);
    DiffHandle diff;
    TRY(checked(
        git_diff_tree_to_tree(std::out_ptr(diff), handle, oldTree.get(), newTree.get(), &options),
        QStringLiteral("compare two commits")));
    OdbHandle objects;
    TRY(checked(git_repository_odb(std::out_ptr(objects), handle),
                QStringLiteral("read the objects")));
    Extent extent;
    for (size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
        const git_diff_file& file = git_diff_get_delta(diff.get(), i)->new_file;
        size_t size = 0;
        git_object_t type = GIT_OBJECT_ANY;
        ++extent.files;
        // A deleted file has no content, a submodule's commit is elsewhere.
        if (git_odb_read_header(&size, &type, objects.get(), &file.id) == 0) {
            extent.bytes += static_cast<qint64>(size);
        }
    }
    return extent;
}

Result<KeptWork> keptUnder(git_repository* handle, const QString& ref)
{
    TRY_ASSIGN(const auto commit, lookUpCommit(handle, ref));
    KeptWork kept;
    kept.ref = ref;
    kept.loop = ref.section(QLatin1Char('/'), 3, 3);
    kept.commit = hashText(commit.get());
    kept.against = againstOf(commit.get());
    if (ref.startsWith(ATTEMPT_REFS)) {
        kept.because = KeptBecause::Attempt;
        kept.attempt = ref.section(QLatin1Char('/'), 4, 4).toInt();
        kept.keptAt = timeOf(commit.get());
    } else {
        kept.because = reasonOf(commit.get());
        kept.keptAt = keptAt(ref).value_or(timeOf(commit.get()));
    }
    auto against = lookUpCommit(handle, kept.against);
    if (!against) {
        against = lookUpCommit(handle, ref + QStringLiteral("^"));
        kept.against = against ? hashText(against->get()) : QString();
    }
    TRY_ASSIGN(const Extent extent,
               extentOf(handle, commit.get(), against ? against->get() : nullptr));
    kept.files = extent.files;
    kept.sizeBytes = extent.bytes;
    return kept;
}

Result<QStringList> keptRefs(git_repository* handle)
{
    TRY_ASSIGN(const QStringList recovery, referencesUnder(handle, RECOVERY_REFS));
    TRY_ASSIGN(const QStringList attempts, referencesUnder(handle, ATTEMPT_REFS));
    return recovery + attempts;
}

bool isOld(git_repository* handle, const QString& ref, const Expiry& expiry)
{
    std::optional<Timestamp> kept = keptAt(ref);
    if (ref.startsWith(ATTEMPT_REFS)) {
        const auto commit = lookUpCommit(handle, ref);
        const bool spared = expiry.livingLoops.contains(ref.section(QLatin1Char('/'), 3, 3));
        kept = commit && !spared ? std::optional(timeOf(commit->get())) : std::nullopt;
    }
    return kept && expiry.now - *kept > expiry.age;
}

} // namespace

Result<QList<KeptWork>> keptWork(const Repository& repository)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const QStringList refs, keptRefs(handle.get()));
    QList<KeptWork> all;
    for (const QString& ref : refs) {
        auto kept = keptUnder(handle.get(), ref);
        if (kept) {
            all.append(*std::move(kept));
        } else if (kept.error().code != errors::NOT_FOUND) { // It expired just now.
            return std::unexpected(std::move(kept).error());
        }
    }
    std::ranges::stable_sort(all, std::ranges::greater(), &KeptWork::keptAt);
    return all;
}

Result<KeptWork> findKeptWork(const Repository& repository, const QString& name)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const QStringList refs, keptRefs(handle.get()));
    const QStringList found = refs.contains(name) ? QStringList(name) : refs.filter(name);
    if (name.isEmpty() || found.isEmpty()) {
        return failure(errors::NOT_FOUND,
                       QStringLiteral("nothing is kept under the name '%1'").arg(name),
                       {{"ref", name}});
    }
    if (found.size() > 1) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("'%1' is a piece of several names").arg(name),
                       {{"refs", QJsonArray::fromStringList(found)}});
    }
    return keptUnder(handle.get(), found.first());
}

Result<QStringList> expireKeptWork(const Repository& repository, const Expiry& expiry)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const QStringList refs, keptRefs(handle.get()));
    QStringList gone;
    for (const QString& ref : refs) {
        git_oid target;
        if (!isOld(handle.get(), ref, expiry)
            || git_reference_name_to_id(&target, handle.get(), ref.toUtf8().constData()) != 0) {
            continue;
        }
        TRY_ASSIGN(const bool deleted, deleteReference(handle.get(), ref, &target));
        if (deleted) {
            gone.append(ref);
        }
    }
    return gone;
}

} // namespace tamma::git
