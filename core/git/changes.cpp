// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/changes.h"

#include "core/git/tree_diff.h"

#include <QCryptographicHash>

namespace tamma::git {

namespace {

constexpr git_off_t LARGEST_TEXT = 64 * 1024 * 1024;

ChangeKind kindOf(const git_diff_delta& delta)
{
    switch (delta.status) {
    case GIT_DELTA_ADDED:
    case GIT_DELTA_UNTRACKED:
        return ChangeKind::Added;
    case GIT_DELTA_DELETED:
        return ChangeKind::Deleted;
    case GIT_DELTA_RENAMED:
        return ChangeKind::Renamed;
    default:
        return ChangeKind::Modified;
    }
}

// The patch is what tells binary from text, so `patch` must be that of `index`.
Result<ChangedFile> changedFileOf(git_diff* diff, size_t index, PatchHandle& patch)
{
    TRY(checked(git_patch_from_diff(std::out_ptr(patch), diff, index),
                QStringLiteral("compare a file")));
    const git_diff_delta* delta = git_diff_get_delta(diff, index);
    ChangedFile file;
    file.kind = kindOf(*delta);
    file.path = QString::fromUtf8(file.kind == ChangeKind::Deleted ? delta->old_file.path
                                                                   : delta->new_file.path);
    file.oldPath = QString::fromUtf8(delta->old_file.path);
    file.binary = (delta->flags & GIT_DIFF_FLAG_BINARY) != 0;
    if (patch != nullptr) {
        size_t added = 0;
        size_t removed = 0;
        TRY(checked(git_patch_line_stats(nullptr, &added, &removed, patch.get()),
                    QStringLiteral("count lines")));
        file.linesAdded = static_cast<int>(added);
        file.linesRemoved = static_cast<int>(removed);
    }
    return file;
}

Result<DiffHandle> diffOf(git_repository* repository, const CommitRange& range,
                          const QByteArray& onlyPath = {})
{
    TRY_ASSIGN(const auto from, lookUpCommit(repository, range.from));
    TRY_ASSIGN(const auto to, lookUpCommit(repository, range.to));
    TRY_ASSIGN(const auto oldTree, treeOf(from.get()));
    TRY_ASSIGN(const auto newTree, treeOf(to.get()));
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    setDiffOptions(options);
    char* path = const_cast<char*>(onlyPath.constData());
    if (!onlyPath.isEmpty()) {
        options.flags |= GIT_DIFF_DISABLE_PATHSPEC_MATCH;
        options.pathspec = {&path, 1};
    }
    DiffHandle diff;
    TRY(checked(git_diff_tree_to_tree(std::out_ptr(diff), repository, oldTree.get(), newTree.get(),
                                      &options),
                QStringLiteral("compare two commits")));
    return diff;
}

Result<DiffHandle> diffWithRenames(git_repository* repository, const CommitRange& range)
{
    TRY_ASSIGN(auto diff, diffOf(repository, range));
    git_diff_find_options options = GIT_DIFF_FIND_OPTIONS_INIT;
    options.flags = GIT_DIFF_FIND_RENAMES;
    options.rename_limit = 200;
    TRY(checked(git_diff_find_similar(diff.get(), &options), QStringLiteral("find renamed files")));
    return diff;
}

std::optional<size_t> indexOf(const git_diff* diff, const QByteArray& path)
{
    for (size_t i = 0; i < git_diff_num_deltas(diff); ++i) {
        const git_diff_delta* delta = git_diff_get_delta(diff, i);
        if (path == (delta->status == GIT_DELTA_DELETED ? delta->old_file : delta->new_file).path) {
            return i;
        }
    }
    return std::nullopt;
}

Result<QByteArray> textOf(git_repository* repository, const git_diff_file& side)
{
    if (git_oid_is_zero(&side.id) == 1) {
        return QByteArray();
    }
    if (side.mode == GIT_FILEMODE_COMMIT) {
        return "Subproject commit " + hashText(side.id).toLatin1() + '\n';
    }
    return blobContent(repository, side.id);
}

// With no line on a side, git counts the line before it and not the first one after.
int firstLine(int start, int count)
{
    return count == 0 ? start : start - 1;
}

Result<QList<Hunk>> hunksOf(git_patch* patch)
{
    QList<Hunk> hunks;
    for (size_t i = 0; i < git_patch_num_hunks(patch); ++i) {
        const git_diff_hunk* hunk = nullptr;
        TRY(checked(git_patch_get_hunk(&hunk, nullptr, patch, i), QStringLiteral("read a hunk")));
        hunks.append({firstLine(hunk->old_start, hunk->old_lines), hunk->old_lines,
                      firstLine(hunk->new_start, hunk->new_lines), hunk->new_lines});
    }
    return hunks;
}

} // namespace

void setDiffOptions(git_diff_options& options)
{
    options.flags |= GIT_DIFF_PATIENCE | GIT_DIFF_INCLUDE_TYPECHANGE;
    options.context_lines = 0;
    options.interhunk_lines = 0;
    options.max_size = LARGEST_TEXT;
}

Result<QList<ChangedFile>> changedFilesOf(git_diff* diff)
{
    QList<ChangedFile> files;
    for (size_t i = 0; i < git_diff_num_deltas(diff); ++i) {
        PatchHandle patch;
        TRY_ASSIGN(const auto file, changedFileOf(diff, i, patch));
        files.append(file);
    }
    return files;
}

Result<QList<ChangedFile>> changedFiles(const Repository& repository, const CommitRange& range)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto diff, diffWithRenames(handle.get(), range));
    return changedFilesOf(diff.get());
}

Result<FileDiff> fileDiff(const Repository& repository, const CommitRange& range,
                          const QString& path)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    const QByteArray name = path.toUtf8();
    TRY_ASSIGN(auto diff, diffOf(handle.get(), range, name));
    auto index = indexOf(diff.get(), name);
    // Only a file that looks new can be a renamed one, and only then all others must be looked at.
    if (index && git_diff_get_delta(diff.get(), *index)->status == GIT_DELTA_ADDED) {
        TRY_ASSIGN(diff, diffWithRenames(handle.get(), range));
        index = indexOf(diff.get(), name);
    }
    if (!index) {
        return failure(errors::NOT_FOUND, QStringLiteral("'%1' did not change").arg(path),
                       {{"path", path}, {"from", range.from}, {"to", range.to}});
    }
    PatchHandle patch;
    FileDiff result;
    TRY_ASSIGN(result.file, changedFileOf(diff.get(), *index, patch));
    if (result.file.binary) {
        return result;
    }
    const git_diff_delta* delta = git_diff_get_delta(diff.get(), *index);
    TRY_ASSIGN(result.oldText, textOf(handle.get(), delta->old_file));
    TRY_ASSIGN(result.newText, textOf(handle.get(), delta->new_file));
    if (patch != nullptr) {
        TRY_ASSIGN(result.hunks, hunksOf(patch.get()));
    }
    return result;
}

Result<QString> diffDigest(const Repository& repository, const CommitRange& range)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto diff, diffOf(handle.get(), range));
    QCryptographicHash digest(QCryptographicHash::Sha256);
    for (size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
        const git_diff_delta* delta = git_diff_get_delta(diff.get(), i);
        for (const git_diff_file* side : {&delta->old_file, &delta->new_file}) {
            digest.addData(QByteArray::number(side->mode, 8) + ' ' + hashText(side->id).toLatin1()
                           + ' ');
        }
        digest.addData(QByteArray(delta->new_file.path) + '\0');
    }
    return QString::fromLatin1(digest.result().toHex());
}

} // namespace tamma::git
