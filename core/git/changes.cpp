// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/changes.h"

#include "core/git/tree_diff.h"

#include <QCryptographicHash>

namespace tamma::git {

namespace {

constexpr size_t LARGEST_TEXT = 64 * 1024 * 1024;
constexpr qsizetype LOOKED_AT = 8000; // Bytes; as git, to tell what is no text.

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

QString pathOf(const git_diff_delta& delta)
{
    return QString::fromUtf8(delta.status == GIT_DELTA_DELETED ? delta.old_file.path
                                                               : delta.new_file.path);
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

// By the path as it is shown: a name that is not UTF-8 cannot be turned back into its bytes.
std::optional<size_t> indexOf(const git_diff* diff, const QString& path)
{
    for (size_t i = 0; i < git_diff_num_deltas(diff); ++i) {
        if (pathOf(*git_diff_get_delta(diff, i)) == path) {
            return i;
        }
    }
    return std::nullopt;
}

Result<bool> isTooLarge(git_repository* repository, const git_oid& blob)
{
    OdbHandle objects;
    TRY(checked(git_repository_odb(std::out_ptr(objects), repository),
                QStringLiteral("read the objects")));
    size_t size = 0;
    git_object_t type = GIT_OBJECT_ANY;
    TRY(checked(git_odb_read_header(&size, &type, objects.get(), &blob),
                QStringLiteral("read a file")));
    return size > LARGEST_TEXT;
}

// Nothing for what is no text. The content alone decides, as git does where no attribute says
// otherwise: attributes come from whatever lies in the user's checkout, and a change that they
// call binary would be judged by nobody.
Result<std::optional<QByteArray>> textOf(git_repository* repository, const git_diff_file& side)
{
    if (git_oid_is_zero(&side.id) == 1) {
        return QByteArray();
    }
    if (side.mode == GIT_FILEMODE_COMMIT) {
        return "Subproject commit " + hashText(side.id).toLatin1() + '\n';
    }
    TRY_ASSIGN(const bool tooLarge, isTooLarge(repository, side.id));
    if (tooLarge) {
        return std::nullopt;
    }
    TRY_ASSIGN(auto content, blobContent(repository, side.id));
    if (QByteArrayView(content).first(std::min(content.size(), LOOKED_AT)).contains('\0')) {
        return std::nullopt;
    }
    return content;
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

Result<FileDiff> fileDiffAt(git_repository* repository, git_diff* diff, size_t index)
{
    const git_diff_delta* delta = git_diff_get_delta(diff, index);
    FileDiff result;
    result.file.kind = kindOf(*delta);
    result.file.path = pathOf(*delta);
    result.file.oldPath = QString::fromUtf8(delta->old_file.path);
    TRY_ASSIGN(auto oldText, textOf(repository, delta->old_file));
    TRY_ASSIGN(auto newText, textOf(repository, delta->new_file));
    result.file.binary = !oldText || !newText;
    if (result.file.binary) {
        return result;
    }
    result.oldText = *std::move(oldText);
    result.newText = *std::move(newText);
    PatchHandle patch;
    TRY(checked(git_patch_from_diff(std::out_ptr(patch), diff, index),
                QStringLiteral("compare a file")));
    if (patch != nullptr) {
        TRY_ASSIGN(result.hunks, hunksOf(patch.get()));
    }
    for (const Hunk& hunk : std::as_const(result.hunks)) {
        result.file.linesAdded += hunk.newCount;
        result.file.linesRemoved += hunk.oldCount;
    }
    return result;
}

} // namespace

void setDiffOptions(git_diff_options& options)
{
    options.flags |= GIT_DIFF_PATIENCE | GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_FORCE_TEXT;
    options.context_lines = 0;
    options.interhunk_lines = 0;
}

Result<QList<ChangedFile>> changedFiles(const Repository& repository, const CommitRange& range)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto diff, diffWithRenames(handle.get(), range));
    QList<ChangedFile> files;
    for (size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
        TRY_ASSIGN(const auto file, fileDiffAt(handle.get(), diff.get(), i));
        files.append(file.file);
    }
    return files;
}

Result<QList<FileDiff>> fileDiffs(const Repository& repository, const CommitRange& range)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto diff, diffWithRenames(handle.get(), range));
    QList<FileDiff> files;
    for (size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
        TRY_ASSIGN(auto file, fileDiffAt(handle.get(), diff.get(), i));
        files.append(std::move(file));
    }
    return files;
}

Result<FileDiff> fileDiff(const Repository& repository, const CommitRange& range,
                          const QString& path)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(auto diff, diffOf(handle.get(), range, path.toUtf8()));
    auto index = indexOf(diff.get(), path);
    // Only a file that looks new can be a renamed one, and only then all others must be looked at;
    // or when its name is not UTF-8, so that git did not find it.
    if (!index || git_diff_get_delta(diff.get(), *index)->status == GIT_DELTA_ADDED) {
        TRY_ASSIGN(diff, diffWithRenames(handle.get(), range));
        index = indexOf(diff.get(), path);
    }
    if (!index) {
        return failure(errors::NOT_FOUND, QStringLiteral("'%1' did not change").arg(path),
                       {{"path", path}, {"from", range.from}, {"to", range.to}});
    }
    return fileDiffAt(handle.get(), diff.get(), *index);
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
