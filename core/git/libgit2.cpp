// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/libgit2.h"

#include "core/git/author.h"
#include "core/git/repository.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>

namespace tamma::git {

namespace {

// libgit2 names the file only in its message: "failed to lock file '/x/.git/index.lock' ...".
QString quotedPath(const QString& message)
{
    const qsizetype begin = message.indexOf(QLatin1Char('\'')) + 1;
    const qsizetype end = message.lastIndexOf(QLatin1Char('\''));
    return begin > 0 && end > begin ? message.mid(begin, end - begin) : QString();
}

bool saysDiskFull(const QString& message)
{
    return message.contains(qt_error_string(ENOSPC)) || message.contains(qt_error_string(EDQUOT));
}

Error openError(int code, const QString& folder)
{
    if (code == GIT_ENOTFOUND) {
        return {errors::NOT_A_REPOSITORY,
                QStringLiteral("no git repository at or above ") + folder,
                {{"path", folder}, {"mend", "git init"}}};
    }
    if (code == GIT_EOWNER) {
        return {errors::REPOSITORY_NOT_TRUSTED,
                QStringLiteral("the repository belongs to another user: ") + folder,
                {{"path", folder},
                 {"owner", QFileInfo(folder).owner()},
                 {"mend",
                  QStringLiteral("git config --global --add safe.directory '%1'")
                      .arg(QDir::cleanPath(folder))}}};
    }
    Error error = lastError(code, QStringLiteral("open ") + folder);
    error.context.insert("path", folder);
    return error;
}

} // namespace

void startLibrary()
{
    // Never shut down: handles may live in any thread until the process ends. Objects and refs are
    // synced to the disk, because the record, which is durable, refers to them.
    static const int started = [] {
        const int count = git_libgit2_init();
        git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
        return count;
    }();
    Q_UNUSED(started)
}

Error lastError(int code, const QString& attempted)
{
    const git_error* last = git_error_last();
    const QString message = last == nullptr ? QString() : QString::fromUtf8(last->message);
    Error error{errors::GIT_FAILED,
                QStringLiteral("%1: %2 (libgit2 %3)").arg(attempted, message).arg(code)};
    if (code == GIT_ELOCKED) {
        error.retryable = true;
        error.context.insert("lockFile", quotedPath(message));
    } else if (saysDiskFull(message)) {
        error.code = errors::DISK_FULL;
        error.retryable = true;
    }
    return error;
}

Result<> checked(int code, const QString& attempted)
{
    if (code < 0) {
        return std::unexpected(lastError(code, attempted));
    }
    return {};
}

Result<RepositoryHandle> openFolder(const QString& folder, unsigned flags)
{
    startLibrary();
    RepositoryHandle handle;
    const int code = git_repository_open_ext(std::out_ptr(handle),
                                             QFile::encodeName(folder).constData(), flags, nullptr);
    if (code < 0) {
        return std::unexpected(openError(code, folder));
    }
    return handle;
}

Result<RepositoryHandle> openHandle(const Repository& repository)
{
    return openFolder(repository.root());
}

Result<CommitHandle> lookUpCommit(git_repository* repository, const QString& revision)
{
    ObjectHandle object;
    git_object* peeled = nullptr;
    const bool found = !revision.isEmpty()
        && git_revparse_single(std::out_ptr(object), repository, revision.toUtf8().constData()) == 0
        && git_object_peel(&peeled, object.get(), GIT_OBJECT_COMMIT) == 0;
    if (!found) {
        return failure(errors::NOT_FOUND, QStringLiteral("no commit '%1'").arg(revision),
                       {{"commit", revision}});
    }
    return CommitHandle(reinterpret_cast<git_commit*>(peeled));
}

Result<TreeHandle> treeOf(const git_commit* commit)
{
    TreeHandle tree;
    TRY(checked(git_commit_tree(std::out_ptr(tree), commit), QStringLiteral("read a tree")));
    return tree;
}

Result<bool> descendsFrom(git_repository* repository, const git_commit* young,
                          const git_commit* old)
{
    if (git_oid_equal(git_commit_id(young), git_commit_id(old)) == 1) {
        return true;
    }
    const int answer
        = git_graph_descendant_of(repository, git_commit_id(young), git_commit_id(old));
    TRY(checked(answer, QStringLiteral("compare two commits")));
    return answer == 1;
}

Result<> checkBranchName(const QString& branch)
{
    int valid = 0;
    startLibrary();
    if (git_branch_name_is_valid(&valid, branch.toUtf8().constData()) != 0 || valid != 1) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("not a branch name: '%1'").arg(branch), {{"branch", branch}});
    }
    return {};
}

Result<TreeEntryHandle> lookUpEntry(const git_commit* commit, const QString& path)
{
    TRY_ASSIGN(const auto tree, treeOf(commit));
    TreeEntryHandle entry;
    if (git_tree_entry_bypath(std::out_ptr(entry), tree.get(), path.toUtf8().constData()) < 0) {
        return failure(errors::NOT_FOUND, QStringLiteral("no '%1' in the commit").arg(path),
                       {{"path", path}, {"commit", hashText(commit)}});
    }
    return entry;
}

Result<QByteArray> blobContent(git_repository* repository, const git_oid& id)
{
    BlobHandle blob;
    TRY(checked(git_blob_lookup(std::out_ptr(blob), repository, &id),
                QStringLiteral("read a file")));
    return QByteArray(static_cast<const char*>(git_blob_rawcontent(blob.get())),
                      static_cast<qsizetype>(git_blob_rawsize(blob.get())));
}

Result<SignatureHandle> signatureOf(const Author& author)
{
    SignatureHandle signature;
    const auto seconds
        = std::chrono::floor<std::chrono::seconds>(author.when).time_since_epoch().count();
    TRY(checked(git_signature_new(std::out_ptr(signature), author.name.toUtf8().constData(),
                                  author.email.toUtf8().constData(), seconds, 0),
                QStringLiteral("use the author's name")));
    return signature;
}

QString hashText(const git_oid& id)
{
    char text[GIT_OID_MAX_HEXSIZE + 1];
    return QString::fromLatin1(git_oid_tostr(text, sizeof(text), &id));
}

QString canonicalFolder(const QString& path)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    return canonical.isEmpty() ? QDir::cleanPath(path) : canonical;
}

QString commonFolderOf(git_repository* repository)
{
    return canonicalFolder(QFile::decodeName(git_repository_commondir(repository)));
}

} // namespace tamma::git
