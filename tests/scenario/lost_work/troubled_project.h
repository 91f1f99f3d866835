// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/repository.h"
#include "tests/support/test_repository/test_repository.h"

#include <QHash>
#include <QRandomGenerator>
#include <QSet>

namespace tamma::tests {

/// A repository with loops in it, to which everything happens that can go wrong. It remembers the
/// content of every file that Tamma has seen in a worktree, and says which of them cannot be found
/// again.
///
/// Shape    Equal seeds do the same steps; when exactly a process is killed is up to the machine.
///          A content is owed from the moment at which Tamma has finished something in that
///          worktree, or has begun something and the file is gone from it.
class TroubledProject {
public:
    explicit TroubledProject(quint32 seed);

    /// Does one random thing. Returns what is wrong, or an empty text.
    [[nodiscard]] QString step();

    /// Returns what cannot be found under the listed references, or was touched that must not be.
    [[nodiscard]] QString verdict() const;

    [[nodiscard]] qsizetype owedContents() const { return m_owed.size(); }
    [[nodiscard]] qint64 owedBytes() const;
    [[nodiscard]] int kills() const { return m_kills; } ///< That hit a process at work.
    [[nodiscard]] QStringList story() const { return m_story; }

private:
    /// Hash of the content as git names it, with its size.
    using Contents = QHash<QString, qint64>;

    struct Loop {
        QString id;
        QString branch;
        int attempts = 0;
        bool isReady = false; ///< Its worktree was made, and is there.
    };

    enum class Fate { Ends, Killed, Crashes };

    [[nodiscard]] int below(int end) { return static_cast<int>(m_random.bounded(end)); }
    [[nodiscard]] QString worktreeOf(const Loop& loop) const;
    [[nodiscard]] Contents contentsOf(const Loop& loop, bool ignoredToo) const;
    [[nodiscard]] QSet<QString> listedObjects() const;
    [[nodiscard]] QString usersState() const;

    void agentWorks(const Loop& loop);
    void somebodyMeddles(Loop& loop);
    [[nodiscard]] QString tammaActs(Loop& loop, const QString& deed, Fate fate);
    [[nodiscard]] QString orderFor(const QString& deed, Loop& loop);
    [[nodiscard]] QString act(const QStringList& order, Fate fate, bool& ended);
    void owe(const Loop& loop, const Contents& seen, bool ended);

    QRandomGenerator m_random;
    TestRepository m_user;
    QString m_base;
    QList<Loop> m_loops;
    QString m_usersState;
    Contents m_owed;
    QStringList m_story;
    qint64 m_now = 1'761'652'800'123;
    int m_kills = 0;
    int m_written = 0;
};

} // namespace tamma::tests
