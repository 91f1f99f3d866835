// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/recovery.h"

#include "core/git/commits.h"

#include <git2/message.h>

#include <QFile>
#include <QFileInfo>
#include <QTimeZone>

#include <array>

namespace tamma::git {

namespace {

constexpr qint64 LARGEST_IGNORED_TEXT = 64 * 1024;
constexpr int MOST_IGNORED_TEXTS = 200;
constexpr qint64 LOOKED_AT = 8000; // As git does to tell text from binary.

const QString TIME_IN_NAMES = QStringLiteral("yyyyMMdd'T'HHmmsszzz'Z'");
constexpr std::chrono::hours KEPT_ONCE_WITHIN{24};

const QByteArray REASON = "Tamma-Kept";
const QByteArray AGAINST = "Tamma-Against";

/// The words of a reason: one for programs, frozen, and one for people who read the git log.
struct ReasonWords {
    KeptBecause because;
    const char* key;
    const char* subject;
};

constexpr std::array REASONS{
    ReasonWords{KeptBecause::Reset, "reset", "Work before a reset by Tamma"},
    ReasonWords{KeptBecause::Removed, "removed", "Work kept before a worktree was removed"},
    ReasonWords{KeptBecause::SessionEnded, "session-ended", "Work of a session that ended early"},
    ReasonWords{KeptBecause::LoopOver, "loop-over",
                "Work that lay in the worktree of an ended loop"},
    ReasonWords{KeptBecause::Replaced, "replaced", "An attempt that was made again"},
    ReasonWords{KeptBecause::Unknown, "unknown", "Work kept by Tamma"},
};

const ReasonWords& wordsOf(KeptBecause because)
{
    const auto* words = std::ranges::find(REASONS, because, &ReasonWords::because);
    return words == REASONS.end() ? REASONS.back() : *words;
}

QByteArray trailer(const git_commit* commit, const QByteArray& key)
{
    git_message_trailer_array trailers{};
    if (git_message_trailers(&trailers, git_commit_message(commit)) != 0) {
        return {};
    }
    const std::unique_ptr<git_message_trailer_array, FreedBy<git_message_trailer_array_free>> owned(
        &trailers);
    for (size_t i = 0; i < trailers.count; ++i) {
        if (key == trailers.trailers[i].key) {
            return trailers.trailers[i].value;
        }
    }
    return {};
}

bool isSmallText(const QString& path)
{
    QFile file(path);
    return QFileInfo(path).isFile() && !QFileInfo(path).isSymLink()
        && file.size() <= LARGEST_IGNORED_TEXT && file.open(QIODevice::ReadOnly)
        && !file.read(LOOKED_AT).contains('\0');
}

// An ignored folder is one entry with a slash at the end: what is in it was built or installed.
Result<> addIgnoredTexts(git_repository* handle, git_index* index)
{
    git_status_options options = GIT_STATUS_OPTIONS_INIT;
    options.show = GIT_STATUS_SHOW_WORKDIR_ONLY;
    options.flags = GIT_STATUS_OPT_INCLUDE_IGNORED | GIT_STATUS_OPT_INCLUDE_UNTRACKED
        | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS;
    StatusHandle status;
    TRY(checked(git_status_list_new(std::out_ptr(status), handle, &options),
                QStringLiteral("look for ignored files")));
    const QString folder = QFile::decodeName(git_repository_workdir(handle));
    int added = 0;
    for (size_t i = 0; i < git_status_list_entrycount(status.get()) && added < MOST_IGNORED_TEXTS;
         ++i) {
        const git_status_entry* entry = git_status_byindex(status.get(), i);
        if ((entry->status & GIT_STATUS_IGNORED) == 0) {
            continue;
        }
        const char* path = entry->index_to_workdir->new_file.path;
        if (isSmallText(folder + QFile::decodeName(path))) {
            TRY(checked(git_index_add_bypath(index, path), QStringLiteral("take in a file")));
            ++added;
        }
    }
    return {};
}

QString timeText(Timestamp when)
{
    return QDateTime::fromMSecsSinceEpoch(when.time_since_epoch().count(), QTimeZone::UTC)
        .toString(TIME_IN_NAMES);
}

bool isSameWork(const git_commit* kept, const Disappearing& work)
{
    const git_oid* parent = git_commit_parent_id(kept, 0);
    return parent != nullptr && git_oid_equal(parent, git_commit_id(work.head)) == 1
        && git_oid_equal(git_commit_tree_id(kept), &work.tree) == 1;
}

} // namespace

Result<git_oid> treeOfWork(git_repository* handle, Ignored ignored)
{
    IndexHandle index;
    TRY(checked(git_repository_index(std::out_ptr(index), handle),
                QStringLiteral("read the index")));
    TRY_ASSIGN(git_oid tree, treeOfFiles(handle, index.get()));
    if (ignored == Ignored::SmallTexts) {
        TRY(addIgnoredTexts(handle, index.get()));
        TRY(checked(git_index_write_tree_to(&tree, index.get(), handle),
                    QStringLiteral("write a tree")));
    }
    TRY(checked(git_index_read(index.get(), 1), QStringLiteral("read the index")));
    return tree;
}

Result<QString> keepForRecovery(git_repository* handle, const Disappearing& work)
{
    TRY_ASSIGN(const QString there, keptAlready(handle, work));
    if (const auto at = keptAt(there); at && work.author.when - *at < KEPT_ONCE_WITHIN) {
        return there;
    }
    const ReasonWords& words = wordsOf(work.because);
    const QString message = QStringLiteral("%1\n\nTamma-Loop: %2\n%3: %4\n%5: %6\n")
                                .arg(QLatin1StringView(words.subject), work.loop,
                                     QLatin1StringView(REASON), QLatin1StringView(words.key),
                                     QLatin1StringView(AGAINST), hashText(work.against));
    TRY_ASSIGN(const auto commit,
               storeCommit(handle, {work.tree, {work.head}, message, work.author}));
    const QString first = RECOVERY_REFS + work.loop + QLatin1Char('/') + timeText(work.author.when);
    QString name = first;
    for (int i = 2;; ++i) {
        TRY_ASSIGN(const bool made,
                   moveReference(handle,
                                 {name, nullptr, git_commit_id(commit.get()),
                                  QStringLiteral("tamma: keep for recovery")}));
        if (made) {
            return name;
        }
        name = QStringLiteral("%1-%2").arg(first).arg(i);
    }
}

Result<QString> keptAlready(git_repository* handle, const Disappearing& work)
{
    TRY_ASSIGN(const QStringList names,
               referencesUnder(handle, RECOVERY_REFS + work.loop + QLatin1Char('/')));
    QString newest;
    for (const QString& name : names) {
        const auto commit = lookUpCommit(handle, name);
        if (commit && isSameWork(commit->get(), work) && keptAt(name) > keptAt(newest)) {
            newest = name;
        }
    }
    return newest;
}

std::optional<Timestamp> keptAt(const QString& ref)
{
    const QString text = ref.section(QLatin1Char('/'), -1).section(QLatin1Char('-'), 0, 0);
    QDateTime time = QDateTime::fromString(text, TIME_IN_NAMES);
    time.setTimeZone(QTimeZone::UTC);
    return time.isValid()
        ? std::optional(Timestamp(std::chrono::milliseconds(time.toMSecsSinceEpoch())))
        : std::nullopt;
}

KeptBecause reasonOf(const git_commit* kept)
{
    const QByteArray key = trailer(kept, REASON);
    const auto* words
        = std::ranges::find_if(REASONS, [&](const ReasonWords& one) { return key == one.key; });
    return words == REASONS.end() ? KeptBecause::Unknown : words->because;
}

QString againstOf(const git_commit* kept)
{
    const QByteArray written = trailer(kept, AGAINST);
    if (!written.isEmpty()) {
        return QString::fromLatin1(written);
    }
    const git_oid* parent = git_commit_parent_id(kept, 0);
    return parent == nullptr ? QString() : hashText(*parent);
}

} // namespace tamma::git
