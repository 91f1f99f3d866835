// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/kept_work.h"
#include "core/git/worktree_factory.h"
#include "tests/support/test_repository/test_repository.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace tamma::tests {

using namespace std::chrono_literals;

inline const git::Author TAMMA{"Tamma", "tamma@localhost",
                               Timestamp(std::chrono::milliseconds(1761652800123))};

/// Tamma, some time after TAMMA.
inline git::Author later(std::chrono::milliseconds time)
{
    git::Author author = TAMMA;
    author.when += time;
    return author;
}

/// A user with one commit, a factory beside, and one loop.
struct LoopPlace {
    TestRepository user;
    QString base
        = user.commit({{"a.txt", "1\n"}, {"src/b.txt", "1\n"}, {".gitignore", "build/\n*.log\n"}});
    git::Repository repository = git::Repository::open(user.path()).value();
    git::WorktreeFactory factory{user.outside("data/worktrees")};
    git::LoopBranch wanted{"loop-1", "tamma/1-first", base};

    [[nodiscard]] Result<git::Worktree> create() const
    {
        return factory.createForLoop(repository, wanted);
    }
    [[nodiscard]] QString inBranch(const QString& file) const
    {
        return user.git({"show", wanted.branch + ":" + file});
    }
};

/// Writes a file as the agent does. Ends the test program when it cannot.
inline void write(const git::Worktree& worktree, const QString& path, const QByteArray& content)
{
    QFile file(worktree.path() + "/" + path);
    const bool written = QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly)
        && file.write(content) == content.size();
    if (!written) {
        qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
    }
}

inline QByteArray read(const git::Worktree& worktree, const QString& path)
{
    QFile file(worktree.path() + "/" + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

inline QStringList refsOf(const QList<git::KeptWork>& all)
{
    QStringList refs;
    for (const git::KeptWork& kept : all) {
        refs.append(kept.ref);
    }
    return refs;
}

} // namespace tamma::tests
